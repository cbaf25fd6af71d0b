//go:build !control

package store

import "database/sql"

// What the rest stands on, each in one place, so that a build with the tag
// "control" can leave one of them out: then the test that stands for it must fail,
// or it proves nothing (see guard_control.go).
const (
	// locksPartner: a change holds its partner's row, so that what it has read of
	// the partner's people stays true until it commits.
	locksPartner = true
	// stillPending: an invitation is accepted only while the link used is its
	// newest and nobody has accepted or revoked it.
	stillPending = `token_hash = $3 AND accepted_at = 0 AND revoked_at = 0 AND expires_at > $4`
	// personState: a session is worth what the person's lock and the end of their
	// sessions leave of it, read together with it.
	personState = `COALESCE(p.locked_at, 0), COALESCE(p.sessions_ended_at, 0)`
	// ofPartner: a row is looked for among the rows of one partner.
	ofPartner = `p.partner_id = $1`
)

// nextMigration makes this a program of the next version.
var nextMigration struct{ name, text string }

// fromCommitted: what is read on PostgreSQL is the committed state of now.
func fromCommitted(q querier, _ *sql.DB) querier { return q }
