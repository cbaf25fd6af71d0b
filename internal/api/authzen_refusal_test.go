package api_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// searches are a body for every search that finds something in the fixture.
func (p *point) searches() map[string]string {
	anna := userOf(account(p.anna))
	return map[string]string{
		who:   `{"subject":{"type":"user"},` + actionOf("site.enter") + `,` + siteOf(p.site) + `}`,
		where: `{` + anna + `,` + actionOf("site.enter") + `,"resource":{"type":"site"}}`,
		what:  `{` + anna + `,` + siteOf(p.site) + `}`,
	}
}

// everything is a body for every endpoint that is answered with 200.
func (p *point) everything() map[string]string {
	bodies := p.searches()
	bodies[one] = question(account(p.anna), "site.enter", p.site)
	bodies[many] = batch("", bodies[one], bodies[one])
	return bodies
}

// TestT247Keys: without a key that is worth something nobody learns anything.
func TestT247Keys(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		refused := func(t *testing.T, authorization ...string) {
			t.Helper()
			for path, body := range p.everything() {
				for _, body := range []string{body, `{"subject":`, strings.Repeat(" ", 9<<10) + body} {
					answer := p.ask(t, path, body, authorization...)
					wantRefused(t, answer, http.StatusUnauthorized)
					if challenge := answer.Header.Get("WWW-Authenticate"); !strings.HasPrefix(challenge, `Bearer realm="Gatehouse"`) {
						t.Errorf("WWW-Authenticate is %q", challenge)
					}
				}
			}
		}
		t.Run("Err no key", func(t *testing.T) { refused(t, "Authorization: ") })
		t.Run("Err a session instead", func(t *testing.T) { refused(t, "Authorization: ", "Cookie: gatehouse="+p.master.Token) })
		for name, value := range map[string]string{
			"empty":          "Bearer ",
			"unknown":        "Bearer gh_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
			"another scheme": "Basic " + p.key,
			"no scheme":      p.key,
			"no prefix":      "Bearer " + strings.TrimPrefix(p.key, "gh_"),
			"more behind":    "Bearer " + p.key + " x",
			"space before":   "Bearer  " + p.key,
		} {
			t.Run("Err "+name, func(t *testing.T) { refused(t, "Authorization: "+value) })
		}
		t.Run("Err revoked", func(t *testing.T) {
			key := p.NewKey(t, p.master.Actor, gatehouse.KeyDecisions)
			wantBody(t, p.ask(t, one, p.everything()[one], "Authorization: Bearer "+key.Token), yes)
			if err := p.APIKeys.Revoke(t.Context(), p.master.Actor, "", key.ID, 0); err != nil {
				t.Fatal(err)
			}
			refused(t, "Authorization: Bearer "+key.Token)
		})
		t.Run("Err its creator is locked", func(t *testing.T) {
			maria := p.Join(t, p.master.Actor, "maria@example.com", gatehouse.PartnerMaster)
			key := p.NewKey(t, maria.Actor, gatehouse.KeyDecisions)
			bulk := app.Bulk{IDs: []gatehouse.PersonID{maria.Actor.Person}}
			if _, err := p.Admins.ChangeRole(t.Context(), p.master.Actor, "", bulk, gatehouse.PartnerObserver); err != nil {
				t.Fatal(err)
			}
			wantBody(t, p.ask(t, one, p.everything()[one], "Authorization: Bearer "+key.Token), yes)
			if _, err := p.Admins.Lock(t.Context(), p.master.Actor, "", bulk); err != nil {
				t.Fatal(err)
			}
			refused(t, "Authorization: Bearer "+key.Token)
		})
		t.Run("Err expired", func(t *testing.T) {
			p.Clock.Advance(gatehouse.KeyLifetime)
			defer p.Clock.Advance(-gatehouse.KeyLifetime)
			refused(t)
		})
		t.Run("OK the scheme in other letters", func(t *testing.T) {
			wantBody(t, p.ask(t, one, p.everything()[one], "Authorization: bearer "+p.key), yes)
		})
		t.Run("Err a site's role that does not see who may enter", func(t *testing.T) {
			for scope, status := range map[gatehouse.KeyScope]int{
				gatehouse.KeyObserver: http.StatusForbidden, gatehouse.KeyOperator: http.StatusForbidden,
				gatehouse.KeyAdmin: http.StatusOK, gatehouse.KeyMaster: http.StatusOK, gatehouse.KeyDecisions: http.StatusOK,
			} {
				answer := p.ask(t, one, p.everything()[one], "Authorization: Bearer "+p.NewKey(t, p.owner.Actor, scope).Token)
				if answer.StatusCode != status {
					t.Errorf("%s is answered %d, want %d", scope, answer.StatusCode, status)
				}
			}
		})
	})
}

