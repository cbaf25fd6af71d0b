package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

const unknownID = "0198f0c1-0000-7000-8000-000000000000"

// harbour is a partner with one site that somebody administers, and a technician
// who has accepted.
type harbour struct {
	*world
	site gatehouse.SiteID
	// owner is the site's Master, standing there; operator works for the partner.
	owner, operator, tess gatehousetest.Member
}

func newHarbour(t *testing.T, w *world) *harbour {
	t.Helper()
	by := w.master.Actor
	h := &harbour{world: w, site: w.NewSite(t, by, "Harbour")}
	h.operator = w.Join(t, by, "olga@example.com", gatehouse.PartnerOperator)
	h.owner = w.JoinSite(t, by, h.site, "sam@site.example", gatehouse.SiteMaster)
	h.tess = w.Technician(t, by, "tess@example.com")
	return h
}

func eachHarbour(t *testing.T, test func(*testing.T, *harbour)) {
	t.Helper()
	eachWorld(t, func(t *testing.T, w *world) { test(t, newHarbour(t, w)) })
}

// at makes a call from the site's place.
func (h *harbour) at(t *testing.T, as gatehousetest.Member, method, path, body string, headers ...string) *http.Response {
	t.Helper()
	return h.call(t, as, method, path, body, append(headers, "Gatehouse-Place: site:"+string(h.site))...)
}

// row is the path of an assignment at the site.
func (h *harbour) row(id gatehouse.AssignmentID) string {
	return "/sites/" + string(h.site) + "/assignments/" + string(id)
}

// approve lets somebody in who waits.
func (h *harbour) approve(t *testing.T, id gatehouse.AssignmentID) {
	t.Helper()
	wantStatus(t, h.at(t, h.owner, "PATCH", h.row(id), `{"site_locked":false}`), http.StatusOK)
}

