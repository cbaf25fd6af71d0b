package export

import (
	"io"
	"time"

	"gatehouse.example/gatehouse"
)

// technicianLine is a technician in an NDJSON file: the columns of the CSV file,
// with the types that JSON has for them.
type technicianLine struct {
	ID            string                     `json:"id"`
	Email         string                     `json:"email"`
	Name          string                     `json:"name"`
	Administrator bool                       `json:"administrator"`
	Status        gatehouse.InvitationStatus `json:"status"`
	InvitedSites  int64                      `json:"invited_sites"`
	Locked        bool                       `json:"locked"`
	LockedAt      *time.Time                 `json:"locked_at"`
	LockedBy      string                     `json:"locked_by,omitempty"`
	LockReason    string                     `json:"lock_reason,omitempty"`
	CreatedAt     *time.Time                 `json:"created_at"`
	InvitedBy     string                     `json:"invited_by,omitempty"`
	InvitedAt     *time.Time                 `json:"invited_at"`
	ExpiresAt     *time.Time                 `json:"expires_at"`
	AcceptedAt    *time.Time                 `json:"accepted_at"`
	LastSignInAt  *time.Time                 `json:"last_sign_in_at"`
	MailState     gatehouse.MessageState     `json:"mail_state,omitempty"`
	MailError     string                     `json:"mail_error,omitempty"`
}

// TechnicianFile is an NDJSON file of technicians.
type TechnicianFile struct{ *NDJSON }

// TechnicianLines returns an NDJSON file of technicians.
func TechnicianLines(w io.Writer) TechnicianFile { return TechnicianFile{NewNDJSON(w)} }

// Write adds one technician.
func (f TechnicianFile) Write(t gatehouse.Technician) error {
	return f.NDJSON.Write(technicianLine{
		ID: string(t.Person.ID), Email: string(t.Person.Email), Name: t.Person.Name,
		Administrator: t.Administrator, Status: t.Status, InvitedSites: t.InvitedSites,
		Locked: t.Person.Lock.On(), LockedAt: when(t.Person.Lock.At), LockedBy: t.LockedByName, LockReason: t.Person.Lock.Reason,
		CreatedAt: when(t.Person.CreatedAt), InvitedBy: t.InvitedByName, InvitedAt: when(t.Invitation.InvitedAt),
		ExpiresAt: when(t.Invitation.ExpiresAt), AcceptedAt: when(t.Invitation.AcceptedAt), LastSignInAt: when(t.Person.LastSignInAt),
		MailState: t.Mail.State, MailError: t.Mail.Error,
	})
}

// when writes a time in UTC, and the zero time as null.
func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
