package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// crowd gives the harbour more technicians and bert more sites, enough for some pages.
func (p *point) crowd(t *testing.T) {
	t.Helper()
	for i := range 8 {
		p.SiteTechnician(t, p.master.Actor, p.site, fmt.Sprintf("crowd%d@example.com", i), gatehouse.Levels()[i%4])
		site := p.NewSite(t, p.master.Actor, fmt.Sprintf("Site %d", i))
		id := p.Assign(t, p.master.Actor, p.bert.Actor.Person, site, gatehouse.DevicesOnly)
		if i%3 > 0 {
			p.Exec(t, `UPDATE assignment SET waiting = false, site_locked_at = 0 WHERE id = $1`, string(id))
		}
	}
}

// paged are the searches of [point.searches], with a member for the page.
func (p *point) paged(page string) map[string]string {
	bert := userOf(account(p.bert))
	return map[string]string{
		who:   `{"subject":{"type":"user"},` + actionOf("site.enter") + `,` + siteOf(p.site) + page + `}`,
		where: `{` + bert + `,` + actionOf("site.enter") + `,"resource":{"type":"site"}` + page + `}`,
		what:  `{` + bert + `,` + siteOf(p.site) + page + `}`,
	}
}

type searchAnswer struct {
	Page *struct {
		Next  *string `json:"next_token"`
		Count *int
	}
	Results []object
}

func (a searchAnswer) names() []string {
	names := []string{}
	for _, r := range a.Results {
		name, isAction := r["name"].(string)
		if !isAction {
			name = fmt.Sprint(r["type"], " ", r["id"])
		}
		names = append(names, name)
	}
	return names
}

// page asks for a page and checks its form.
func (p *point) page(t *testing.T, path, body string) searchAnswer {
	t.Helper()
	a := read[searchAnswer](t, wantStatus(t, p.ask(t, path, body), http.StatusOK))
	if a.Page == nil || a.Page.Next == nil || a.Page.Count == nil || *a.Page.Count != len(a.Results) {
		t.Fatalf("%s answers the page %+v of %d results", path, a.Page, len(a.Results))
	}
	return a
}

// TestT241T255Pages: the pages together are the whole, each is as long as asked for,
// and the last one says so.
func TestT241T255Pages(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		p.crowd(t)
		for path, body := range p.paged("") {
			whole := read[searchAnswer](t, wantStatus(t, p.ask(t, path, body), http.StatusOK))
			if whole.Page != nil || len(whole.Results) < 4 {
				t.Fatalf("%s finds %d, with the page %+v", path, len(whole.Results), whole.Page)
			}
			for _, limit := range []int{1, 2, 3, len(whole.Results) - 1, len(whole.Results), 200} {
				t.Run(fmt.Sprintf("OK c-4-5-1 c-4-5-2 c-4-5-3 %s by %d", path, limit), func(t *testing.T) {
					got, token := []string{}, ""
					for pages := 0; ; pages++ {
						page := `,"page":{"limit":` + strconv.Itoa(limit) + `}`
						if token != "" {
							page = `,"page":{"token":"` + token + `"}`
							if pages%2 == 0 {
								page = `,"page":{"token":"` + token + `","limit":` + strconv.Itoa(limit) + `}`
							}
						}
						a := p.page(t, path, p.paged(page)[path])
						got = append(got, a.names()...)
						if token = *a.Page.Next; token == "" {
							break
						}
						if len(a.Results) != limit {
							t.Errorf("a page of %d has %d", limit, len(a.Results))
						}
					}
					if diff := cmp.Diff(whole.names(), got); diff != "" {
						t.Errorf("the pages are not the whole (-whole +pages):\n%s", diff)
					}
				})
			}
			t.Run("OK c-4-5-4 an empty page object "+path, func(t *testing.T) {
				for _, page := range []string{`,"page":{}`, `,"page":{"token":"","properties":{"sort":"id"}}`, `,"page":{"limit":null,"token":null}`} {
					a := p.page(t, path, p.paged(page)[path])
					if diff := cmp.Diff(whole.names(), a.names()); diff != "" || *a.Page.Next != "" {
						t.Errorf("%s answers the token %q and other results:\n%s", page, *a.Page.Next, diff)
					}
				}
			})
		}
	})
}

