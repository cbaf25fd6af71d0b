package store

import (
	"context"
	"strings"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"gatehouse.example/gatehouse"
)

const personColumns = `p.id, p.partner_id, p.email, COALESCE(p.account_id, ''), p.name, p.role, p.technician,
	p.locked_at, p.locked_by, p.lock_reason, p.sessions_ended_at, p.last_sign_in_at, p.created_at, p.version`

func personFields(p *gatehouse.Person) []any {
	return []any{
		&p.ID, &p.Partner, &p.Email, &p.Account, &p.Name, &p.Role, &p.Technician,
		when(&p.Lock.At), &p.Lock.By, &p.Lock.Reason, when(&p.SessionsEndedAt), when(&p.LastSignInAt), when(&p.CreatedAt), &p.Version,
	}
}

// fold makes text comparable for search and sorting: compatibility forms and
// case are folded, so that both engines find and order the same.
func fold(s string) string { return cases.Fold().String(norm.NFKC.String(s)) }

func searchText(name string, email gatehouse.Email) string {
	return strings.TrimSpace(fold(name) + " " + string(email))
}

func sortName(name string, email gatehouse.Email) string {
	if name == "" {
		return string(email)
	}
	return fold(name)
}

// CreatePerson inserts a person and gives it its id.
func (tx *Tx) CreatePerson(ctx context.Context, p *gatehouse.Person) error {
	p.ID, p.Version = newID[gatehouse.PersonID](), 1
	return exec(ctx, tx.q, `
		INSERT INTO person (id, partner_id, email, name, created_at, search, sort_name)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		p.ID, p.Partner, p.Email, p.Name, micros(p.CreatedAt), searchText(p.Name, p.Email), sortName(p.Name, p.Email))
}

// Person returns a person of the partner, or CodeNotFound.
func (r Reads) Person(ctx context.Context, partner gatehouse.PartnerID, id gatehouse.PersonID) (gatehouse.Person, error) {
	return one(ctx, r.q, personFields, `SELECT `+personColumns+` FROM person p WHERE p.partner_id = $1 AND p.id = $2`, partner, id)
}

// PersonByEmail returns the person of an address at the partner, or CodeNotFound.
func (r Reads) PersonByEmail(ctx context.Context, partner gatehouse.PartnerID, email gatehouse.Email) (gatehouse.Person, error) {
	return one(ctx, r.q, personFields, `SELECT `+personColumns+` FROM person p WHERE p.partner_id = $1 AND p.email = $2`, partner, email)
}

// JoinPerson ties the person to the account that accepted, with its name.
func (tx *Tx) JoinPerson(ctx context.Context, p gatehouse.Person, account gatehouse.Account) error {
	return mustChange(ctx, tx.q, `
		UPDATE person
		SET account_id = $3, name = $4, search = $5, sort_name = $6, version = version + 1
		WHERE partner_id = $1 AND id = $2`,
		p.Partner, p.ID, account.ID, account.Name, searchText(account.Name, p.Email), sortName(account.Name, p.Email))
}

// SetMembership makes the person what an accepted invitation says: an
// administrator with its role, a technician, or an administrator of its site.
func (tx *Tx) SetMembership(ctx context.Context, p gatehouse.Person, i gatehouse.Invitation) error {
	role, technician := p.Role, p.Technician
	switch i.Kind {
	case gatehouse.InviteAdmin:
		role = i.Role
	case gatehouse.InviteTechnician:
		technician = true
	case gatehouse.InviteSiteAdmin:
		return tx.SetSiteRole(ctx, i.Partner, i.Site, i.Person, i.SiteRole)
	}
	return mustChange(ctx, tx.q, `
		UPDATE person
		SET role = $3, listed_role = CASE WHEN $3 > 0 THEN $3 ELSE listed_role END, technician = $4, version = version + 1
		WHERE partner_id = $1 AND id = $2`,
		p.Partner, p.ID, int64(role), technician)
}

// SetLastSignIn notes a sign-in at the partner. It is no change of the person, so
// the version stays.
func (tx *Tx) SetLastSignIn(ctx context.Context, partner gatehouse.PartnerID, id gatehouse.PersonID, at time.Time) error {
	tx.writes(partner)
	return mustChange(ctx, tx.q, `
		UPDATE person
		SET last_sign_in_at = $3
		WHERE partner_id = $1 AND id = $2`,
		partner, id, micros(at))
}

// Masters returns the people of the partner who hold the role Master.
func (r Reads) Masters(ctx context.Context, partner gatehouse.PartnerID) ([]gatehouse.Person, error) {
	return all(ctx, r.q, personFields, `
		SELECT `+personColumns+`
		FROM person p
		WHERE p.partner_id = $1 AND p.role = $2
		ORDER BY p.id`,
		partner, int64(gatehouse.PartnerMaster))
}

// Membership is a person with what is needed to know whether the partner's portal
// is open to them.
type Membership struct {
	Person  gatehouse.Person
	Partner gatehouse.Partner
	// HasSites is true when the person has to do with a site of the partner: as
	// its administrator, or by an assignment.
	HasSites bool
}

func membershipFields(m *Membership) []any {
	return append(append(personFields(&m.Person), partnerFields(&m.Partner)...), &m.HasSites)
}

// hasSites is [Membership.HasSites] of the person p.
const hasSites = `(COALESCE(p.sites, 0) > 0
		OR EXISTS (SELECT 1 FROM site_admin h WHERE h.partner_id = p.partner_id AND h.person_id = p.id))`

// UnscopedMemberships returns the people that an account is, at every partner, in
// the order of the partners' ids (in which they are locked).
func (r Reads) UnscopedMemberships(ctx context.Context, account gatehouse.AccountID) ([]Membership, error) {
	return all(ctx, r.q, membershipFields, `
		SELECT `+personColumns+`, `+partnerColumns+`, `+hasSites+`
		FROM person p
		JOIN partner r ON r.id = p.partner_id
		WHERE p.account_id = $1
		ORDER BY r.id`,
		account)
}
