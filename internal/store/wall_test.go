package store_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

// TestR12EveryTableHasAWall: a table with a partner_id has the policies, and they bind
// its owner, too.
func TestR12EveryTableHasAWall(t *testing.T) {
	t.Parallel()
	e := onPostgres(t)
	have := map[string]string{}
	for _, row := range e.Strings(t, `
		SELECT c.relname, COALESCE(string_agg(p.polname, ' ' ORDER BY p.polname), '') || CASE WHEN c.relrowsecurity AND c.relforcerowsecurity THEN '' ELSE ' not forced' END
		FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
		WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
		GROUP BY c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity`) {
		have[row[0]] = row[1]
	}
	checked := 0
	for _, row := range e.Strings(t, `
		SELECT table_name FROM information_schema.columns
		WHERE column_name = 'partner_id' AND table_schema = 'public' UNION SELECT 'partner'`) {
		if reason, other := noTenant[row[0]]; other {
			t.Logf("%s: %s", row[0], reason)
			continue
		}
		checked++
		if diff := cmp.Diff("wall_delete wall_insert wall_read wall_update", have[row[0]]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row[0], diff)
		}
	}
	if checked < 15 {
		t.Errorf("only %d tables were seen", checked)
	}
}

// TestR12TheSecondWall: statements that forget their partner change nothing of another
// one, whoever the program connects as.
func TestR12TheSecondWall(t *testing.T) {
	t.Parallel()
	t.Run("OK as a superuser", func(t *testing.T) {
		e := onPostgres(t)
		mine, other := e.SetUp(t), e.NewPartner(t, "Northgate", "nora@northgate.example")
		wall(t, e.Store, mine.Actor.Partner, other.Actor.Partner)
	})
	t.Run("OK as an ordinary role that owns the tables", func(t *testing.T) {
		c := gatehousetest.StartCluster(t)
		db := gatehousetest.OpenStore(t, ordinary(t, c), nil)
		mine, other := partnerOf(t, db, "Meridian"), partnerOf(t, db, "Northgate")
		wall(t, db, mine, other)
		if got := c.Strings(t, c.URL, `SELECT rolname FROM pg_roles WHERE rolname = 'gatehouse_walled'`); len(got) > 0 {
			t.Error("it has made a role")
		}
	})
	t.Run("OK a search still finds its index", func(t *testing.T) {
		c := gatehousetest.StartCluster(t)
		owner := ordinary(t, c)
		partnerOf(t, gatehousetest.OpenStore(t, owner, nil), "Meridian")
		plan := c.Strings(t, owner, `SET enable_seqscan = off; EXPLAIN SELECT id FROM person WHERE search LIKE '%abc%'`)
		if text := fmt.Sprint(plan); !strings.Contains(text, "person_search") {
			t.Errorf("the plan of a search is %s", text)
		}
	})
}

// TestR12ReferencesStayWithinThePartner: no row can point to a person or a site of
// another partner.
func TestR12ReferencesStayWithinThePartner(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		mine, other := e.SetUp(t), e.NewPartner(t, "Northgate", "nora@northgate.example")
		site := e.NewSite(t, mine.Actor, "Harbour")
		for name, insert := range map[string]struct {
			person gatehouse.PersonID
			works  bool
		}{"OK": {mine.Actor.Person, true}, "Err another partner's": {other.Actor.Person, false}} {
			_, err := e.SQL(t).ExecContext(t.Context(), `
				INSERT INTO assignment (id, partner_id, site_id, person_id, level, level_at, created_at) VALUES ($1, $2, $3, $4, 1, 1, 1)`,
				name, mine.Actor.Partner, site, insert.person)
			if (err == nil) != insert.works {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func onPostgres(t *testing.T) *gatehousetest.Env {
	t.Helper()
	gatehousetest.NeedPostgres(t)
	return gatehousetest.Idle(t, gatehousetest.Postgres)
}

// ordinary makes a role without any privilege and a database that it owns.
func ordinary(t *testing.T, c *gatehousetest.Cluster) string {
	t.Helper()
	c.Exec(t, `CREATE ROLE plain LOGIN`)
	c.Exec(t, `CREATE DATABASE plain OWNER plain`)
	u, err := url.Parse(c.URL)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("user", "plain")
	u.Path, u.RawQuery = "/plain", query.Encode()
	return u.String()
}

// partnerOf makes a partner with one person.
func partnerOf(t *testing.T, db *store.DB, name string) gatehouse.PartnerID {
	t.Helper()
	partner := gatehouse.Partner{Name: name}
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		if err := tx.CreatePartner(t.Context(), &partner); err != nil {
			return err
		}
		return tx.CreatePerson(t.Context(), &gatehouse.Person{Partner: partner.ID, Email: gatehouse.Email(strings.ToLower(name) + "@example.com")})
	})
	if err != nil {
		t.Fatal(err)
	}
	return partner.ID
}

// wall tries to change rows of both partners in a transaction about one of them.
func wall(t *testing.T, db *store.DB, mine, other gatehouse.PartnerID) {
	t.Helper()
	for _, c := range []struct {
		about gatehouse.PartnerID
		text  string
		want  int64
	}{
		{mine, `UPDATE person SET lock_reason = 'mine'`, 1},
		{mine, `UPDATE partner SET version = version + 1`, 1},
		{mine, `UPDATE person SET lock_reason = 'other' WHERE partner_id = '` + string(other) + `'`, 0},
		{mine, `DELETE FROM person WHERE partner_id = '` + string(other) + `'`, 0},
		{"", `UPDATE person SET lock_reason = 'nobody'`, 0},
		{"", `DELETE FROM person`, 0},
	} {
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			if c.about != "" {
				if _, err := tx.LockPartner(t.Context(), c.about); err != nil {
					return err
				}
			}
			n, err := tx.Run(t.Context(), c.text)
			if err == nil && n != c.want {
				t.Errorf("about %q, %s changes %d rows, want %d", c.about, c.text, n, c.want)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
		}
	}
	for _, text := range []string{
		`INSERT INTO outbox (id, partner_id, kind, email, language, created_at) VALUES ('x', '` + string(other) + `', 'k', 'e', 'en', 1)`,
		`UPDATE person SET partner_id = '` + string(other) + `', email = 'moved@example.com', account_id = NULL`,
	} {
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			if _, err := tx.LockPartner(t.Context(), mine); err != nil {
				return err
			}
			_, err := tx.Run(t.Context(), text)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v, want it refused by the wall", text, err)
		}
	}
}
