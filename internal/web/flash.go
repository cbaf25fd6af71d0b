package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gatehouse.example/gatehouse"
)

// notice names a sentence that the next page says.
type notice string

// The notices.
const (
	noticeEnded     notice = "ended"
	noticeSignedOut notice = "signed_out"
	noticeSetUp     notice = "set_up"
	noticeWelcome   notice = "welcome"
	noticeNone      notice = "none_chosen"
	noticeReset     notice = "reset"
	noticeSaved     notice = "saved"
	noticePassword  notice = "password"
	noticeSession   notice = "session_ended"
	noticeOthers    notice = "others_ended"
	noticeKept      notice = "entry_kept"
	noticeDeleted   notice = "entry_deleted"
	noticeRevoked   notice = "key_revoked"
	noticeRenamed   notice = "key_renamed"
)

// flash is what the next page says about what was just done. It travels in a
// cookie, so it holds names of sentences, numbers and ids only: whatever somebody
// writes into it, no page shows more than its own words and what the visitor may
// see anyway.
type flash struct {
	Notice notice
	// Action is the action on several rows that was done, "" for none.
	Action             gatehouse.Action
	Changed, Unchanged int
	Refused            int
	// All is true after an action on everybody at once.
	All bool
	// Rows are the first of the refused rows, Touched the first of those that changed.
	Rows    []flashRow
	Touched []gatehouse.PersonID
	// Sites are the first of the assignments whose lock was set or lifted.
	Sites []flashSite
}

// flashSite is an assignment that the partner locked or unlocked.
type flashSite struct {
	ID     gatehouse.AssignmentID
	Locked bool
}

// flashRow is a refused row; its id is empty when there is no such person.
type flashRow struct {
	ID   gatehouse.PersonID
	Code gatehouse.Code
}

// flashRows is how many rows of either kind are named: a cookie holds some 4,000 bytes.
const flashRows = 20

// flashSites is how many sites are named whose lock was set or lifted.
const flashSites = 10

// resultFlash sums up what a bulk call did.
func resultFlash(action gatehouse.Action, results gatehouse.Results) flash {
	f := flash{
		Action:    action,
		Changed:   results.Changed(),
		Unchanged: results.Count(gatehouse.Unchanged),
		Refused:   results.Count(gatehouse.Refused),
	}
	for _, row := range results.Rows {
		switch {
		case row.Outcome == gatehouse.Refused && len(f.Rows) < flashRows:
			f.Rows = append(f.Rows, flashRow{row.ID, row.Code})
		case row.Outcome == gatehouse.Changed && len(f.Touched) < flashRows:
			f.Touched = append(f.Touched, row.ID)
		}
	}
	return f
}

// quiet is the flash without its message: the rows say what happened.
func (f flash) quiet() flash { return flash{Touched: f.Touched} }

func (s *Site) setFlash(w http.ResponseWriter, f flash) {
	s.setCookie(w, flashCookie, "/", f.encode())
}

// takeFlash returns what was left for this page, and forgets it.
func (s *Site) takeFlash(w http.ResponseWriter, r *http.Request) flash {
	value := s.cookie(r, flashCookie, "/")
	if value == "" {
		return flash{}
	}
	s.setCookie(w, flashCookie, "/", "")
	return decodeFlash(value)
}

func (f flash) encode() string {
	values := url.Values{}
	values.Set("notice", string(f.Notice))
	values.Set("action", string(f.Action))
	if f.All {
		values.Set("all", "yes")
	}
	for name, n := range map[string]int{"changed": f.Changed, "unchanged": f.Unchanged, "refused": f.Refused} {
		values.Set(name, strconv.Itoa(n))
	}
	for _, row := range f.Rows {
		values.Add("row", string(row.Code)+":"+string(row.ID))
	}
	for _, site := range f.Sites {
		values.Add("site", strconv.FormatBool(site.Locked)+":"+string(site.ID))
	}
	for _, id := range f.Touched {
		values.Add("touched", string(id))
	}
	return values.Encode()
}

// decodeFlash reads a flash as far as it makes sense.
func decodeFlash(s string) flash {
	values, err := url.ParseQuery(s)
	if err != nil {
		return flash{}
	}
	number := func(name string) int {
		n, _ := strconv.Atoi(values.Get(name))
		return min(max(n, 0), gatehouse.BulkLockLimit)
	}
	f := flash{
		Notice:    notice(values.Get("notice")),
		Action:    gatehouse.Action(values.Get("action")),
		All:       values.Get("all") == "yes",
		Changed:   number("changed"),
		Unchanged: number("unchanged"),
		Refused:   number("refused"),
	}
	for _, row := range values["row"][:min(len(values["row"]), flashRows)] {
		code, id, _ := strings.Cut(row, ":")
		f.Rows = append(f.Rows, flashRow{gatehouse.PersonID(id), gatehouse.Code(code)})
	}
	for _, site := range values["site"][:min(len(values["site"]), flashSites)] {
		locked, id, _ := strings.Cut(site, ":")
		f.Sites = append(f.Sites, flashSite{gatehouse.AssignmentID(id), locked == "true"})
	}
	for _, id := range values["touched"][:min(len(values["touched"]), flashRows)] {
		f.Touched = append(f.Touched, gatehouse.PersonID(id))
	}
	return f
}

// plain reports whether the notice tells of something that the visitor did not do,
// or did in vain.
func (f flash) plain() bool { return f.Notice == noticeEnded || f.Notice == noticeNone }

// sentence returns what a notice says, "" for none.
func (f flash) sentence(v *visit) string {
	switch f.Notice {
	case noticeEnded:
		return v.words.SignIn.Ended
	case noticeSignedOut:
		return v.words.SignIn.SignedOut
	case noticeSetUp:
		return v.words.Setup.Done
	case noticeWelcome:
		switch {
		case v.actor.AtSite():
			return v.words.SitePortal.Welcome(v.actor.SiteName)
		case !v.actor.Placed():
			return ""
		}
		return v.words.Invitation.Welcome(v.actor.PartnerName)
	case noticeNone:
		return v.words.Admins.NoneChosen
	case noticeReset:
		return v.words.Reset.Done
	case noticeSaved:
		return v.words.Own.Saved
	case noticePassword:
		return v.words.Own.Changed
	case noticeSession:
		return v.words.Own.SessionEnded
	case noticeOthers:
		return v.words.Own.Others
	case noticeKept:
		return v.words.SitePortal.Register.Saved
	case noticeDeleted:
		return v.words.SitePortal.Register.Deleted
	case noticeRevoked:
		return v.words.Keys.Revoked
	case noticeRenamed:
		return v.words.Keys.Renamed
	default:
		return siteSentence(f.Notice, v)
	}
}
