package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The tests of this file are the points of the certification scenario of the AuthZEN
// Authorization API 1.0, each under the number of its clause, on fixtures of our own:
// users, sites and what may be done there (SECURITY T241). Where the scenario decides
// by properties that the caller sends, Gatehouse decides by what it has stored, and the
// test holds that the properties change nothing.

const someContext = `"context":{"time":"2025-06-27T18:03-07:00","ip":"192.168.1.1"}`

// TestT241Basic is the level Basic: one question.
func TestT241Basic(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		anna, bert := account(p.anna), account(p.bert)
		entering, managing := question(anna, "site.enter", p.site), question(bert, "users.manage", p.site)
		with := func(body, more string) string { return strings.TrimSuffix(body, "}") + "," + more + "}" }
		for _, c := range []struct{ name, body, want string }{
			{"OK c-2-2-1 permit", entering, yes},
			{"OK c-2-2-1 permit by the level", question(bert, "devices.manage", p.site), yes},
			{"OK c-2-2-2 deny", managing, no},
			{"OK c-2-2-3 with a context", with(entering, someContext), yes},
			{"OK c-2-2-4 properties of the resource decide nothing", strings.Replace(entering, `"site",`, `"site","properties":{"technician_access":false},`, 1), yes},
			{"OK c-2-2-5 properties of the subject decide nothing", strings.Replace(managing, `"user",`, `"user","properties":{"role":"master","level":"full_including_users"},`, 1), no},
			{"OK c-2-2-6 properties of the action decide nothing", strings.Replace(entering, `"site.enter"`, `"site.enter","properties":{"soft":true}`, 1), yes},
			{"OK c-2-2-7 properties of the action open nothing", strings.Replace(managing, `"users.manage"`, `"users.manage","properties":{"soft":false}`, 1), no},
			{"OK c-2-2-8 more properties", strings.NewReplacer(`"user",`, `"user","properties":{"department":"Sales","tags":[1,null,{"a":true}]},`, `"site",`, `"site","properties":{"owner":"bob"},`, `"site.enter"`, `"site.enter","properties":{"method":"GET"}`).Replace(entering), yes},
			{"OK c-2-2-9 unknown fields", with(entering, `"foo":"bar","futureField":{"nested":true}`), yes},
		} {
			t.Run(c.name, func(t *testing.T) { wantBody(t, p.ask(t, one, c.body), c.want) })
		}
		t.Run("OK c-2-3-1 c-2-3-2 a boolean, and an object as context", func(t *testing.T) {
			answer := read[object](t, p.ask(t, one, with(managing, `"context":{"reasons":true}`)))
			decision, isBool := answer["decision"].(bool)
			context, isObject := answer["context"].(object)
			if !isBool || decision || !isObject || len(context["gates"].([]any)) == 0 || len(answer) != 2 {
				t.Errorf("answered %v", answer)
			}
		})
		t.Run("OK c-2-6 the same again", func(t *testing.T) {
			for range 5 {
				wantBody(t, p.ask(t, one, entering), yes)
				wantBody(t, p.ask(t, one, managing), no)
			}
		})
		t.Run("OK c-2-5-1 X-Request-ID", func(t *testing.T) {
			answer := p.ask(t, one, entering, "X-Request-ID: bfe9eb29-ab87-4ca3-be83-a1d5d8305716")
			if id := answer.Header.Get("X-Request-ID"); id != "bfe9eb29-ab87-4ca3-be83-a1d5d8305716" || len(answer.Header.Values("X-Request-ID")) != 1 {
				t.Errorf("answered %q", id)
			}
		})
		t.Run("OK c-2-5-2 no X-Request-ID", func(t *testing.T) {
			if answer := p.ask(t, one, entering); answer.StatusCode != http.StatusOK || answer.Header.Get("X-Request-ID") == "" {
				t.Errorf("answered %d %q", answer.StatusCode, answer.Header.Get("X-Request-ID"))
			}
		})
	})
}