func TestAssign(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		by := h.master.Actor
		open := h.NewSite(t, by, "Open")
		pat := h.InviteTechnician(t, by, "pat@example.com")
		revoked := h.InviteTechnician(t, by, "rae@example.com")
		wantOutcomes(t, h.call(t, h.operator, "POST", "/technicians:revoke", idsOf(revoked)), "changed")
		ask := func(people []gatehouse.PersonID, sites []gatehouse.SiteID, more string) string {
			names := func(list any) string {
				text, _ := json.Marshal(list)
				return string(text)
			}
			return `{"people":` + names(people) + `,"sites":` + names(sites) + `,"level":"devices_only"` + more + `}`
		}
		assign := func(body string, headers ...string) *http.Response {
			return h.call(t, h.operator, "POST", "/assignments", body, headers...)
		}
		people, sites := []gatehouse.PersonID{h.tess.Actor.Person, pat}, []gatehouse.SiteID{h.site, open}
		t.Run("OK dry run", func(t *testing.T) {
			wantOutcomes(t, assign(ask(people, sites, `,"dry_run":true`)), "changed", "changed", "changed", "changed")
			if got := items(t, h.call(t, h.operator, "GET", "/assignments", ""), "id"); len(got) > 0 {
				t.Errorf("there is %v", got)
			}
		})
		t.Run("OK", func(t *testing.T) {
			answer := assign(ask(people, sites, ""), "Idempotency-Key: k")
			first := read[object](t, wantStatus(t, answer, http.StatusOK))
			row := first["results"].([]any)[1].(object)
			if row["person"] != string(h.tess.Actor.Person) || row["site"] != string(open) || row["id"] == "" || row["level"] != "devices_only" || row["waiting_for_approval"] != true {
				t.Errorf("the second pair is %v", row)
			}
			wantShape(t, assign(ask(people, sites, ""), "Idempotency-Key: k"), first)
		})
		t.Run("ErrPairs", func(t *testing.T) {
			sam := h.owner.Actor.Person
			olga := h.operator.Actor.Person
			answer := assign(ask([]gatehouse.PersonID{pat, pat, revoked, sam, olga, by.Person}, []gatehouse.SiteID{h.site}, ""))
			wantOutcomes(t, answer,
				"refused already_assigned", "refused duplicate", "refused not_invited",
				"refused already_site_administrator", "refused forbidden", "refused forbidden")
			answer = h.call(t, h.master, "POST", "/assignments", ask([]gatehouse.PersonID{by.Person, olga}, []gatehouse.SiteID{h.site}, ""))
			wantOutcomes(t, answer, "refused self_not_allowed", "changed")
		})
		t.Run("ErrForeign T151", func(t *testing.T) {
			other := h.NewPartner(t, "Northgate", "nora@northgate.example")
			foreignSite := h.NewSite(t, other.Actor, "Theirs")
			foreign := h.InviteTechnician(t, other.Actor, "fay@example.com")
			fresh := h.InviteTechnician(t, by, "new@example.com")
			for _, c := range [][2]string{
				{ask([]gatehouse.PersonID{fresh, foreign}, sites, ""), ask([]gatehouse.PersonID{fresh, unknownID}, sites, "")},
				{ask([]gatehouse.PersonID{fresh}, []gatehouse.SiteID{h.site, foreignSite}, ""), ask([]gatehouse.PersonID{fresh}, []gatehouse.SiteID{h.site, unknownID}, "")},
			} {
				wantProblem(t, assign(c[0]), gatehouse.CodeNotFound)
				sameAnswer(t, assign(c[0]), assign(c[1]))
			}
			one := `[{"person":"` + string(fresh) + `","level":"none"}]`
			sameAnswer(t, h.call(t, h.operator, "POST", "/sites/"+string(foreignSite)+"/assignments", one), h.call(t, h.operator, "POST", "/sites/"+unknownID+"/assignments", one))
			if got := items(t, h.call(t, h.operator, "GET", "/assignments?person="+string(fresh), ""), "id"); len(got) > 0 {
				t.Errorf("half of the call happened: %v", got)
			}
			for _, path := range []string{"/assignments?person=" + string(foreign), "/assignments?site=" + string(foreignSite), "/sites/" + string(foreignSite) + "/assignments", "/sites/" + string(foreignSite) + "/candidates"} {
				wantProblem(t, h.call(t, h.operator, "GET", path, ""), gatehouse.CodeNotFound)
			}
		})
		t.Run("ErrBody", func(t *testing.T) {
			for _, body := range []string{
				`{}`, ask(nil, sites, ""), ask(people, []gatehouse.SiteID{}, ""), strings.Replace(ask(people, sites, ""), "devices_only", "all", 1),
				ask(people, sites, `,"starts_at":"tomorrow"`), ask(people, sites, `,"ends_at":"2020-01-01T00:00:00Z"`),
				ask(people, sites, `,"starts_at":"2199-01-02T00:00:00Z","ends_at":"2199-01-01T00:00:00Z"`), ask(people, sites, `,"partner":"x"`),
			} {
				wantProblem(t, assign(body), gatehouse.CodeInvalid)
			}
		})
		t.Run("ErrTooManyPairs", func(t *testing.T) {
			many := make([]gatehouse.PersonID, 200)
			more := make([]gatehouse.SiteID, 51)
			for i := range many {
				many[i] = unknownID
			}
			for i := range more {
				more[i] = unknownID
			}
			wantProblem(t, assign(ask(many, more, "")), gatehouse.CodeInvalid)
			wantProblem(t, assign(ask(many, more[:50], "")), gatehouse.CodeNotFound)
		})
	})
}

