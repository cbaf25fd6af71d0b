package store

import (
	"context"
	"fmt"
	"time"

	"gatehouse.example/gatehouse"
)

const invitationColumns = `i.id, i.partner_id, i.person_id, p.email, i.kind, i.site_id, i.role, i.rotation, i.invited_by,
	i.invited_at, i.expires_at, i.accepted_at, i.revoked_at, i.version`

func invitationFields(i *gatehouse.Invitation) []any {
	return []any{
		&i.ID, &i.Partner, &i.Person, &i.Email, &i.Kind, &i.Site,
		offeredRole{i},
		&i.Rotation, &i.InvitedBy,
		when(&i.InvitedAt), when(&i.ExpiresAt), when(&i.AcceptedAt), when(&i.RevokedAt), &i.Version,
	}
}

// offeredRole reads the one column of the role into the field that the kind and
// the site, which stand before it, call for.
type offeredRole struct{ *gatehouse.Invitation }

// Scan implements sql.Scanner.
func (o offeredRole) Scan(src any) error {
	n, ok := src.(int64)
	if !ok || n < 0 || n > int64(gatehouse.PartnerMaster) {
		return fmt.Errorf("a role is stored as %v", src)
	}
	if o.Kind == gatehouse.InviteSiteAdmin {
		o.SiteRole = gatehouse.SiteRole(n)
		return nil
	}
	o.Role = gatehouse.PartnerRole(n)
	return nil
}

// roleColumn is what the one column of the role holds.
func roleColumn(i gatehouse.Invitation) int64 {
	if i.Kind == gatehouse.InviteSiteAdmin {
		return int64(i.SiteRole)
	}
	return int64(i.Role)
}

const invitationFrom = ` FROM invitation i JOIN person p ON p.partner_id = i.partner_id AND p.id = i.person_id `

// statusSQL is [gatehouse.Invitation.Status] as a condition for each status, for
// filters. now stands for the parameter with the database's time, expires for the
// column of the deadline. A property test holds the two against each other.
func statusSQL(status gatehouse.InvitationStatus, expires, now string) string {
	switch status {
	case gatehouse.Accepted:
		return `i.accepted_at > 0`
	case gatehouse.Revoked:
		return `i.accepted_at = 0 AND i.revoked_at > 0`
	case gatehouse.Pending:
		return `i.accepted_at = 0 AND i.revoked_at = 0 AND ` + expires + ` > ` + now
	case gatehouse.Expired:
		return `i.accepted_at = 0 AND i.revoked_at = 0 AND ` + expires + ` <= ` + now
	default:
		return `1 = 0`
	}
}

// status is [statusSQL] in a list. The + keeps SQLite from walking through all that
// expires later, and sorting it, instead of going in the list's order. Only the statuses
// that the clock decides take its time: PostgreSQL refuses a parameter that the text does
// not use.
func (q *query) status(status gatehouse.InvitationStatus, offset int64) string {
	if status == gatehouse.Pending || status == gatehouse.Expired {
		return statusSQL(status, "+i.expires_at", q.now(offset))
	}
	return statusSQL(status, "", "")
}

// CreateInvitation inserts an invitation and gives it its id. tokenHash is of its
// link; empty when there is none, as for the first Master.
func (tx *Tx) CreateInvitation(ctx context.Context, i *gatehouse.Invitation, tokenHash string, message gatehouse.MessageID) error {
	i.ID, i.Version = newID[gatehouse.InvitationID](), 1
	if err := tx.listInvited(ctx, *i); err != nil {
		return err
	}
	return exec(ctx, tx.q, `
		INSERT INTO invitation (
			id, partner_id, person_id, kind, site_id, role, token_hash, rotation, invited_by,
			invited_at, expires_at, accepted_at, message_id)
		VALUES ($1, $2, $3, $4, $5, $6, NULLIF($7, ''), $8, $9, $10, $11, $12, $13)`,
		i.ID, i.Partner, i.Person, i.Kind, i.Site, roleColumn(*i), tokenHash, i.Rotation, i.InvitedBy,
		micros(i.InvitedAt), micros(i.ExpiresAt), micros(i.AcceptedAt), message)
}

// RenewInvitation writes an invitation that was sent again: its new link, role,
// inviter and times. The older link is dead with it.
func (tx *Tx) RenewInvitation(ctx context.Context, i gatehouse.Invitation, tokenHash string, message gatehouse.MessageID) error {
	if err := tx.listInvited(ctx, i); err != nil {
		return err
	}
	return mustChange(ctx, tx.q, `
		UPDATE invitation
		SET role = $4, token_hash = $5, rotation = $6, invited_by = $7, invited_at = $8, expires_at = $9,
			message_id = $10, revoked_at = 0, reminded_at = 0, version = version + 1
		WHERE partner_id = $1 AND id = $2 AND rotation = $3 AND accepted_at = 0`,
		i.Partner, i.ID, i.Rotation-1, roleColumn(i), tokenHash, i.Rotation, i.InvitedBy, micros(i.InvitedAt), micros(i.ExpiresAt),
		message)
}