// TestT255PageFaults: a page that is not there is refused.
func TestT255PageFaults(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		p.crowd(t)
		refused := func(t *testing.T, path, body string, headers ...string) {
			t.Helper()
			wantRefused(t, p.ask(t, path, body, headers...), http.StatusBadRequest)
		}
		for _, page := range []string{
			`{"limit":0}`, `{"limit":-1}`, `{"limit":1000000000}`, `{"limit":201}`, `{"limit":"7"}`, `{"limit":1.5}`, `{"limit":true}`, `{"limit":99999999999999999999}`,
			`{"token":7}`, `{"token":"nonsense"}`, `{"token":"` + strings.Repeat("A", 100) + `"}`, `{"token":"é"}`, `{"properties":[]}`, `[]`, `"x"`,
		} {
			t.Run("Err "+page, func(t *testing.T) {
				for path, body := range p.paged(`,"page":` + page) {
					refused(t, path, body)
				}
			})
		}
		tokens := map[string]string{}
		for path, body := range p.paged(`,"page":{"limit":2}`) {
			tokens[path] = *p.page(t, path, body).Page.Next
		}
		with := func(path, more string) string {
			return p.paged(`,"page":{"token":"` + tokens[path] + `"` + more + `}`)[path]
		}
		for path, token := range tokens {
			t.Run("Err T255 "+path, func(t *testing.T) {
				refused(t, path, with(path, `,"limit":3`))
				refused(t, path, with(path, `,"properties":{"sort":"name"}`))
				refused(t, path, strings.Replace(with(path, ""), `"user"`, `"user","properties":{"x":1}`, 1))
				refused(t, path, strings.TrimSuffix(with(path, ""), "}")+`,"context":{"time":"now"}}`)
				if path != what {
					refused(t, path, strings.Replace(with(path, ""), "site.enter", "devices.view", 1))
				}
				for _, other := range tokens {
					if other != token {
						refused(t, path, strings.Replace(with(path, ""), token, other, 1))
					}
				}
				for _, i := range []int{0, len(token) / 2, len(token) - 1} {
					letter := "A"
					if token[i] == 'A' {
						letter = "B"
					}
					refused(t, path, strings.Replace(with(path, ""), token, token[:i]+letter+token[i+1:], 1))
				}
				key := p.NewKey(t, p.master.Actor, gatehouse.KeyDecisions)
				refused(t, path, with(path, ""), "Authorization: Bearer "+key.Token)
			})
		}
		t.Run("OK as often as wanted, after a rotation too", func(t *testing.T) {
			for path := range tokens {
				first := p.page(t, path, with(path, `,"limit":2`)).names()
				if diff := cmp.Diff(first, p.page(t, path, with(path, "")).names()); diff != "" {
					t.Error(diff)
				}
			}
		})
		t.Run("Err T255 ended", func(t *testing.T) {
			p.Clock.Advance(15 * time.Minute)
			for path := range tokens {
				refused(t, path, with(path, ""))
			}
		})
	})
}

// TestSearchReach: a search looks at so many candidates and no more; what it has not
// come to is on the next page.
func TestSearchReach(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		const sites = 2300
		open := []string{}
		tx, err := p.SQL(t).BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range sites {
			id, locked := fmt.Sprintf("0198f0c1-0000-7000-8000-%012d", i), 1
			if i > 2000 && i%50 == 0 {
				locked = 0
				open = append(open, "site "+id)
			}
			_, err := tx.ExecContext(t.Context(), `INSERT INTO site (id, partner_id, name, country, time_zone, created_at, search, sort_name)
				VALUES ($1, $2, 'S', 'DE', 'UTC', 1, 's', 's')`, id, string(p.master.Actor.Partner))
			if err == nil {
				_, err = tx.ExecContext(t.Context(), `INSERT INTO assignment (id, partner_id, site_id, person_id, level, level_at, created_at, site_locked_at)
					VALUES ($1, $2, $3, $4, 3, 1, 1, $5)`, id, string(p.master.Actor.Partner), id, string(p.cleo.Actor.Person), locked)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		if p.Engine == gatehousetest.Postgres {
			p.Exec(t, `ANALYZE`) // as the server does by itself, soon after so many rows
		}
		body := `{` + userOf(account(p.cleo)) + `,` + actionOf("site.enter") + `,"resource":{"type":"site"}`
		a := p.page(t, where, body+`}`)
		if len(a.Results) != 0 || *a.Page.Next == "" {
			t.Fatalf("the first page has %v", a.names())
		}
		b := p.page(t, where, body+`,"page":{"token":"`+*a.Page.Next+`"}}`)
		if diff := cmp.Diff(open, slices.Sorted(slices.Values(b.names()))); diff != "" || *b.Page.Next != "" {
			t.Errorf("the second page differs:\n%s", diff)
		}
	})
}

// TestT255OverTime: whoever goes while somebody reads page by page makes nobody else
// appear twice or go missing.
func TestT255OverTime(t *testing.T) {
	p := newPoint(t, gatehousetest.SQLite)
	p.crowd(t)
	whole := p.page(t, who, p.paged(`,"page":{}`)[who]).names()
	a := p.page(t, who, p.paged(`,"page":{"limit":3}`)[who])
	p.Exec(t, `UPDATE person SET locked_at = 1 WHERE account_id = $1`, a.Results[1]["id"])
	b := p.page(t, who, p.paged(`,"page":{"token":"` + *a.Page.Next + `"}`)[who])
	if diff := cmp.Diff(whole[3:6], b.names()); diff != "" {
		t.Errorf("the second page differs:\n%s", diff)
	}
}