func TestAssignToSite(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		pat := h.InviteTechnician(t, h.master.Actor, "pat@example.com")
		path := "/sites/" + string(h.site) + "/assignments"
		body := fmt.Sprintf(`[{"person":%q,"level":"full_including_users","ends_at":"2199-01-01T00:00:00Z"},{"person":%q,"level":"none"}]`, h.tess.Actor.Person, pat)
		t.Run("OK candidates", func(t *testing.T) {
			answer := h.call(t, h.operator, "GET", "/sites/"+string(h.site)+"/candidates?kind=technicians", "")
			wantShape(t, wantStatus(t, answer, http.StatusOK), object{"items": []any{
				object{"id": string(pat), "name": "", "email": "pat@example.com", "administrator": false, "status": "pending"},
				object{"id": string(h.tess.Actor.Person), "name": "Tess Technician", "email": "tess@example.com", "administrator": false, "status": "accepted"},
			}})
			answer = h.call(t, h.operator, "GET", "/sites/"+string(h.site)+"/candidates?kind=admins&q=OLGA", "")
			wantShape(t, wantStatus(t, answer, http.StatusOK), object{"items": []any{
				object{"id": "*", "name": "*", "email": "olga@example.com", "administrator": true, "role": "operator", "status": "accepted"},
			}})
			wantProblem(t, h.call(t, h.operator, "GET", "/sites/"+string(h.site)+"/candidates?kind=users", ""), gatehouse.CodeUnknownParameter)
		})
		t.Run("OK", func(t *testing.T) {
			wantOutcomes(t, h.call(t, h.operator, "POST", path+"?dry_run=true", body), "changed", "changed")
			wantOutcomes(t, h.call(t, h.operator, "POST", path, body), "changed", "changed")
			wantOutcomes(t, h.call(t, h.operator, "POST", path, body), "refused already_assigned", "refused already_assigned")
			answer := wantStatus(t, h.at(t, h.owner, "GET", path+"?q=tess&waiting=true", ""), http.StatusOK)
			wantShape(t, answer, object{"items": []any{object{
				"id": "*", "site": object{"id": string(h.site), "name": "Harbour"}, "level": "full_including_users", "access": false,
				"person": object{
					"id": string(h.tess.Actor.Person), "name": "Tess Technician", "email": "tess@example.com",
					"status": "accepted", "administrator": false, "locked": false,
				},
				"partner_locked": false, "site_locked": true, "waiting_for_approval": true, "ends_at": "2199-01-01T00:00:00Z",
				"site_lock":  object{"at": "*", "by": object{"id": "*", "name": "The operator"}, "who_can_lift": "site_admins"},
				"created_at": "*", "last_entry_at": nil,
			}}})
		})
		t.Run("OK nobody is offered twice", func(t *testing.T) {
			for _, kind := range []string{"technicians", "admins&q=sam"} {
				if got := items(t, h.call(t, h.operator, "GET", "/sites/"+string(h.site)+"/candidates?kind="+kind, ""), "email"); len(got) > 0 {
					t.Errorf("%s offers %v", kind, got)
				}
			}
		})
		t.Run("ErrPlace", func(t *testing.T) {
			wantProblem(t, h.at(t, h.owner, "POST", path, body), gatehouse.CodeForbidden)
		})
	})
}