// TestT115DecisionRoutes asks every route as everybody, and holds the answers against
// the table written by hand in testdata/routes.txt (SECURITY T115).
func TestT115DecisionRoutes(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		bodies := p.everything()
		bodies[metadata] = ""
		for surface, by := range map[string]gatehouse.Actor{"decision": p.master.Actor, "decision@site": p.owner.Actor} {
			rules := gatehousetest.DecisionRoutes(t, surface)
			if len(rules) != len(bodies) {
				t.Errorf("testdata/routes.txt has %d routes of %s, there are %d", len(rules), surface, len(bodies))
			}
			for _, caller := range gatehousetest.DecisionCallers {
				credential := "Authorization: "
				switch caller {
				case "stranger":
				case "session":
					credential = "Cookie: gatehouse=" + p.master.Token
				default:
					credential += "Bearer " + p.NewKey(t, by, gatehouse.KeyScope(caller)).Token
				}
				for pattern, rule := range rules {
					method, path, _ := strings.Cut(pattern, " ")
					answer := askOf(t, p.handler, method, path, bodies[path], credential)
					want := map[string]int{"yes": http.StatusOK, "in": http.StatusUnauthorized, "no": http.StatusForbidden}[rule[caller]]
					if answer.StatusCode != want {
						t.Errorf("%s, %s by %s: answered %d, the table says %q", surface, pattern, caller, answer.StatusCode, rule[caller])
					}
				}
			}
		}
	})
}

// TestT244Tenants: what belongs to somebody else is answered as what there is not, in
// the same bytes.
func TestT244Tenants(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		other := p.NewPartner(t, "Northgate", "nora@northgate.example")
		site := p.NewSite(t, other.Actor, "Theirs")
		fay := p.SiteTechnician(t, other.Actor, site, "fay@example.com", gatehouse.FullIncludingUsers)
		sites := p.NewSite(t, p.master.Actor, "Second")
		elsewhere := p.SiteTechnician(t, p.master.Actor, sites, "eli@example.com", gatehouse.FullIncludingUsers)
		body := func(members ...string) string { return "{" + strings.Join(members, ",") + "}" }
		enter, reasons := actionOf("site.enter"), `"context":{"reasons":true}`
		for _, c := range []struct {
			name, key  string
			who        gatehousetest.Member
			site, here gatehouse.SiteID
		}{
			{"another partner", p.key, fay, site, p.site},
			{"another site of the partner, by a key of the site", p.NewKey(t, p.owner.Actor, gatehouse.KeyDecisions).Token, elsewhere, sites, p.site},
		} {
			same := func(t *testing.T, path, foreign, unknown, want string) {
				t.Helper()
				key := "Authorization: Bearer " + c.key
				wantBody(t, p.ask(t, path, foreign, key), want)
				sameAnswer(t, p.ask(t, path, foreign, key), p.ask(t, path, unknown, key))
			}
			t.Run("OK subject of "+c.name, func(t *testing.T) {
				for _, name := range []string{account(c.who), string(c.who.Account.Email)} {
					for _, nobody := range []string{unknownID, "nobody@example.com"} {
						theirs, none := userOf(name), userOf(nobody)
						same(t, one, body(theirs, enter, siteOf(c.here)), body(none, enter, siteOf(c.here)), no)
						same(t, one, body(theirs, enter, siteOf(c.here), reasons), body(none, enter, siteOf(c.here), reasons), `{"decision":false,"context":{"gates":[]}}`)
						same(t, many, batch("", body(theirs, enter, siteOf(c.here))), batch("", body(none, enter, siteOf(c.here))), `{"evaluations":[`+no+`]}`)
						same(t, where, body(theirs, enter, `"resource":{"type":"site"}`), body(none, enter, `"resource":{"type":"site"}`), `{"results":[]}`)
						same(t, what, body(theirs, siteOf(c.here)), body(none, siteOf(c.here)), `{"results":[]}`)
					}
				}
			})
			t.Run("OK resource of "+c.name, func(t *testing.T) {
				for _, subject := range []string{account(c.who), account(p.anna)} {
					theirs, none := siteOf(c.site), siteOf(unknownID)
					same(t, one, body(userOf(subject), enter, theirs), body(userOf(subject), enter, none), no)
					same(t, one, body(userOf(subject), enter, theirs, reasons), body(userOf(subject), enter, none, reasons), `{"decision":false,"context":{"gates":[]}}`)
					same(t, who, body(`"subject":{"type":"user"}`, enter, theirs), body(`"subject":{"type":"user"}`, enter, none), `{"results":[]}`)
					same(t, what, body(userOf(subject), theirs), body(userOf(subject), none), `{"results":[]}`)
				}
			})
		}
		t.Run("OK a key of the site speaks of the site", func(t *testing.T) {
			key := "Authorization: Bearer " + p.NewKey(t, p.owner.Actor, gatehouse.KeyDecisions).Token
			for path, ask := range p.everything() {
				sameAnswer(t, p.ask(t, path, ask, key), p.ask(t, path, ask))
			}
		})
		t.Run("OK by address in any spelling", func(t *testing.T) {
			for _, address := range []string{"anna@example.com", "Anna@EXAMPLE.com"} {
				wantBody(t, p.ask(t, one, question(address, "site.enter", p.site)), yes)
				wantBody(t, p.ask(t, many, batch("", question(address, "site.enter", p.site))), `{"evaluations":[`+yes+`]}`)
			}
		})
	})
}

