package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// takeResult returns what an action on several rows did, for the message above the
// list, or nil. Names of rows are looked up here and now, with the viewer's rights.
func (s *Site) takeResult(r *http.Request, v *visit) (*templates.Outcome, error) {
	f := decodeFlash(s.cookie(r, flashCookie, "/"))
	outcome := v.outcomeOf(f)
	if outcome == nil {
		return nil, nil
	}
	for _, row := range f.Rows {
		line := templates.OutcomeRow{Reason: v.words.Code(row.Code)}
		if row.ID != "" {
			admin, err := s.App.Admins.Get(r.Context(), v.actor, row.ID)
			if err != nil && gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
				return nil, err
			}
			line.Who = string(admin.Person.Email)
		}
		outcome.Rows = append(outcome.Rows, line)
	}
	if more := f.Refused - len(f.Rows); more > 0 {
		outcome.More = v.words.Bulk.More(more)
	}
	return outcome, nil
}

// outcomeOf words the numbers of a result; nil when the flash holds none.
func (v *visit) outcomeOf(f flash) *templates.Outcome {
	text := v.words.Bulk
	outcome := &templates.Outcome{}
	changed, refused := text.Revoked, text.Refused
	switch f.Action {
	case gatehouse.ActionAdminInvite:
		outcome.Title, changed, refused = v.words.Invite.Title, v.words.Invite.Invited, v.words.Invite.NotInvited
	case gatehouse.ActionAdminRevoke:
		outcome.Title = v.words.Admins.Revoke
	case gatehouse.ActionAdminResend:
		outcome.Title, changed = v.words.Admins.Resend, text.Resent
	case gatehouse.ActionAdminLock:
		outcome.Title, changed = v.words.Manage.Lock, v.words.Manage.Locked
	case gatehouse.ActionAdminUnlock:
		outcome.Title, changed = v.words.Manage.Unlock, v.words.Manage.Unlocked
	case gatehouse.ActionAdminEndSessions:
		outcome.Title, changed = v.words.Manage.EndSessions, v.words.Manage.SessionsEnded
	case gatehouse.ActionAdminDelete:
		outcome.Title, changed = v.words.Manage.Delete, v.words.Manage.Deleted
	case gatehouse.ActionAdminRole:
		outcome.Title, changed = v.words.Manage.RoleTitle, v.words.Manage.RoleChanged
	default:
		return nil
	}
	if f.Changed > 0 {
		outcome.Lines = append(outcome.Lines, changed(f.Changed))
	}
	if f.Unchanged > 0 {
		outcome.Lines = append(outcome.Lines, text.Unchanged(f.Unchanged))
	}
	if f.Refused > 0 {
		outcome.Refused = refused(f.Refused)
	}
	return outcome
}