func TestChangeAssignment(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		id := h.Assign(t, h.master.Actor, h.tess.Actor.Person, h.site, gatehouse.DevicesOnly)
		partner := func(body string, headers ...string) *http.Response {
			return h.call(t, h.operator, "PATCH", h.row(id), body, headers...)
		}
		site := func(body string, headers ...string) *http.Response {
			return h.at(t, h.owner, "PATCH", h.row(id), body, headers...)
		}
		item := func(answer *http.Response) object {
			t.Helper()
			return read[object](t, wantStatus(t, answer, http.StatusOK))
		}
		t.Run("ErrEachSideItsOwn", func(t *testing.T) {
			wantProblem(t, partner(`{"level":"full_including_users"}`), gatehouse.CodeOwnedBySite)
			wantProblem(t, partner(`{"site_locked":false}`), gatehouse.CodeOwnedBySite)
			wantProblem(t, site(`{"partner_locked":true}`), gatehouse.CodeForbidden)
			wantProblem(t, partner(`{"partner_locked":false}`), gatehouse.CodeLockedBySite)
		})
		t.Run("OK approve", func(t *testing.T) {
			seen := h.call(t, h.operator, "GET", "/assignments/"+string(id), "").Header.Get("ETag")
			answer := site(`{"site_locked":false,"level":"full_excluding_users"}`, "If-Match: "+seen, "Idempotency-Key: k")
			if got := item(answer); got["access"] != true || got["level"] != "full_excluding_users" || got["waiting_for_approval"] != false || got["site_locked"] != false {
				t.Errorf("the row is %v", got)
			}
			wantProblem(t, partner(`{"partner_locked":true}`, "If-Match: "+seen), gatehouse.CodeStale)
			item(site(`{"site_locked":false,"level":"full_excluding_users"}`, "If-Match: "+seen, "Idempotency-Key: k"))
		})
		t.Run("OK partner's lock", func(t *testing.T) {
			got := item(partner(`{"partner_locked":true,"reason":"works finished"}`))
			lock, _ := got["partner_lock"].(object)
			if got["access"] != false || got["partner_locked"] != true || lock["reason"] != "works finished" || lock["who_can_lift"] != "partner_operators" {
				t.Errorf("the row is %v", got)
			}
			if got := item(partner(`{"partner_locked":false}`)); got["access"] != true {
				t.Errorf("the row is %v", got)
			}
		})
		t.Run("OK site's lock T149", func(t *testing.T) {
			item(site(`{"site_locked":true,"reason":"not today"}`))
			wantProblem(t, partner(`{"partner_locked":false}`), gatehouse.CodeLockedBySite)
			item(partner(`{"partner_locked":true}`))
			// With both on the partner's is lifted, and access stays closed.
			got := item(partner(`{"partner_locked":false}`))
			if got["partner_locked"] != false || got["site_locked"] != true || got["waiting_for_approval"] != false || got["access"] != false {
				t.Errorf("the row is %v", got)
			}
			item(site(`{"site_locked":false}`))
		})
		t.Run("OK bounds", func(t *testing.T) {
			got := item(site(`{"starts_at":"2026-01-01T00:00:00Z","ends_at":"2199-01-01T00:00:00Z"}`))
			if got["starts_at"] != "2026-01-01T00:00:00Z" || got["ends_at"] != "2199-01-01T00:00:00Z" {
				t.Errorf("the row is %v", got)
			}
			wantProblem(t, partner(`{"ends_at":null}`), gatehouse.CodeForbidden)
			wantProblem(t, partner(`{"ends_at":"2199-01-02T00:00:00Z"}`), gatehouse.CodeForbidden)
			got = item(partner(`{"ends_at":"2198-01-01T00:00:00Z"}`))
			if got["starts_at"] != "2026-01-01T00:00:00Z" || got["ends_at"] != "2198-01-01T00:00:00Z" {
				t.Errorf("the row is %v", got)
			}
			if got = item(site(`{"ends_at":null}`)); got["ends_at"] != nil || got["starts_at"] == nil {
				t.Errorf("the row is %v", got)
			}
			if got = item(site(`{"starts_at":"2199-01-01T00:00:00Z"}`)); got["access"] != false {
				t.Errorf("the row is %v", got)
			}
			if got = item(site(`{"starts_at":null}`)); got["access"] != true {
				t.Errorf("the row is %v", got)
			}
			wantProblem(t, site(`{"ends_at":"2020-01-01T00:00:00Z"}`), gatehouse.CodeInvalid)
		})
		t.Run("ErrBody", func(t *testing.T) {
			for _, body := range []string{`{}`, `{"reason":"x"}`, `{"level":"all"}`, `{"level":null}`, `{"site_locked":null}`, `{"waiting_for_approval":false}`, `{"ends_at":""}`, `{"ends_at":1}`, `{"Level":"none"}`} {
				wantProblem(t, site(body), gatehouse.CodeInvalid)
			}
			wantProblem(t, site(`{"level":"none","level":"full_including_users"}`), gatehouse.CodeMalformed)
		})
		t.Run("ErrOtherSite", func(t *testing.T) {
			elsewhere := h.NewSite(t, h.master.Actor, "Elsewhere")
			away := h.JoinSite(t, h.master.Actor, elsewhere, "ada@site.example", gatehouse.SiteMaster)
			wrong := "/sites/" + string(elsewhere) + "/assignments/" + string(id)
			wantProblem(t, h.call(t, h.operator, "PATCH", wrong, `{"partner_locked":true}`), gatehouse.CodeNotFound)
			wantProblem(t, h.call(t, h.operator, "DELETE", wrong, ""), gatehouse.CodeNotFound)
			for _, path := range []string{wrong, h.row(id)} {
				wantProblem(t, h.call(t, away, "PATCH", path, `{"site_locked":true}`), gatehouse.CodeNotFound)
				wantProblem(t, h.call(t, away, "DELETE", path, ""), gatehouse.CodeNotFound)
			}
			wantProblem(t, h.call(t, away, "GET", "/assignments/"+string(id), ""), gatehouse.CodeNotFound)
			wantProblem(t, h.call(t, away, "GET", "/assignments?site="+string(h.site), ""), gatehouse.CodeNotFound)
			if got := items(t, h.call(t, away, "GET", "/assignments", ""), "id"); len(got) > 0 {
				t.Errorf("another site's are listed: %v", got)
			}
		})
		t.Run("OK remove", func(t *testing.T) {
			wantProblem(t, h.call(t, h.operator, "DELETE", h.row(id), "", `If-Match: "1"`), gatehouse.CodeStale)
			wantStatus(t, h.call(t, h.operator, "DELETE", h.row(id), "", "Idempotency-Key: d"), http.StatusNoContent)
			wantStatus(t, h.call(t, h.operator, "DELETE", h.row(id), "", "Idempotency-Key: d"), http.StatusNoContent)
			wantProblem(t, h.call(t, h.operator, "DELETE", h.row(id), ""), gatehouse.CodeNotFound)
		})
	})
}