// TestT249Documents is what no endpoint reads.
func TestT249Documents(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		good := question(account(p.anna), "site.enter", p.site)
		for name, body := range map[string]string{
			"Err empty":                  "",
			"Err space":                  " \n",
			"Err array":                  `[]`,
			"Err string":                 `"x"`,
			"Err null":                   `null`,
			"Err number":                 `7`,
			"Err truncated":              good[:len(good)-1],
			"Err two documents":          good + good,
			"Err a name twice":           strings.Replace(good, `{"type":"user"`, `{"type":"user","type":"user"`, 1),
			"Err a name twice, escaped":  strings.Replace(good, `{"type":"user"`, `{"type":"user","\u0074ype":"user"`, 1),
			"Err a name twice, inside":   strings.TrimSuffix(good, "}") + `,"x":{"y":[{"z":1,"z":2}]}}`,
			"Err a name twice, on top":   strings.TrimSuffix(good, "}") + `,"context":{},"context":{}}`,
			"Err half a surrogate":       strings.TrimSuffix(good, "}") + `,"x":"\ud800"}`,
			"Err half a surrogate, name": strings.TrimSuffix(good, "}") + `,"\udc00":1}`,
			"Err no UTF-8":               strings.TrimSuffix(good, "}") + ",\"x\":\"\xff\"}",
			"Err T256 depth 10,000":      strings.TrimSuffix(good, "}") + `,"x":` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + "}",
			"Err T256 depth 17":          strings.TrimSuffix(good, "}") + `,"x":` + strings.Repeat("[", 17) + strings.Repeat("]", 17) + "}",
		} {
			t.Run(name, func(t *testing.T) {
				for _, path := range []string{one, many, who, where, what} {
					wantRefused(t, p.ask(t, path, body), http.StatusBadRequest)
				}
			})
		}
		t.Run("Err T256 too long", func(t *testing.T) {
			for _, body := range []string{strings.Repeat(" ", gatehouse.BodyLimit) + good, `{"x":"` + strings.Repeat("a", 50<<20) + `"}`} {
				start := time.Now()
				wantRefused(t, p.ask(t, one, body), http.StatusRequestEntityTooLarge)
				if took := time.Since(start); took > time.Second {
					t.Errorf("refused after %v", took)
				}
			}
		})
		t.Run("OK T256 as many properties as a body holds", func(t *testing.T) {
			var properties strings.Builder
			for i := 0; properties.Len() < gatehouse.BodyLimit-600; i++ {
				fmt.Fprintf(&properties, `"p%d":%d,`, i, i)
			}
			body := strings.Replace(good, `"site",`, `"site","properties":{`+strings.TrimSuffix(properties.String(), ",")+`},`, 1)
			wantBody(t, p.ask(t, one, body), yes)
		})
	})
}

// TestT251UnknownFields: what is not of this version of the standard is left alone,
// wherever it stands.
func TestT251UnknownFields(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		more := strings.NewReplacer(
			`{"type":"user"`, `{"future":[{"a":null}],"type":"user"`, `{"name":`, `{"future":{"b":1},"name":`, `{"type":"site"`, `{"future":true,"type":"site"`,
			`{"evaluations":[{`, `{"future":0,"options":{"future":1},"evaluations":[{"future":2,`,
		)
		for path, body := range p.everything() {
			wanted := bodyOf(t, p.ask(t, path, body))
			got := more.Replace(strings.TrimSuffix(body, "}") + `,"Subject":7,"another":{"deep":["x"]},"page":{"future":1}}`)
			if answer := p.ask(t, path, got); path == one || path == many {
				wantBody(t, answer, wanted)
			} else {
				wantStatus(t, answer, http.StatusOK)
			}
		}
	})
}

