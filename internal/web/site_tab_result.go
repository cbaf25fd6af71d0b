package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// takeSiteResult returns what an action on rows of a tab of Edit Site did, for the
// message above the tab, or nil.
func (s *Site) takeSiteResult(r *http.Request, v *visit) (*templates.Outcome, error) {
	f := decodeFlash(s.cookie(r, flashCookie, "/"))
	text := resultText{
		refused: v.words.Bulk.Refused,
		reason:  func(code gatehouse.Code) string { return v.refusalOf(f.Action, code) },
		who:     func(id gatehouse.PersonID) (gatehouse.Person, error) { return s.personAtSite(r, v, id) },
	}
	if text.title, text.changed = v.crewOutcome(f.Action); text.changed == nil {
		return nil, nil
	}
	if f.Action == gatehouse.ActionAssign {
		text.refused = v.words.Sites.Crew.NotAssigned
	}
	return text.outcome(v, f)
}

// personAtSite is somebody who stands in a list of the site or of the partner.
func (s *Site) personAtSite(r *http.Request, v *visit, id gatehouse.PersonID) (gatehouse.Person, error) {
	admin, err := s.App.SiteAdmins.Get(r.Context(), v.actor, siteOf(r), id)
	if err == nil || gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
		return admin.Person, err
	}
	return s.person(r, v, id)
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

// already says why an action leaves a row as it is.
func (v *visit) already(action gatehouse.Action) string {
	if text, ok := v.words.Manage.AlreadyBy[action]; ok {
		return text
	}
	return v.words.Manage.Already
}