// TestT152OnlyTheSiteChangesTheLevel asks everybody for another level, and finds
// the change in the audit trail (SECURITY T152).
func TestT152OnlyTheSiteChangesTheLevel(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		full := h.Technician(t, h.master.Actor, "flo@example.com")
		id := h.Assign(t, h.master.Actor, full.Actor.Person, h.site, gatehouse.FullIncludingUsers)
		h.approve(t, id)
		full = h.SignIn(t, "flo@example.com")
		const more = `{"level":"devices_only"}`
		wantProblem(t, h.call(t, h.tess, "PATCH", h.row(id), more), gatehouse.CodeForbidden)
		wantProblem(t, h.at(t, full, "PATCH", h.row(id), more), gatehouse.CodeForbidden)
		for _, by := range []gatehousetest.Member{h.operator, h.master} {
			wantProblem(t, h.call(t, by, "PATCH", h.row(id), more), gatehouse.CodeOwnedBySite)
		}
		wantStatus(t, h.at(t, h.owner, "PATCH", h.row(id), more), http.StatusOK)
		events := read[struct {
			Items []struct {
				Outcome       string
				Before, After object
			}
		}](t, h.call(t, h.master, "GET", "/audit?action="+string(gatehouse.ActionAssignmentLevel), "")).Items
		denied := 0
		for _, e := range events {
			if e.Outcome == string(gatehouse.Denied) {
				denied++
			}
		}
		if denied != 4 || events[0].Before["level"] != "full_including_users" || events[0].After["level"] != "devices_only" {
			t.Errorf("the events are %+v", events)
		}
	})
}