// TestT250T252Batch: what is wrong with one question is that one's matter; how many
// there may be.
func TestT250T252Batch(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		good := question(account(p.anna), "site.enter", p.site)
		t.Run("OK T250 that item is false", func(t *testing.T) {
			faults := []string{}
			for name, body := range malformedQuestions(p) {
				if strings.HasPrefix(name, "Err c-2-4-4") || body == "" {
					continue // not JSON at all: the whole request is refused
				}
				faults = append(faults, body)
			}
			faults = append(faults, `null`, `7`, `"x"`, `[]`)
			items := []string{good}
			for _, fault := range faults {
				items = append(items, fault, good)
			}
			list := read[struct{ Evaluations []struct{ Decision bool } }](t, wantStatus(t, p.ask(t, many, batch("", items...)), http.StatusOK)).Evaluations
			if len(list) != len(items) {
				t.Fatalf("%d answers to %d questions", len(list), len(items))
			}
			for i, d := range list {
				if d.Decision != (i%2 == 0) {
					t.Errorf("%s is answered %v", items[i], d.Decision)
				}
			}
		})
		t.Run("OK null is no default's place", func(t *testing.T) {
			answer := p.ask(t, many, batch(userOf(account(p.anna))+","+actionOf("site.enter")+","+siteOf(p.site)+",", `{"resource":null}`, `{"context":null}`))
			want := `{"evaluations":[{"decision":false,"context":{"error":{"status":400,"message":"The request cannot be read: its resource is not an object."}}},` + yes + `]}`
			wantBody(t, answer, want)
		})
		t.Run("Err a default that cannot be read", func(t *testing.T) {
			for _, common := range []string{`"subject":"x",`, `"subject":null,`, `"resource":{"type":"site"},`, `"action":{},`, `"context":1,`, `"options":[],`} {
				wantRefused(t, p.ask(t, many, batch(common, good)), http.StatusBadRequest)
			}
			wantRefused(t, p.ask(t, many, `{"evaluations":{}}`), http.StatusBadRequest)
			wantRefused(t, p.ask(t, many, batch("")), http.StatusBadRequest)
		})
		t.Run("OK T252 1,000", func(t *testing.T) {
			items, want := make([]string, 1000), make([]string, 1000)
			for i := range items {
				items[i], want[i] = `{}`, yes
				if i%7 == 3 {
					items[i], want[i] = `{`+userOf(account(p.cleo))+`}`, no
				}
				if i%7 == 5 {
					items[i], want[i] = `{`+siteOf(gatehouse.SiteID(fmt.Sprint("site", i)))+`}`, no
				}
			}
			common := userOf(account(p.anna)) + "," + actionOf("site.enter") + "," + siteOf(p.site) + ","
			wantBody(t, p.ask(t, many, batch(common, items...)), `{"evaluations":[`+strings.Join(want, ",")+`]}`)
			wantRefused(t, p.ask(t, many, batch(common, slices.Concat(items, []string{`{}`})...)), http.StatusBadRequest)
		})
	})
}

// TestT254RequestID: the caller's own id comes back as it was sent, or the request is
// refused; the log has ours alone.
func TestT254RequestID(t *testing.T) {
	p := newPoint(t, gatehousetest.SQLite)
	var log bytes.Buffer
	handler := pointLogging(t, p.App, slog.New(slog.NewJSONHandler(&log, nil)))
	good := question(account(p.anna), "site.enter", p.site)
	ask := func(id, body string) *http.Response {
		t.Helper()
		return askOf(t, handler, http.MethodPost, one, body, "Authorization: Bearer "+p.key, "X-Request-ID: "+id)
	}
	for _, id := range []string{"a", strings.Repeat("x", 128), strings.Repeat("y", 255), `"; DROP TABLE { } \n %0a <script>`} {
		answer := ask(id, good)
		wantBody(t, answer, yes)
		if diff := cmp.Diff([]string{id}, answer.Header.Values("X-Request-ID")); diff != "" {
			t.Errorf("the id differs:\n%s", diff)
		}
		if answer := ask(id, `{`); answer.StatusCode != http.StatusBadRequest || answer.Header.Get("X-Request-ID") != id {
			t.Errorf("a refusal has the id %q", answer.Header.Get("X-Request-ID"))
		}
	}
	for _, id := range []string{strings.Repeat("z", 256), strings.Repeat("z", 8<<10), "caf\u00e9", "a\x7f", "a\tb"} {
		answer := ask(id, good)
		wantRefused(t, answer, http.StatusBadRequest)
		if got := answer.Header.Get("X-Request-ID"); got == id || got == "" {
			t.Errorf("%.20q comes back as %.20q", id, got)
		}
	}
	for _, id := range []string{"yyyyyyyyyyyyyyyy", "DROP", "zzzz"} {
		if strings.Contains(log.String(), id) {
			t.Errorf("the log says %q", id)
		}
	}
}

// TestT170DecisionHeaders: an answer of the decision endpoint has the headers that
// every answer has, without an exception.
func TestT170DecisionHeaders(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		for path, body := range p.everything() {
			header := p.ask(t, path, body).Header
			for _, name := range []string{
				"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Cache-Control",
			} {
				if header.Get(name) == "" {
					t.Errorf("%s answers without %s", path, name)
				}
			}
		}
	})
}
