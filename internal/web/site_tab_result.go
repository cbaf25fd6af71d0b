package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// takeSiteResult returns what an action on rows of a tab of Edit Site did, for the
// message above the tab, or nil. Names of refused rows are looked up here and now,
// with the viewer's rights.
func (s *Site) takeSiteResult(r *http.Request, v *visit) (*templates.Outcome, error) {
	f := decodeFlash(s.cookie(r, flashCookie, "/"))
	outcome := v.siteOutcome(f)
	if outcome == nil {
		return nil, nil
	}
	for _, row := range f.Rows {
		line := templates.OutcomeRow{Reason: v.refusalOf(f.Action, row.Code)}
		if row.ID != "" {
			email, err := s.personAtSite(r, v, row.ID)
			if err != nil {
				return nil, err
			}
			line.Who = string(email)
		}
		outcome.Rows = append(outcome.Rows, line)
	}
	if more := f.Refused - len(f.Rows); more > 0 {
		outcome.More = v.words.Bulk.More(more)
	}
	return outcome, nil
}

// personAtSite is the address of somebody who stands in a list of the site or of the
// partner, "" for nobody.
func (s *Site) personAtSite(r *http.Request, v *visit, id gatehouse.PersonID) (gatehouse.Email, error) {
	admin, err := s.App.SiteAdmins.Get(r.Context(), v.actor, siteOf(r), id)
	if err == nil || gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
		return admin.Person.Email, err
	}
	person, err := s.person(r, v, id)
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return "", nil
	}
	return person.Email, err
}

// siteOutcome words the numbers of a result; nil when the flash holds none.
func (v *visit) siteOutcome(f flash) *templates.Outcome {
	refused := v.words.Bulk.Refused
	title, changed := v.crewOutcome(f.Action)
	if f.Action == gatehouse.ActionAssign {
		refused = v.words.Sites.Crew.NotAssigned
	}
	if changed == nil {
		return nil
	}
	outcome := &templates.Outcome{Title: title}
	if f.Changed > 0 {
		outcome.Lines = append(outcome.Lines, changed(f.Changed))
	}
	if f.Unchanged > 0 {
		outcome.Lines = append(outcome.Lines, v.words.Bulk.Unchanged(f.Unchanged))
	}
	if f.Refused > 0 {
		outcome.Refused = refused(f.Refused)
	}
	return outcome
}

// crewOutcome is the title of an action on a site's technicians, and what says how many
// it changed; nil for other actions.
func (v *visit) crewOutcome(action gatehouse.Action) (string, func(int) string) {
	crew := v.words.Sites.Crew
	switch action {
	case gatehouse.ActionAssign:
		return crew.Title, crew.Assigned
	case gatehouse.ActionAssignmentLock:
		return crew.Lock, crew.Locked
	case gatehouse.ActionAssignmentUnlock:
		return crew.Unlock, crew.Unlocked
	case gatehouse.ActionAssignmentWindow:
		return v.words.Narrow.Title, v.words.Narrow.Done
	case gatehouse.ActionAssignmentRemove:
		return crew.Remove, crew.Removed
	case gatehouse.ActionAssignmentApprove:
		return crew.Approve, crew.Approved
	case gatehouse.ActionAssignmentDecline:
		return crew.Decline, crew.Declined
	default:
		return "", nil
	}
}

// refusalOf says why a row was refused. A window that the site would have to allow is
// no question of the viewer's role.
func (v *visit) refusalOf(action gatehouse.Action, code gatehouse.Code) string {
	if action == gatehouse.ActionAssignmentWindow && code == gatehouse.CodeForbidden {
		return v.words.Narrow.Wider
	}
	return v.words.Code(code)
}