func TestBulkAssignments(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		pat := h.InviteTechnician(t, h.master.Actor, "pat@example.com")
		a := h.Assign(t, h.master.Actor, h.tess.Actor.Person, h.site, gatehouse.DevicesOnly)
		b := h.Assign(t, h.master.Actor, pat, h.site, gatehouse.DevicesOnly)
		elsewhere := h.NewSite(t, h.master.Actor, "Elsewhere")
		c := h.Assign(t, h.master.Actor, pat, elsewhere, gatehouse.DevicesOnly)
		path := "/sites/" + string(h.site) + "/assignments"
		body := func(more string, list ...gatehouse.AssignmentID) string {
			text, _ := json.Marshal(list)
			return `{"ids":` + string(text) + more + `}`
		}
		change := func(text string) *http.Response { return h.at(t, h.owner, "POST", path+":change", text) }
		wantOutcomes(t, change(body(`,"site_locked":false,"dry_run":true`, a, b)), "changed", "changed")
		wantOutcomes(t, change(body(`,"site_locked":false`, a, b, a)), "changed", "changed", "unchanged")
		wantOutcomes(t, change(body(`,"site_locked":false`, a, b)), "unchanged", "unchanged")
		wantOutcomes(t, change(body(`,"site_locked":true,"reason":"strike"`, a)), "changed")
		wantOutcomes(t, h.call(t, h.operator, "POST", path+":change", body(`,"partner_locked":false`, a, b)), "refused locked_by_site", "unchanged")
		wantProblem(t, change(body(`,"site_locked":true`, a, c)), gatehouse.CodeNotFound)
		wantProblem(t, h.call(t, h.operator, "POST", path+":change", body(`,"partner_locked":true`, a, c)), gatehouse.CodeNotFound)
		wantProblem(t, change(body(``, a)), gatehouse.CodeInvalid)
		wantProblem(t, change(`{"ids":[],"site_locked":true}`), gatehouse.CodeInvalid)
		wantProblem(t, h.at(t, h.owner, "POST", path+":remove", body("", a, c)), gatehouse.CodeNotFound)
		uncovered := func(answer *http.Response) any {
			t.Helper()
			impact, _ := read[object](t, wantStatus(t, answer, http.StatusOK))["impact"].(object)
			return impact["sites_uncovered"]
		}
		wantOutcomes(t, change(body(`,"site_locked":false`, a)), "changed")
		for name, answer := range map[string]*http.Response{
			"remove":             h.at(t, h.owner, "POST", path+":remove", body(`,"dry_run":true`, a, b)),
			"the site's lock":    change(body(`,"site_locked":true,"dry_run":true`, a)),
			"the partner's lock": h.call(t, h.operator, "POST", path+":change", body(`,"partner_locked":true,"dry_run":true`, a, b)),
			"Edit Technician":    h.call(t, h.operator, "PATCH", "/technicians/"+string(h.tess.Actor.Person)+"/assignments?dry_run=true", fmt.Sprintf(`[{"id":%q,"partner_locked":true}]`, a)),
		} {
			if got := uncovered(answer); got != 1.0 {
				t.Errorf("%s: %v sites are left without a technician", name, got)
			}
		}
		if got := uncovered(h.at(t, h.owner, "POST", path+":remove", body(`,"dry_run":true`, b))); got != 0.0 {
			t.Errorf("%v sites lose somebody who has not accepted", got)
		}
		if got := uncovered(h.at(t, h.owner, "POST", path+":change", body(`,"level":"none"`, b))); got != nil {
			t.Errorf("what was done has an impact: %v", got)
		}
		if got := items(t, h.call(t, h.operator, "GET", "/assignments?site="+string(h.site), ""), "partner_locked"); fmt.Sprint(got) != "[false false]" {
			t.Errorf("a dry run changed something: %v", got)
		}
		wantOutcomes(t, h.at(t, h.owner, "POST", path+":remove", body("", a, b)), "changed", "changed")
		if got := items(t, h.call(t, h.operator, "GET", "/assignments", ""), "id"); len(got) != 1 || got[0] != string(c) {
			t.Errorf("left are %v", got)
		}
	})
}

