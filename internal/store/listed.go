package store

import (
	"time"

	"gatehouse.example/gatehouse"
)

// listed is a row of a list of people: the person, the invitation that put them
// into it, and what the list tells besides. It reads no more columns than lists
// show and changes of a row need; the partner is the one that was asked for.
type listed struct {
	person     gatehouse.Person
	invitation gatehouse.Invitation
	invitedBy  string
	lockedBy   string
	mail       gatehouse.Delivery
	now        time.Time
}

// listedColumns are of the person p, the invitation i, its inviter b, the owner l
// of the person's lock and the invitation's latest mail o. $2 is the clock's offset.
const listedColumns = `p.id, p.email, COALESCE(p.account_id, ''), p.name, p.role, p.technician,
		p.locked_at, p.locked_by, p.lock_reason, p.last_sign_in_at, p.created_at, p.version,
		i.id, i.kind, i.role, i.rotation, i.invited_by, i.invited_at, i.expires_at, i.accepted_at, i.revoked_at, i.version,
		COALESCE(b.name, ''), COALESCE(l.name, ''), COALESCE(o.state, ''), COALESCE(o.error, ''), COALESCE(o.id, ''), COALESCE(o.created_at, 0), gatehouse_now() + $2`

// listedJoins ties the inviter, the owner of the lock and the mail to p and i. Where
// there is none, NULL spares SQLite the look for an id of no letters.
const listedJoins = `
	LEFT JOIN person b ON b.partner_id = p.partner_id AND b.id = NULLIF(i.invited_by, '')
	LEFT JOIN person l ON l.partner_id = p.partner_id AND l.id = NULLIF(p.locked_by, '')
	LEFT JOIN outbox o ON o.partner_id = i.partner_id AND o.id = NULLIF(i.message_id, '')`

func listedFields(r *listed) []any {
	p, i := &r.person, &r.invitation
	return []any{
		&p.ID, &p.Email, &p.Account, &p.Name, &p.Role, &p.Technician,
		when(&p.Lock.At), &p.Lock.By, &p.Lock.Reason, when(&p.LastSignInAt), when(&p.CreatedAt), &p.Version,
		&i.ID, &i.Kind, &i.Role, &i.Rotation, &i.InvitedBy, when(&i.InvitedAt), when(&i.ExpiresAt), when(&i.AcceptedAt), when(&i.RevokedAt), &i.Version,
		&r.invitedBy, &r.lockedBy, &r.mail.State, &r.mail.Error, &r.mail.Message, when(&r.mail.AskedAt), when(&r.now),
	}
}

// of fills in what the row does not repeat.
func (r listed) of(partner gatehouse.PartnerID) listed {
	r.person.Partner, r.invitation.Partner = partner, partner
	r.invitation.Person, r.invitation.Email = r.person.ID, r.person.Email
	return r
}

// status is the invitation's at the time of reading.
func (r listed) status() gatehouse.InvitationStatus { return r.invitation.Status(r.now) }
