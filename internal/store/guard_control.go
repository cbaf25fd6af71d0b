//go:build control

package store

import "os"

// GATEHOUSE_CONTROL names the guard that this build leaves out. No program is ever
// built like this: it is for the negative controls of the tests alone.
var (
	locksPartner = !without("partner_lock")
	stillPending = unless("conditional_accept",
		`token_hash = $3 AND accepted_at = 0 AND revoked_at = 0 AND expires_at > $4`, `CAST($3 AS text) <> ''`)
	personState = unless("session_join", `COALESCE(p.locked_at, 0), COALESCE(p.sessions_ended_at, 0)`, `0, 0`)
	ofPartner   = unless("tenant", `p.partner_id = $1`, `CAST($1 AS text) <> ''`)
)

func without(guard string) bool { return os.Getenv("GATEHOUSE_CONTROL") == guard }

func unless(guard, text, otherwise string) string {
	if without(guard) {
		return otherwise
	}
	return text
}
