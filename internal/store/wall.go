package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gatehouse.example/gatehouse"
)

// The second wall between partners stands in PostgreSQL itself: a transaction changes
// rows of those partners only that it has named (migration 0006 and
// docs/decisions/0015-replicas.md). A statement that forgets its partner changes
// nothing of anybody else.

// walledRole is what the program writes as where it has connected as a superuser, whom
// no policy binds.
const walledRole = "gatehouse_walled"

// everybody is in place of a partner for what goes across all of them.
const everybody = "*"

// writes says that the transaction changes rows of this partner. It goes with the next
// statement.
func (tx *Tx) writes(partner gatehouse.PartnerID) {
	id := string(partner)
	if id == "" || id == everybody || strings.Contains(id, ",") || slices.Contains(tx.partners, id) {
		return
	}
	tx.partners = append(tx.partners, id)
	tx.on.wall(strings.Join(tx.partners, ","))
}

// acrossPartners lets one call change rows of whichever partner. The returned function
// ends that.
func (tx *Tx) acrossPartners() (end func()) {
	tx.on.wall(everybody)
	return func() { tx.on.wall(strings.Join(tx.partners, ",")) }
}

// raiseWall finds out as whom the program has to write, once the schema is there.
func (db *DB) raiseWall(ctx context.Context) error {
	if !db.Postgres() {
		return nil
	}
	role, err := value[string](ctx, db.q, `
		SELECT COALESCE((
			SELECT w.rolname
			FROM pg_roles u, pg_roles w
			WHERE u.rolname = current_user AND (u.rolsuper OR u.rolbypassrls) AND w.rolname = $1), '')`, walledRole)
	if err != nil {
		return fmt.Errorf("find the role to write as: %w", err)
	}
	db.writeAs = role
	return nil
}
