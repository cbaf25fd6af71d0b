package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// takeResult returns what an action on several rows did, for the message above the
// list, or nil.
func (s *Site) takeResult(r *http.Request, v *visit, l *people) (*templates.Outcome, error) {
	f := decodeFlash(s.cookie(r, flashCookie, "/"))
	text, known := v.peopleText(f.Action, l)
	if !known {
		return nil, nil
	}
	text.who = func(id gatehouse.PersonID) (gatehouse.Person, error) {
		row, err := l.row(r.Context(), s.App, v, id)
		return row.Person, err
	}
	o, err := text.outcome(v, f)
	if err != nil {
		return nil, err
	}
	o.Done, err = s.savedSites(r.Context(), v, f)
	return o, err
}

// peopleText is how the result of an action on a list of people is worded; false for
// other actions.
func (v *visit) peopleText(action gatehouse.Action, l *people) (resultText, bool) {
	text := v.words.Bulk
	t := resultText{changed: text.Revoked, refused: text.Refused, reason: v.words.Code}
	switch action {
	case l.invited:
		t.title, t.changed, t.refused = l.list.Text(v.words).InviteTitle, v.words.Invite.Invited, v.words.Invite.NotInvited
	case gatehouse.ActionAdminRevoke, gatehouse.ActionTechnicianRevoke, gatehouse.ActionSiteAdminRevoke:
		t.title = v.words.Admins.Revoke
	case gatehouse.ActionAdminResend, gatehouse.ActionTechnicianResend, gatehouse.ActionSiteAdminResend:
		t.title, t.changed = v.words.Admins.Resend, text.Resent
	case gatehouse.ActionAdminLock, gatehouse.ActionTechnicianLock, gatehouse.ActionSiteAdminLock:
		t.title, t.changed = v.words.Manage.Lock, v.words.Manage.Locked
	case gatehouse.ActionAdminUnlock, gatehouse.ActionTechnicianUnlock, gatehouse.ActionSiteAdminUnlock:
		t.title, t.changed = v.words.Manage.Unlock, v.words.Manage.Unlocked
	case gatehouse.ActionAdminEndSessions, gatehouse.ActionTechnicianEndSessions, gatehouse.ActionSiteAdminEndSessions:
		t.title, t.changed = v.words.Manage.EndSessions, v.words.Manage.SessionsEnded
	case gatehouse.ActionAdminDelete, gatehouse.ActionSiteAdminDelete:
		t.title, t.changed = v.words.Manage.Delete, v.words.Manage.Deleted
	case gatehouse.ActionTechnicianDelete:
		t.title, t.changed = v.words.Manage.Delete, v.words.Technicians.Deleted
	case gatehouse.ActionAdminRole, gatehouse.ActionSiteAdminRole:
		t.title, t.changed = v.words.Manage.RoleTitle, v.words.Manage.RoleChanged
	case gatehouse.ActionAssignmentLock:
		t.title, t.changed = v.words.Technicians.Edit, v.words.Technicians.Saved
	case gatehouse.ActionAssignmentRemove:
		t.title, t.changed = v.words.Technicians.Remove, v.words.Technicians.Removed
	case gatehouse.ActionAssignmentWindow:
		t.title, t.changed = v.words.Narrow.Title, v.words.Narrow.Done
	case gatehouse.ActionAssignmentApprove:
		t.title, t.changed = v.words.Technicians.Approve, v.words.Technicians.Approved
	default:
		return t, false
	}
	return t, true
}
