package export

import "gatehouse.example/gatehouse"

// PersonRef names a person.
type PersonRef struct {
	ID   string `json:"id" example:"0198f0c2-2b6e-7d91-a3c5-6d5e4f3a2b10"`
	Name string `json:"name" doc:"Empty when the person is gone." example:"Ana Weber"`
}

// Inviter is a [PersonRef] that may be null: the installation invites, too.
type Inviter PersonRef

// SiteRef names a site.
type SiteRef struct {
	ID   string `json:"id" example:"0198f0c4-31aa-7d42-8b11-9a8b7c6d5e4f"`
	Name string `json:"name" example:"Harbour Gate"`
}

// MailItem is how far a mail has come.
type MailItem struct {
	State gatehouse.MessageState `json:"state" example:"sent"`
	Error string                 `json:"error,omitempty" doc:"The mail server's reason, of the last try. Absent when there was none." example:"550 5.1.1 no such user"`
}

// InvitedItem is what rows of all lists of invited people have in common: a person,
// their invitation and a lock. Times that have not come are null.
type InvitedItem struct {
	ID           string                     `json:"id" doc:"The person at this partner: the same in every list. It never changes." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	AccountID    string                     `json:"account_id,omitempty" doc:"The account behind the person. Absent until an invitation was accepted." example:"0198f0c0-55aa-7b11-8c22-1d2e3f4a5b6c"`
	Email        string                     `json:"email" format:"email" example:"tess@example.com"`
	Name         string                     `json:"name" doc:"Empty until an invitation was accepted." example:"Tess Lindgren"`
	Status       gatehouse.InvitationStatus `json:"status" example:"accepted"`
	Locked       bool                       `json:"locked" example:"true"`
	LockedAt     *Instant                   `json:"locked_at,omitempty" format:"date-time" doc:"Absent while unlocked." example:"2026-03-05T10:15:00Z"`
	LockedBy     *PersonRef                 `json:"locked_by,omitempty" doc:"Who set the lock. Absent while unlocked."`
	LockReason   string                     `json:"lock_reason,omitempty" doc:"Absent while unlocked, and when none was given." example:"lost phone"`
	CreatedAt    Instant                    `json:"created_at" format:"date-time" doc:"When the address was invited first." example:"2026-02-01T09:00:00Z"`
	InvitedBy    *Inviter                   `json:"invited_by"`
	InvitedAt    Instant                    `json:"invited_at" format:"date-time" doc:"When the invitation was sent last." example:"2026-03-01T09:00:00Z"`
	ExpiresAt    Instant                    `json:"expires_at" format:"date-time" doc:"When the invitation ends, or would have ended." example:"2026-03-08T09:00:00Z"`
	AcceptedAt   *Instant                   `json:"accepted_at" format:"date-time" doc:"Null until the invitation was accepted." example:"2026-03-02T08:30:00Z"`
	LastSignInAt *Instant                   `json:"last_sign_in_at" format:"date-time" doc:"The last sign-in at this partner, to its portal or by an assignment to one of its sites; of a site's administrators, the last entry into this site. Null before the first." example:"2026-03-04T07:45:00Z"`
	Mail         *MailItem                  `json:"mail,omitempty" doc:"The invitation's latest mail. Absent when none was ever sent."`
}

// lockedBy adds the lock, if there is one.
func (item *InvitedItem) lockedBy(lock gatehouse.Lock, name string) {
	if !lock.On() {
		return
	}
	item.Locked, item.LockReason = true, lock.Reason
	item.LockedAt = Moment(lock.At)
	item.LockedBy = &PersonRef{ID: string(lock.By), Name: name}
}

// newInvitedItem writes a person with their invitation.
func newInvitedItem(p gatehouse.Person, i gatehouse.Invitation, status gatehouse.InvitationStatus, inviterName string, mail gatehouse.Delivery) InvitedItem {
	item := InvitedItem{
		ID:         string(p.ID),
		AccountID:  string(p.Account),
		Email:      string(p.Email),
		Name:       p.Name,
		Status:     status,
		CreatedAt:  At(p.CreatedAt),
		InvitedAt:  At(i.InvitedAt),
		ExpiresAt:  At(i.ExpiresAt),
		AcceptedAt: Moment(i.AcceptedAt),
	}
	if i.InvitedBy != "" {
		item.InvitedBy = &Inviter{ID: string(i.InvitedBy), Name: inviterName}
	}
	if mail.State != "" {
		item.Mail = &MailItem{State: mail.State, Error: mail.Error}
	}
	return item
}
