package store

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
)

const partnerColumns = `r.id, r.name, r.created_at, r.activated_at, r.version`

func partnerFields(p *gatehouse.Partner) []any {
	return []any{&p.ID, &p.Name, when(&p.CreatedAt), when(&p.ActivatedAt), &p.Version}
}

// CreatePartner inserts a partner and gives it its id.
func (tx *Tx) CreatePartner(ctx context.Context, p *gatehouse.Partner) error {
	p.ID, p.Version = newID[gatehouse.PartnerID](), 1
	tx.writes(p.ID)
	return exec(ctx, tx.q, `
		INSERT INTO partner (id, name, created_at, activated_at)
		VALUES ($1, $2, $3, $4)`,
		p.ID, p.Name, micros(p.CreatedAt), micros(p.ActivatedAt))
}

// Partner returns the partner, or CodeNotFound.
func (r Reads) Partner(ctx context.Context, id gatehouse.PartnerID) (gatehouse.Partner, error) {
	return one(ctx, r.q, partnerFields, `SELECT `+partnerColumns+` FROM partner r WHERE r.id = $1`, id)
}

// LockPartner returns the partner and makes every other change of it or its
// people wait until this transaction ends. It comes before anything else is read:
// counting Masters without it lets two Masters remove each other.
func (tx *Tx) LockPartner(ctx context.Context, id gatehouse.PartnerID) (gatehouse.Partner, error) {
	tx.writes(id)
	held := ""
	if locksPartner {
		held = tx.engine.forUpdate()
	}
	return one(ctx, tx.q, partnerFields, `SELECT `+partnerColumns+` FROM partner r WHERE r.id = $1`+held, id)
}

// ActivatePartner marks the partner active.
func (tx *Tx) ActivatePartner(ctx context.Context, id gatehouse.PartnerID, at time.Time) error {
	return mustChange(ctx, tx.q, `
		UPDATE partner
		SET activated_at = $2, version = version + 1
		WHERE id = $1`,
		id, micros(at))
}

// RenamePartner gives the partner another name.
func (tx *Tx) RenamePartner(ctx context.Context, id gatehouse.PartnerID, name string) error {
	return mustChange(ctx, tx.q, `
		UPDATE partner
		SET name = $2, version = version + 1
		WHERE id = $1`,
		id, name)
}

// UnscopedPartners returns every partner of the installation by name, for the
// command line.
func (r Reads) UnscopedPartners(ctx context.Context) ([]gatehouse.Partner, error) {
	return all(ctx, r.q, partnerFields, `SELECT `+partnerColumns+` FROM partner r ORDER BY r.name, r.id`)
}

// CountAdmins returns how many people hold a role at the partner.
func (r Reads) CountAdmins(ctx context.Context, partner gatehouse.PartnerID) (int, error) {
	return value[int](ctx, r.q, `SELECT count(*) FROM person WHERE partner_id = $1 AND role > 0`, partner)
}
