package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// takeResult returns what an action on several rows did, for the message above the
// list, or nil. Names of rows are looked up here and now, with the
// viewer's rights.
func (s *Site) takeResult(r *http.Request, v *visit, l *people) (*templates.Outcome, error) {
	f := decodeFlash(s.cookie(r, flashCookie, "/"))
	outcome := v.outcomeOf(f, l)
	if outcome == nil {
		return nil, nil
	}
	for _, row := range f.Rows {
		line := templates.OutcomeRow{Reason: v.words.Code(row.Code)}
		if row.ID != "" {
			found, err := l.row(r.Context(), s.App, v, row.ID)
			if err != nil && gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
				return nil, err
			}
			line.Who = string(found.Person.Email)
		}
		outcome.Rows = append(outcome.Rows, line)
	}
	if more := f.Refused - len(f.Rows); more > 0 {
		outcome.More = v.words.Bulk.More(more)
	}
	return outcome, nil
}

// outcomeOf words the numbers of a result; nil when the flash holds none.
func (v *visit) outcomeOf(f flash, l *people) *templates.Outcome {
	text := v.words.Bulk
	outcome := &templates.Outcome{}
	changed, refused := text.Revoked, text.Refused
	switch f.Action {
	case l.invited:
		outcome.Title, changed, refused = l.list.Text(v.words).InviteTitle, v.words.Invite.Invited, v.words.Invite.NotInvited
	case gatehouse.ActionAdminRevoke, gatehouse.ActionTechnicianRevoke, gatehouse.ActionSiteAdminRevoke:
		outcome.Title = v.words.Admins.Revoke
	case gatehouse.ActionAdminResend, gatehouse.ActionTechnicianResend, gatehouse.ActionSiteAdminResend:
		outcome.Title, changed = v.words.Admins.Resend, text.Resent
	case gatehouse.ActionAdminLock, gatehouse.ActionTechnicianLock, gatehouse.ActionSiteAdminLock:
		outcome.Title, changed = v.words.Manage.Lock, v.words.Manage.Locked
	case gatehouse.ActionAdminUnlock, gatehouse.ActionTechnicianUnlock, gatehouse.ActionSiteAdminUnlock:
		outcome.Title, changed = v.words.Manage.Unlock, v.words.Manage.Unlocked
	case gatehouse.ActionAdminEndSessions, gatehouse.ActionTechnicianEndSessions, gatehouse.ActionSiteAdminEndSessions:
		outcome.Title, changed = v.words.Manage.EndSessions, v.words.Manage.SessionsEnded
	case gatehouse.ActionAdminDelete, gatehouse.ActionSiteAdminDelete:
		outcome.Title, changed = v.words.Manage.Delete, v.words.Manage.Deleted
	case gatehouse.ActionTechnicianDelete:
		outcome.Title, changed = v.words.Manage.Delete, v.words.Technicians.Deleted
	case gatehouse.ActionAdminRole, gatehouse.ActionSiteAdminRole:
		outcome.Title, changed = v.words.Manage.RoleTitle, v.words.Manage.RoleChanged
	case gatehouse.ActionAssignmentLock:
		outcome.Title, changed = v.words.Technicians.Edit, v.words.Technicians.Saved
	case gatehouse.ActionAssignmentRemove:
		outcome.Title, changed = v.words.Technicians.Remove, v.words.Technicians.Removed
	case gatehouse.ActionAssignmentWindow:
		outcome.Title, changed = v.words.Narrow.Title, v.words.Narrow.Done
	case gatehouse.ActionAssignmentApprove:
		outcome.Title, changed = v.words.Technicians.Approve, v.words.Technicians.Approved
	default:
		return nil
	}
	outcome.Lines = v.outcomeLines(f, changed)
	if f.Refused > 0 {
		outcome.Refused = refused(f.Refused)
	}
	return outcome
}

// outcomeLines say how many rows changed, and how many already were as asked.
func (v *visit) outcomeLines(f flash, changed func(int) string) []string {
	var lines []string
	if f.Changed > 0 {
		lines = append(lines, changed(f.Changed))
	}
	if f.Unchanged > 0 {
		lines = append(lines, v.words.Bulk.Unchanged(f.Unchanged))
	}
	if f.Changed+f.Unchanged+f.Refused == 0 {
		lines = append(lines, v.words.Technicians.NothingSaved)
	}
	return lines
}
