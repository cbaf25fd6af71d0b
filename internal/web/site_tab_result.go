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
		line := templates.OutcomeRow{Reason: v.words.Code(row.Code)}
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
	for _, list := range []*people{technicians, admins} {
		person, err := list.person(r.Context(), s.App, v.actor, id)
		if err == nil || gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
			return person.Email, err
		}
	}
	return "", nil
}

// siteOutcome words the numbers of a result; nil when the flash holds none.
func (v *visit) siteOutcome(f flash) *templates.Outcome {
	w, bulk, crew := v.words, v.words.Bulk, v.words.Sites.Crew
	refused := bulk.Refused
	var title string
	var changed func(int) string
	switch f.Action {
	case gatehouse.ActionSiteAdminInvite:
		title, changed, refused = w.Sites.People.List.InviteTitle, w.Invite.Invited, w.Invite.NotInvited
	case gatehouse.ActionSiteAdminRevoke:
		title, changed = w.Admins.Revoke, bulk.Revoked
	case gatehouse.ActionSiteAdminResend:
		title, changed = w.Admins.Resend, bulk.Resent
	case gatehouse.ActionSiteAdminLock:
		title, changed = w.Manage.Lock, w.Manage.Locked
	case gatehouse.ActionSiteAdminUnlock:
		title, changed = w.Manage.Unlock, w.Manage.Unlocked
	case gatehouse.ActionSiteAdminEndSessions:
		title, changed = w.Manage.EndSessions, w.Manage.SessionsEnded
	case gatehouse.ActionSiteAdminDelete:
		title, changed = w.Manage.Delete, w.Manage.Deleted
	case gatehouse.ActionSiteAdminRole:
		title, changed = w.Manage.RoleTitle, w.Manage.RoleChanged
	case gatehouse.ActionAssign:
		title, changed, refused = crew.Title, crew.Assigned, crew.NotAssigned
	case gatehouse.ActionAssignmentLock:
		title, changed = crew.Lock, crew.Locked
	case gatehouse.ActionAssignmentUnlock:
		title, changed = crew.Unlock, crew.Unlocked
	case gatehouse.ActionAssignmentRemove:
		title, changed = crew.Remove, crew.Removed
	case gatehouse.ActionAssignmentApprove:
		title, changed = crew.Approve, crew.Approved
	case gatehouse.ActionAssignmentDecline:
		title, changed = crew.Decline, crew.Declined
	default:
		return nil
	}
	outcome := &templates.Outcome{Title: title}
	if f.Changed > 0 {
		outcome.Lines = append(outcome.Lines, changed(f.Changed))
	}
	if f.Unchanged > 0 {
		outcome.Lines = append(outcome.Lines, bulk.Unchanged(f.Unchanged))
	}
	if f.Refused > 0 {
		outcome.Refused = refused(f.Refused)
	}
	return outcome
}