// malformedQuestions are what clause c-2-4 refuses, on the fixture's site.
func malformedQuestions(p *point) map[string]string {
	user, enter, site := userOf(account(p.anna)), actionOf("site.enter"), siteOf(p.site)
	body := func(members ...string) string { return "{" + strings.Join(members, ",") + "}" }
	return map[string]string{
		"Err c-2-4-1 no subject":             body(enter, site),
		"Err c-2-4-1 no action":              body(user, site),
		"Err c-2-4-1 no resource":            body(user, enter),
		"Err c-2-4-2 subject without type":   body(`"subject":{"id":"a"}`, enter, site),
		"Err c-2-4-2 subject without id":     body(`"subject":{"type":"user"}`, enter, site),
		"Err c-2-4-2 action without name":    body(user, `"action":{}`, site),
		"Err c-2-4-2 resource without type":  body(user, enter, `"resource":{"id":"a"}`),
		"Err c-2-4-2 resource without id":    body(user, enter, `"resource":{"type":"site"}`),
		"Err c-2-4-4 no JSON":                `{"subject":`,
		"Err c-2-4-5 empty":                  "",
		"Err c-2-4-6 T250 subject a string":  body(`"subject":"`+secret+`"`, enter, site),
		"Err c-2-4-6 T250 action a number":   body(user, `"action":{"name":123}`, site),
		"Err c-2-4-6 T250 resource null":     body(user, enter, `"resource":null`),
		"Err c-2-4-6 T250 id a number":       body(`"subject":{"type":"user","id":7}`, enter, site),
		"Err c-2-4-6 properties a string":    body(`"subject":{"type":"user","id":"a","properties":"x"}`, enter, site),
		"Err c-2-4-6 action's properties":    body(user, `"action":{"name":"site.enter","properties":[]}`, site),
		"Err c-2-4-6 context a string":       body(user, enter, site, `"context":"x"`),
		"Err c-2-4-2 names are case-exact":   body(strings.Replace(user, `"id"`, `"ID"`, 1), enter, site),
		"Err c-2-4-1 Subject is not subject": body(strings.Replace(user, "subject", "Subject", 1), enter, site),
	}
}

// TestT241Malformed is what clauses c-2-4 and c-5 refuse, on all endpoints of one
// question.
func TestT241Malformed(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		for name, body := range malformedQuestions(p) {
			t.Run(name, func(t *testing.T) {
				wantRefused(t, p.ask(t, one, body), http.StatusBadRequest)
				wantRefused(t, p.ask(t, many, body), http.StatusBadRequest)
			})
		}
		t.Run("Err c-2-4-3 content type", func(t *testing.T) {
			good := question(account(p.anna), "site.enter", p.site)
			for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "application/json5"} {
				for _, path := range []string{one, many, who, where, what} {
					wantRefused(t, p.ask(t, path, good, "Content-Type: "+kind), http.StatusBadRequest)
				}
			}
			wantBody(t, p.ask(t, one, good, "Content-Type: application/json; charset=UTF-8"), yes)
		})
	})
}

// TestT241Batch is the level Batch: many questions.
func TestT241Batch(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		elsewhere := p.NewSite(t, p.master.Actor, "Elsewhere")
		anna, bert := account(p.anna), account(p.bert)
		item := func(members ...string) string { return "{" + strings.Join(members, ",") + "}" }
		with := func(members ...string) string { return strings.Join(members, ",") + "," }
		evaluations := func(decisions ...string) string { return `{"evaluations":[` + strings.Join(decisions, ",") + `]}` }
		enter, here, there := actionOf("site.enter"), siteOf(p.site), siteOf(elsewhere)
		for _, c := range []struct{ name, body, want string }{
			{"OK c-3-2-1 two resources", batch(with(userOf(anna), enter), item(here), item(there)), evaluations(yes, no)},
			{"OK c-3-2-2 two actions", batch(with(userOf(bert), here), item(enter), item(actionOf("users.view"))), evaluations(yes, no)},
			{
				"OK c-3-2-3 properties of resources decide nothing",
				batch(with(userOf(anna), enter), item(strings.Replace(here, `"site",`, `"site","properties":{"locked":true},`, 1)), item(here)), evaluations(yes, yes),
			},
			{
				"OK c-3-2-4 properties of subjects decide nothing",
				batch(with(actionOf("users.manage"), here), item(strings.Replace(userOf(bert), `"user",`, `"user","properties":{"role":"master"},`, 1)), item(userOf(anna))),
				evaluations(no, yes),
			},
			{"OK c-3-2-5 no defaults", batch("", question(anna, "users.view", p.site), question(bert, "users.view", p.site)), evaluations(yes, no)},
			{"OK c-3-2-6 context inherited", batch(with(userOf(anna), enter, someContext), item(here), item(there, `"context":{"source":"batch-override"}`)), evaluations(yes, no)},
			{"OK c-3-2-7 T252 defaults, overridden as a whole", batch(with(userOf(anna), actionOf("users.manage"), here), `{}`, item(there), item(userOf(bert))), evaluations(yes, no, no)},
			{
				"OK c-3-4-1 one of them cannot be read",
				batch(with(userOf(anna), enter, `"options":{"evaluations_semantic":"execute_all"}`), item(here), `{}`, item(here)),
				evaluations(yes, `{"decision":false,"context":{"error":{"status":400,"message":"The request cannot be read: its resource is missing."}}}`, yes),
			},
			{"OK c-3-4-2 T252 no array", question(anna, "site.enter", p.site), yes},
			{"OK c-3-4-3 T252 an empty array", batch(with(userOf(anna), enter, here)), yes},
			{"OK c-3-4-3 an empty array, denied", batch(with(userOf(bert), actionOf("users.view"), here)), no},
		} {
			t.Run(c.name, func(t *testing.T) { wantBody(t, p.ask(t, many, c.body), c.want) })
		}
		t.Run("OK c-3-3-1 c-3-3-2 c-3-3-3 c-3-3-4 as many, in order, each a boolean, and none on top", func(t *testing.T) {
			list := []string{}
			for range 25 {
				list = append(list, item(userOf(anna)), item(userOf(bert)), item(userOf(account(p.cleo))), item(userOf(anna)))
			}
			answer := read[object](t, p.ask(t, many, batch(with(actionOf("users.view"), here), list...)))
			decisions := answer["evaluations"].([]any)
			if len(decisions) != 100 || len(answer) != 1 {
				t.Fatalf("%d decisions, and %d members", len(decisions), len(answer))
			}
			for i, d := range decisions {
				if diff := cmp.Diff(object{"decision": i%4 == 0 || i%4 == 3}, d); diff != "" {
					t.Errorf("decision %d: %s", i, diff)
				}
			}
		})
	})
}

