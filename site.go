package gatehouse

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Site is a customer installation that belongs to one partner (SPEC section 7).
type Site struct {
	ID      SiteID
	Partner PartnerID
	Name    string
	// Country is an ISO 3166 code of two letters, TimeZone an IANA name.
	Country  string
	TimeZone string
	// Notes are internal: the site's own people never see them.
	Notes string

	// TechnicianAccess lets technicians in at all, since AccessAt, switched by
	// AccessBy. ApprovalRequired makes a new assignment wait for the site.
	TechnicianAccess bool
	AccessAt         time.Time
	AccessBy         PersonID
	ApprovalRequired bool
	// OwnedAt is when the site's first administrator accepted: from then on the
	// switches and approvals are the site's own.
	OwnedAt time.Time

	// Credits is the site's balance; OutOfCreditAt is when it fell short.
	Credits       int64
	OutOfCreditAt time.Time

	Counts SiteCounts

	CreatedAt time.Time
	CreatedBy PersonID
	// Version grows with every change of the site's own data, for If-Match.
	Version int
}

// SiteCounts are what the site list shows of a site.
type SiteCounts struct {
	Devices     int64
	Users       int64
	Technicians int64
	// Waiting counts the technicians who wait for the site's approval.
	Waiting int64
}

// SiteRow is a row of the site list.
type SiteRow struct {
	Site Site
	// CreatedByName is of whoever created it, "" for nobody or somebody gone.
	CreatedByName string
	// Rate is what a device costs the partner a month, in credits.
	Rate int64
}

// MonthlyCost returns the credits a month that the site's devices cost.
func (r SiteRow) MonthlyCost() int64 { return r.Site.MonthlyCost(r.Rate) }

// Owned reports whether the site has had an administrator of its own.
func (s Site) Owned() bool { return !s.OwnedAt.IsZero() }

// MonthlyCost returns the credits a month that the site's devices cost at the
// partner's rate.
func (s Site) MonthlyCost(rate int64) int64 { return s.Counts.Devices * rate }

// Approval says what becomes of a new assignment: it waits for the site, or not.
type Approval string

// The two settings of a site's approval.
const (
	ApprovalNeeded    Approval = "required"
	ApprovalAutomatic Approval = "automatic"
)

// Approvals lists the settings.
func Approvals() []Approval { return []Approval{ApprovalNeeded, ApprovalAutomatic} }

// Approval returns how the site's approval is set.
func (s Site) Approval() Approval {
	if s.ApprovalRequired {
		return ApprovalNeeded
	}
	return ApprovalAutomatic
}

// CheckPartnerDecides returns CodeOwnedBySite once the site has an administrator
// of its own: from then on only the site approves and switches.
func (s Site) CheckPartnerDecides() error {
	if s.Owned() {
		return E(CodeOwnedBySite)
	}
	return nil
}

// SiteInput is what creating a site asks for, and what an edit may change.
type SiteInput struct {
	Name     string
	Country  string
	TimeZone string
	Notes    string
}

// Clean trims the fields and checks all of them; every malformed one is named.
// Errors carry CodeInvalid.
func (in SiteInput) Clean() (SiteInput, error) {
	invalid := &Error{Code: CodeInvalid}
	var err error
	if in.Name, err = CleanName("name", in.Name); err != nil {
		invalid.Add("name", err)
	}
	in.Country = strings.ToUpper(strings.TrimSpace(in.Country))
	if !KnownCountry(in.Country) {
		invalid.Add("country", InvalidField("country", "Choose a country (ISO 3166, two letters)."))
	}
	if err = CheckTimeZone(in.TimeZone); err != nil {
		invalid.Add("time_zone", err)
	}
	if in.Notes, err = CleanNotes(in.Notes); err != nil {
		invalid.Add("notes", err)
	}
	if len(invalid.Fields) > 0 {
		return in, invalid
	}
	return in, nil
}

// CheckTimeZone returns CodeInvalid on "time_zone" unless the name is one of the
// IANA database's.
func CheckTimeZone(name string) error {
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		return InvalidField("time_zone", "Choose a time zone (IANA, such as Europe/Berlin).")
	}
	return nil
}

// CleanNotes trims notes: at most [NotesLimit] code points of text in lines.
// Errors carry CodeInvalid on "notes".
func CleanNotes(s string) (string, error) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > NotesLimit {
		return "", InvalidField("notes", "Notes have at most 2,000 characters.")
	}
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.In(r, unicode.Cf) {
			return "", InvalidField("notes", "Notes have no control or invisible characters.")
		}
	}
	return s, nil
}

// SiteSort is an order of the site list; a leading "-" turns one round.
type SiteSort string

// The orders of the site list.
const (
	SitesByName        SiteSort = "name"
	SitesByNameDesc    SiteSort = "-name"
	SitesByCountry     SiteSort = "country"
	SitesByCountryDesc SiteSort = "-country"
	SitesNewest        SiteSort = "-created_at"
	SitesOldest        SiteSort = "created_at"
	SitesByCredits     SiteSort = "credits"
	SitesByCreditsDesc SiteSort = "-credits"
)

// SiteSorts lists every order that a caller may ask for.
func SiteSorts() []SiteSort {
	return []SiteSort{
		SitesByName, SitesByNameDesc, SitesByCountry, SitesByCountryDesc,
		SitesNewest, SitesOldest, SitesByCredits, SitesByCreditsDesc,
	}
}

// SiteFilter narrows the site list. Zero fields do not narrow.
type SiteFilter struct {
	// Query is looked for in the name, ignoring case.
	Query   string
	Country string
	// Waiting keeps sites with technicians who wait for approval, OutOfCredit
	// those that fell short.
	Waiting     bool
	OutOfCredit bool
	Sort        SiteSort
}