// listInvited shows whom the invitation is for in the list of its kind, with the
// role that it offers.
func (tx *Tx) listInvited(ctx context.Context, i gatehouse.Invitation) error {
	switch i.Kind {
	case gatehouse.InviteAdmin:
		return mustChange(ctx, tx.q, `UPDATE person SET listed_role = $3 WHERE partner_id = $1 AND id = $2`, i.Partner, i.Person, int64(i.Role))
	case gatehouse.InviteTechnician:
		return mustChange(ctx, tx.q, `UPDATE person SET listed_technician = 1 WHERE partner_id = $1 AND id = $2`, i.Partner, i.Person)
	case gatehouse.InviteSiteAdmin:
		return exec(ctx, tx.q, `
			INSERT INTO site_admin (partner_id, site_id, person_id, listed_role, created_at)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (partner_id, site_id, person_id) DO UPDATE SET listed_role = excluded.listed_role, version = site_admin.version + 1`,
			i.Partner, i.Site, i.Person, int64(i.SiteRole), micros(i.InvitedAt))
	default:
		return fmt.Errorf("an invitation of the kind %q", i.Kind)
	}
}

// RemindInvitation gives a pending invitation a new link with the same deadline
// and notes that its reminder went out.
func (tx *Tx) RemindInvitation(ctx context.Context, i gatehouse.Invitation, tokenHash string, message gatehouse.MessageID, at time.Time) error {
	return mustChange(ctx, tx.q, `
		UPDATE invitation
		SET token_hash = $4, rotation = $5, reminded_at = $6, message_id = $7
		WHERE partner_id = $1 AND id = $2 AND rotation = $3 AND accepted_at = 0 AND revoked_at = 0`,
		i.Partner, i.ID, i.Rotation-1, tokenHash, i.Rotation, micros(at), message)
}

// RevokeInvitation kills the link of an invitation that nobody has accepted.
func (tx *Tx) RevokeInvitation(ctx context.Context, partner gatehouse.PartnerID, id gatehouse.InvitationID, at time.Time) error {
	return mustChange(ctx, tx.q, `
		UPDATE invitation
		SET revoked_at = $3, token_hash = NULL, version = version + 1
		WHERE partner_id = $1 AND id = $2 AND accepted_at = 0 AND revoked_at = 0`,
		partner, id, micros(at))
}

// AcceptInvitation marks an invitation accepted if, at this very moment, it is
// still pending and the link is still its newest: otherwise CodeLinkDead. This
// condition, not what was read before, is what makes acceptance happen once.
func (tx *Tx) AcceptInvitation(ctx context.Context, i gatehouse.Invitation, tokenHash string, at time.Time) error {
	n, err := run(ctx, tx.q, `
		UPDATE invitation
		SET accepted_at = $4, token_hash = NULL, version = version + 1
		WHERE partner_id = $1 AND id = $2 AND `+stillPending,
		i.Partner, i.ID, tokenHash, micros(at))
	if err == nil && n != 1 {
		return gatehouse.E(gatehouse.CodeLinkDead)
	}
	return err
}

// UnscopedInvitationByToken returns the invitation whose living link has this
// hash, or CodeNotFound: the link itself says which partner it is of.
func (r Reads) UnscopedInvitationByToken(ctx context.Context, tokenHash string) (gatehouse.Invitation, error) {
	return one(ctx, r.q, invitationFields, `SELECT `+invitationColumns+invitationFrom+`WHERE i.token_hash = $1`, tokenHash)
}

// Invitation returns the invitation of a person of this kind, to the site for a
// site's administrators, or CodeNotFound.
func (r Reads) Invitation(ctx context.Context, partner gatehouse.PartnerID, person gatehouse.PersonID, kind gatehouse.InvitationKind, site gatehouse.SiteID) (gatehouse.Invitation, error) {
	return one(ctx, r.q, invitationFields, `
		SELECT `+invitationColumns+invitationFrom+`
		WHERE i.partner_id = $1 AND i.person_id = $2 AND i.kind = $3 AND i.site_id = $4`,
		partner, person, kind, site)
}

// InvitationByID returns an invitation of the partner, or CodeNotFound.
func (r Reads) InvitationByID(ctx context.Context, partner gatehouse.PartnerID, id gatehouse.InvitationID) (gatehouse.Invitation, error) {
	return one(ctx, r.q, invitationFields, `
		SELECT `+invitationColumns+invitationFrom+`
		WHERE i.partner_id = $1 AND i.id = $2`,
		partner, id)
}

// CountPending returns how many invitations of the partner are pending at now.
func (r Reads) CountPending(ctx context.Context, partner gatehouse.PartnerID, now time.Time) (int, error) {
	return value[int](ctx, r.q, `
		SELECT count(*)
		FROM invitation i
		WHERE i.partner_id = $1 AND `+statusSQL(gatehouse.Pending, "i.expires_at", "$2"),
		partner, micros(now))
}

// UnscopedDueReminders returns pending invitations that end within the lead, were
// valid for longer than that, and have had no reminder; nearest deadline first.
func (r Reads) UnscopedDueReminders(ctx context.Context, now time.Time, lead time.Duration, limit int) ([]gatehouse.Invitation, error) {
	return all(ctx, r.q, invitationFields, `
		SELECT `+invitationColumns+invitationFrom+`
		WHERE i.reminded_at = 0 AND `+statusSQL(gatehouse.Pending, "i.expires_at", "$1")+` AND i.expires_at <= $2 AND i.expires_at - i.invited_at > $3
		ORDER BY i.expires_at
		LIMIT $4`,
		micros(now), micros(now.Add(lead)), lead.Microseconds(), limit)
}