// TestT241Semantics is when the answers of a batch end.
func TestT241Semantics(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		anna, bert := `{`+userOf(account(p.anna))+`}`, `{`+userOf(account(p.bert))+`}`
		ask := func(semantic string, items ...string) *http.Response {
			t.Helper()
			return p.ask(t, many, batch(actionOf("users.view")+","+siteOf(p.site)+`,"options":{"evaluations_semantic":`+semantic+`,"another":1},`, items...))
		}
		want := func(semantic, decisions string, items ...string) {
			t.Helper()
			evaluations := []string{}
			for _, d := range decisions {
				evaluations = append(evaluations, map[rune]string{'+': yes, '-': no}[d])
			}
			wantBody(t, ask(semantic, items...), `{"evaluations":[`+strings.Join(evaluations, ",")+`]}`)
		}
		t.Run("OK execute_all", func(t *testing.T) { want(`"execute_all"`, "+-+", anna, bert, anna) })
		t.Run("OK left out", func(t *testing.T) { want(`null`, "+-+", anna, bert, anna) })
		t.Run("OK deny_on_first_deny", func(t *testing.T) {
			want(`"deny_on_first_deny"`, "+-", anna, bert, anna)
			want(`"deny_on_first_deny"`, "++", anna, anna)
			want(`"deny_on_first_deny"`, "-", bert, bert)
		})
		t.Run("OK permit_on_first_permit", func(t *testing.T) {
			want(`"permit_on_first_permit"`, "-+", bert, anna, anna)
			want(`"permit_on_first_permit"`, "+", anna, bert)
			want(`"permit_on_first_permit"`, "--", bert, bert)
		})
		t.Run("OK what cannot be read is a denial", func(t *testing.T) {
			answer := read[object](t, ask(`"deny_on_first_deny"`, `{"subject":null}`, anna))
			if list := answer["evaluations"].([]any); len(list) != 1 || list[0].(object)["decision"] != false {
				t.Errorf("answered %v", answer)
			}
		})
		t.Run("Err unknown", func(t *testing.T) {
			for _, semantic := range []string{`"EXECUTE_ALL"`, `""`, `1`, `{}`} {
				wantRefused(t, ask(semantic, anna), http.StatusBadRequest)
			}
		})
	})
}

// results returns the names that a search answers, sorted, and its page.
func results(t *testing.T, answer *http.Response) ([]string, any) {
	t.Helper()
	body := read[object](t, wantStatus(t, answer, http.StatusOK))
	names := []string{}
	for _, r := range body["results"].([]any) {
		r := r.(object)
		switch {
		case r["name"] != nil && len(r) == 1:
			names = append(names, r["name"].(string))
		case (r["type"] == "user" || r["type"] == "site") && len(r) == 2:
			names = append(names, r["type"].(string)+" "+r["id"].(string))
		default:
			t.Errorf("a result is %v", r)
		}
	}
	slices.Sort(names)
	return names, body["page"]
}