// TestT154EditTechnician saves the window Edit Technician from what was read before
// something else changed (SECURITY T149, T154).
func TestT154EditTechnician(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		by, tess := h.master.Actor, h.tess.Actor.Person
		second, third := h.NewSite(t, by, "Second"), h.NewSite(t, by, "Third")
		a := h.Assign(t, by, tess, h.site, gatehouse.DevicesOnly)
		b := h.Assign(t, by, tess, second, gatehouse.DevicesOnly)
		path := "/technicians/" + string(tess) + "/assignments"
		tag := func() string { return h.call(t, h.operator, "GET", path, "").Header.Get("ETag") }
		save := func(body string, headers ...string) *http.Response {
			return h.call(t, h.operator, "PATCH", path, body, headers...)
		}
		lock := func(id gatehouse.AssignmentID, on bool) string {
			return fmt.Sprintf(`{"id":%q,"partner_locked":%v}`, id, on)
		}
		h.approve(t, a)
		seen := tag()
		t.Run("OK", func(t *testing.T) {
			answer := save("["+lock(b, true)+","+lock(a, true)+"]", "If-Match: "+seen)
			results := read[object](t, wantStatus(t, answer, http.StatusOK))["results"].([]any)
			if first := results[0].(object); len(results) != 2 || first["id"] != string(b) || first["outcome"] != "changed" {
				t.Errorf("answered %v", results)
			}
			if tag() == seen {
				t.Error("the tag stayed")
			}
			wantOutcomes(t, save("["+lock(a, false)+"]"), "changed")
		})
		t.Run("ErrLockedBySite", func(t *testing.T) {
			wantOutcomes(t, save("["+lock(b, false)+"]"), "changed")
			wantOutcomes(t, save("["+lock(b, false)+","+lock(a, true)+"]"), "refused locked_by_site", "changed")
		})
		t.Run("ErrStale", func(t *testing.T) {
			for _, c := range []struct {
				name      string
				meanwhile func()
				want      []string
			}{
				{"a lock set", func() {
					wantStatus(t, h.at(t, h.owner, "PATCH", h.row(a), `{"level":"full_including_users"}`), http.StatusOK)
				}, []string{"changed " + h.Site(t, by.Partner, h.site).Name}},
				{"one site exchanged for another", func() {
					wantStatus(t, h.call(t, h.operator, "DELETE", "/sites/"+string(second)+"/assignments/"+string(b), ""), http.StatusNoContent)
					b = h.Assign(t, by, tess, third, gatehouse.DevicesOnly)
				}, []string{"removed ", "added Third"}},
				{"a site removed", func() {
					wantStatus(t, h.at(t, h.owner, "DELETE", h.row(a), ""), http.StatusNoContent)
				}, []string{"removed "}},
			} {
				seen, before := tag(), a
				c.meanwhile()
				answer := save("["+lock(before, true)+","+lock(b, true)+"]", "If-Match: "+seen)
				got := []string{}
				for _, d := range wantProblem(t, answer, gatehouse.CodeStale).Differences {
					got = append(got, string(d.Change)+" "+d.SiteName)
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("%s: the differences (-want +got):\n%s", c.name, diff)
				}
				if rows := items(t, h.call(t, h.operator, "GET", path, ""), "partner_locked"); fmt.Sprint(rows) == "[true true]" {
					t.Errorf("%s: half saved: %v", c.name, rows)
				}
			}
			wantProblem(t, save("["+lock(a, true)+"]", `If-Match: W/"x"`), gatehouse.CodeStale)
			wantProblem(t, save("["+lock(a, true)+"]", `If-Match: *`), gatehouse.CodeMalformed)
		})
		t.Run("ErrOthers", func(t *testing.T) {
			pat := h.InviteTechnician(t, by, "pat@example.com")
			other := h.Assign(t, by, pat, h.site, gatehouse.DevicesOnly)
			wantProblem(t, save("["+lock(other, true)+"]"), gatehouse.CodeNotFound)
			wantProblem(t, h.call(t, h.operator, "PATCH", "/technicians/"+unknownID+"/assignments", "["+lock(other, true)+"]"), gatehouse.CodeNotFound)
		})
		t.Run("ErrBody", func(t *testing.T) {
			for _, body := range []string{`[]`, `{}`, `[{}]`, `[{"id":"x"}]`, "[" + lock(b, true) + "," + lock(b, false) + "]", `[{"id":"x","partner_locked":true,"site_locked":false}]`} {
				wantProblem(t, save(body), gatehouse.CodeInvalid)
			}
		})
	})
}

