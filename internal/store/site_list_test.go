package store_test

import (
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

// analyze does what PostgreSQL's autovacuum does of its own accord a while later.
func analyze(t *testing.T, db *store.DB) {
	t.Helper()
	if _, err := db.Pool().Exec(t.Context(), "ANALYZE site"); err != nil {
		t.Fatal(err)
	}
}

// TestTenThousandSites: a page of 10,000 sites is read by every order, first page and
// a later one, with and without a search and filters, about as fast as a page of ten
// (SPEC section 7; `make bench` measures it).
func TestTenThousandSites(t *testing.T) {
	t.Parallel()
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		t.Parallel()
		db := gatehousetest.OpenStore(t, gatehousetest.Database(t, engine, t.TempDir()), nil)
		few, err := gatehousetest.FillSites(t.Context(), db, "Few", 10)
		if err != nil {
			t.Fatal(err)
		}
		many, err := gatehousetest.FillSites(t.Context(), db, "Many", gatehousetest.Repeat(10_000))
		if err != nil {
			t.Fatal(err)
		}
		if engine == gatehousetest.Postgres {
			analyze(t, db)
		}
		fastest := func(partner gatehouse.PartnerID, filter gatehouse.SiteFilter, after store.After) (time.Duration, store.After) {
			t.Helper()
			best, last := time.Hour, store.After{}
			for range 5 {
				begun := time.Now()
				if _, err := db.Sites(t.Context(), partner, filter, after, gatehouse.DefaultPage, func(row gatehouse.SiteRow) error {
					last = store.SiteKey(row.Site, filter.Sort)
					return nil
				}); err != nil {
					t.Fatal(err)
				}
				best = min(best, time.Since(begun))
			}
			return best, last
		}
		for _, sort := range gatehouse.SiteSorts() {
			for _, query := range []string{"", "site 0", "unheard of"} {
				filter := gatehouse.SiteFilter{Sort: sort, Query: query}
				small, _ := fastest(few, filter, store.After{})
				first, key := fastest(many, filter, store.After{})
				second, _ := fastest(many, filter, key)
				if limit := 20*small + 20*time.Millisecond; first > limit || second > limit {
					t.Errorf("%s %q: %v, then %v; ten sites take %v", sort, query, first, second, small)
				}
			}
		}
		t.Run("OK every site is on one page", func(t *testing.T) {
			seen, after := map[gatehouse.SiteID]bool{}, store.After{}
			for {
				n := 0
				if _, err := db.Sites(t.Context(), many, gatehouse.SiteFilter{Sort: gatehouse.SitesByCredits}, after, gatehouse.PageLimit, func(row gatehouse.SiteRow) error {
					n++
					seen[row.Site.ID] = true
					after = store.SiteKey(row.Site, gatehouse.SitesByCredits)
					return nil
				}); err != nil {
					t.Fatal(err)
				}
				if n < gatehouse.PageLimit {
					break
				}
			}
			if len(seen) != gatehousetest.Repeat(10_000) {
				t.Errorf("%d sites are seen", len(seen))
			}
		})
	})
}