// TestT241Search is the level Search.
func TestT241Search(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		anna, bert := account(p.anna), account(p.bert)
		anybody, anywhere := `"subject":{"type":"user"}`, `"resource":{"type":"site"}`
		enter, here := actionOf("site.enter"), siteOf(p.site)
		body := func(members ...string) string { return "{" + strings.Join(members, ",") + "}" }
		people := []string{"user " + anna, "user " + bert, "user " + account(p.owner)}
		slices.Sort(people)
		sites := []string{"site " + string(p.site)}
		acts := []string{"dashboard.view", "devices.manage", "devices.view", "site.enter"}
		for _, c := range []struct {
			name, path, body string
			want             []string
		}{
			{"OK c-4-2-1 subjects", who, body(anybody, enter, here), people},
			{"OK c-4-2-2 with a context", who, body(anybody, enter, here, someContext), people},
			{"OK c-4-2-3 the subject's id is ignored", who, body(userOf(anna), enter, here), people},
			{"OK c-4-2-3 whatever it is", who, body(`"subject":{"type":"user","id":7}`, enter, here), people},
			{
				"OK c-4-2-4 properties of the resource decide nothing", who,
				body(anybody, actionOf("settings.manage"), strings.Replace(here, `"site",`, `"site","properties":{"status":"archived"},`, 1)),
				[]string{"user " + account(p.owner)},
			},
			{"OK c-4-3-1 resources", where, body(userOf(anna), enter, anywhere), sites},
			{"OK c-4-3-2 with a context", where, body(userOf(anna), enter, anywhere, someContext), sites},
			{"OK c-4-3-3 the resource's id is ignored", where, body(userOf(anna), enter, `"resource":{"type":"site","id":"another"}`), sites},
			{"OK c-4-3-4 properties of the subject decide nothing", where, body(strings.Replace(userOf(bert), `"user",`, `"user","properties":{"role":"admin"},`, 1), actionOf("users.manage"), anywhere), []string{}},
			{"OK c-4-4-1 actions", what, body(userOf(bert), here), acts},
			{"OK c-4-4-2 with a context", what, body(userOf(bert), here, someContext), acts},
			{"OK c-4-4-1 an action is ignored", what, body(userOf(bert), here, `"action":7`), acts},
			{"OK c-4-4-3 properties decide nothing", what, body(strings.Replace(userOf(bert), `"user",`, `"user","properties":{"role":"admin"},`, 1), here), acts},
			{"OK c-4-5-4 nothing of a page where all is one", who, body(anybody, actionOf("settings.manage"), here), []string{"user " + account(p.owner)}},
		} {
			t.Run(c.name, func(t *testing.T) {
				got, page := results(t, p.ask(t, c.path, c.body))
				if diff := cmp.Diff(c.want, got); diff != "" || page != nil {
					t.Errorf("the page is %v, the results differ (-want +got):\n%s", page, diff)
				}
			})
		}
		for _, c := range []struct{ name, path, body string }{
			{"OK c-4-6-1 unknown subject", what, body(userOf("nobody"), here)},
			{"OK c-4-6-1 unknown subject of resources", where, body(userOf("nobody"), enter, anywhere)},
			{"OK c-4-6-1 unknown resource", who, body(anybody, enter, siteOf("nowhere"))},
			{"OK c-4-6-1 unknown resource of actions", what, body(userOf(anna), siteOf("nowhere"))},
			{"OK c-4-6-1 unknown action", who, body(anybody, actionOf("site.burn"), here)},
			{"OK c-4-6-2 unknown type of subject", who, body(`"subject":{"type":"spaceship"}`, enter, here)},
			{"OK c-4-6-2 unknown type of resource", where, body(userOf(anna), enter, `"resource":{"type":"spaceship"}`)},
			{"OK c-4-6-2 unknown type beside", who, body(anybody, enter, strings.Replace(here, "site", "spaceship", 1))},
			{"OK c-4-6-2 unknown type of subject's actions", what, body(strings.Replace(userOf(anna), "user", "spaceship", 1), here)},
		} {
			t.Run(c.name, func(t *testing.T) { wantBody(t, p.ask(t, c.path, c.body), `{"results":[]}`) })
		}
		for _, c := range []struct{ name, path, body string }{
			{"Err c-4-7-1 no action", who, body(anybody, here)},
			{"Err c-4-7-1 no subject", where, body(enter, anywhere)},
			{"Err c-4-7-1 no resource", what, body(userOf(anna))},
			{"Err c-4-7-1 no subject to look for", who, body(enter, here)},
			{"Err c-4-7-1 no resource to look for", where, body(userOf(anna), enter)},
			{"Err c-4-7-2 resource without id", who, body(anybody, enter, anywhere)},
			{"Err c-4-7-2 subject without id", where, body(anybody, enter, anywhere)},
			{"Err c-4-7-2 subject of actions without id", what, body(anybody, here)},
			{"Err c-4-7-2 resource of actions without id", what, body(userOf(anna), anywhere)},
			{"Err c-4-7-2 subject to look for without type", who, body(`"subject":{}`, enter, here)},
			{"Err c-4-7-2 action without name", where, body(userOf(anna), `"action":{}`, anywhere)},
			{"Err c-4-7-2 a page that is none", what, body(userOf(anna), here, `"page":7`)},
			{"Err c-4-7-2 a context that is none", what, body(userOf(anna), here, `"context":7`)},
		} {
			t.Run(c.name, func(t *testing.T) { wantRefused(t, p.ask(t, c.path, c.body), http.StatusBadRequest) })
		}
	})
}

