package store_test

import (
	"strings"
	"testing"
)

// otherwise are the indexes that do not lead with the partner, and why. A PostgreSQL
// that is spread over machines by partner has to look for these everywhere, or keep
// them in a place of their own (docs/operations/scale.md).
var otherwise = map[string]string{
	"partner_pkey": "the partner itself",

	"account_pkey": account, "account_email_key": account, "session_pkey": account, "session_account": account, "session_expiry": account,
	"password_reset_pkey": account, "password_reset_token_hash_key": account, "site_entry_pkey": account,
	"person_account": "who signs in is looked for at every partner", "person_email": "who signs in is looked for at every partner",
	"api_key_token_pkey": "a token names its partner", "invitation_token_hash_key": "a link names its partner",

	"installation_pkey": installation, "throttle_pkey": installation, "throttle_age": installation, "throttle_subject": installation,
	"idempotency_pkey": "by the caller, whose name holds the partner", "idempotency_age": installation,
	"assignment_ends": job, "invitation_due": job, "outbox_settled": job, "site_entry_site": "follows a site that is deleted",

	"person_search": search, "site_search": search,

	"api_key_pkey": id, "assignment_pkey": id, "audit_context_pkey": id, "audit_event_pkey": id, "credit_transfer_pkey": id, "device_pkey": id,
	"invitation_pkey": id, "outbox_pkey": id, "person_pkey": id, "site_pkey": id, "site_user_pkey": id,
}

const (
	account      = "of an account, which belongs to no partner"
	installation = "of the installation"
	job          = "a job looks across all partners"
	search       = "PostgreSQL's trigrams cannot be led by a column; hits are narrowed afterwards"
	id           = "the key of a row is its id alone: references would all need two columns"
)

// TestR12IndexesLeadWithThePartner: whatever else an index leads with is said here.
func TestR12IndexesLeadWithThePartner(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, row := range onPostgres(t).Strings(t, `
		SELECT i.relname, pg_get_indexdef(x.indexrelid)
		FROM pg_index x
		JOIN pg_class i ON i.oid = x.indexrelid
		JOIN pg_class t ON t.oid = x.indrelid
		WHERE t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE 'river\_%' AND t.relname <> 'goose_db_version'`) {
		name, definition := row[0], row[1]
		if strings.Contains(definition, "(partner_id") {
			continue
		}
		if _, known := otherwise[name]; !known {
			t.Errorf("%s: its partner comes first, or a reason is given why not", definition)
		}
		used[name] = true
	}
	for name := range otherwise {
		if !used[name] {
			t.Errorf("%s is excused without need", name)
		}
	}
}