func TestListAssignments(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		by := h.master.Actor
		pat := h.InviteTechnician(t, by, "pat@example.com")
		second := h.NewSite(t, by, "Second")
		a := h.Assign(t, by, h.tess.Actor.Person, h.site, gatehouse.DevicesOnly)
		b := h.Assign(t, by, h.tess.Actor.Person, second, gatehouse.DevicesOnly)
		c := h.Assign(t, by, pat, h.site, gatehouse.DevicesOnly)
		h.approve(t, a)
		t.Run("OK filters", func(t *testing.T) {
			for query, want := range map[string][]gatehouse.AssignmentID{
				"":                                      {a, b, c},
				"person=" + string(pat):                 {c},
				"site=" + string(second):                {b},
				"waiting=true":                          {b, c},
				"q=SECOND":                              {b},
				"q=pat@":                                {c},
				"q=tess&site=" + string(h.site):         {a},
				"q=%25":                                 {},
				"waiting=true&person=" + string(pat):    {c},
				"q=nobody&waiting=true&limit=1&person=": {},
			} {
				if got := items(t, h.call(t, h.operator, "GET", "/assignments?"+query, ""), "id"); fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("?%s answers %v, want %v", query, got, want)
				}
			}
		})
		t.Run("OK access", func(t *testing.T) {
			if got := items(t, h.call(t, h.operator, "GET", "/assignments", ""), "access"); fmt.Sprint(got) != "[true false false]" {
				t.Errorf("access is %v", got)
			}
		})
		t.Run("OK pages", func(t *testing.T) {
			first := read[object](t, h.call(t, h.operator, "GET", "/assignments?limit=2", ""))
			cursor := fmt.Sprint(first["next_cursor"])
			if got := items(t, h.call(t, h.operator, "GET", "/assignments?limit=2&cursor="+cursor, ""), "id"); len(got) != 1 || got[0] != string(c) {
				t.Errorf("the second page is %v", got)
			}
			wantProblem(t, h.call(t, h.operator, "GET", "/technicians?cursor="+cursor, ""), gatehouse.CodeUnknownParameter)
		})
		t.Run("OK export", func(t *testing.T) {
			answer := wantStatus(t, h.call(t, h.operator, "GET", "/assignments/export?person="+string(h.tess.Actor.Person), ""), http.StatusOK)
			text, _ := io.ReadAll(answer.Body)
			lines := strings.Split(strings.TrimSpace(string(text)), "\n")
			if len(lines) != 3 || !strings.Contains(lines[0], ",access,") || !strings.Contains(lines[1], "Tess Technician") {
				t.Errorf("the file is\n%s", text)
			}
			answer = wantStatus(t, h.at(t, h.owner, "GET", "/assignments/export?format=ndjson", ""), http.StatusOK)
			text, _ = io.ReadAll(answer.Body)
			if n := strings.Count(string(text), "\n"); n != 2 || strings.Contains(string(text), string(second)) {
				t.Errorf("the site's file is\n%s", text)
			}
		})
		t.Run("ErrParameter", func(t *testing.T) {
			for _, query := range []string{"waiting=false", "level=none", "sort=name", "limit=0"} {
				wantProblem(t, h.call(t, h.operator, "GET", "/assignments?"+query, ""), gatehouse.CodeUnknownParameter)
			}
			wantProblem(t, h.call(t, h.operator, "GET", "/assignments?person="+unknownID, ""), gatehouse.CodeNotFound)
		})
	})
}