// TestT241Discovery is the level Discovery, without database: the document is made of
// the configuration alone.
func TestT241Discovery(t *testing.T) {
	handler := discovery(t, "https://portal.example.com")
	t.Run("OK c-6-1 c-6-2 c-6-3 c-6-4 c-6-5 T257 exactly", func(t *testing.T) {
		answer := askOf(t, handler, http.MethodGet, metadata, "", "Content-Type: ", "Host: portal.example.com")
		wantBody(t, answer, `{"policy_decision_point":"https://portal.example.com",`+
			`"access_evaluation_endpoint":"https://portal.example.com/access/v1/evaluation",`+
			`"access_evaluations_endpoint":"https://portal.example.com/access/v1/evaluations",`+
			`"search_subject_endpoint":"https://portal.example.com/access/v1/search/subject",`+
			`"search_resource_endpoint":"https://portal.example.com/access/v1/search/resource",`+
			`"search_action_endpoint":"https://portal.example.com/access/v1/search/action"}`)
		if control := answer.Header.Get("Cache-Control"); control != "public, max-age=3600" {
			t.Errorf("Cache-Control is %q", control)
		}
	})
	t.Run("OK c-6-6 the default paths are where it is", func(t *testing.T) {
		for _, path := range []string{one, many, who, where, what} {
			wantRefused(t, askOf(t, handler, http.MethodPost, path, `{}`, "Host: portal.example.com"), http.StatusUnauthorized)
		}
	})
	t.Run("OK T261 HEAD", func(t *testing.T) {
		wantStatus(t, askOf(t, handler, http.MethodHead, metadata, "", "Host: portal.example.com"), http.StatusOK)
	})
	t.Run("Err T257 hostile Host", func(t *testing.T) {
		wantRefused(t, askOf(t, handler, http.MethodGet, metadata, "", "Host: evil.example"), http.StatusMisdirectedRequest)
		answer := askOf(t, handler, http.MethodGet, metadata, "", "Host: portal.example.com", "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example")
		if body := bodyOf(t, answer); strings.Contains(body, "evil") {
			t.Errorf("answered %s", body)
		}
	})
	t.Run("Err T257 there is one decision point, not one for each tenant", func(t *testing.T) {
		wantRefused(t, askOf(t, handler, http.MethodGet, metadata+"/tenant1", "", "Host: portal.example.com"), http.StatusNotFound)
	})
	t.Run("Err T261 methods", func(t *testing.T) {
		for path, allow := range map[string]string{one: "POST", many: "POST", who: "POST", where: "POST", what: "POST", metadata: "GET, HEAD"} {
			for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodPost} {
				if strings.Contains(allow, method) {
					continue
				}
				answer := askOf(t, handler, method, path, "", "Host: portal.example.com")
				if wantRefused(t, answer, http.StatusMethodNotAllowed); answer.Header.Get("Allow") != allow {
					t.Errorf("%s %s allows %q", method, path, answer.Header.Get("Allow"))
				}
			}
		}
	})
	t.Run("Err nothing else is there", func(t *testing.T) {
		for _, path := range []string{"/access/v1/", "/access/v1/evaluation/", "/access/v1/search", "/access/v1/search/subject/7"} {
			wantRefused(t, askOf(t, handler, http.MethodPost, path, `{}`, "Host: portal.example.com"), http.StatusNotFound)
		}
	})
}
