package api_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
)

func TestExplain(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		tess := string(h.tess.Actor.Person)
		path := "/explain?person=" + tess + "&site=" + string(h.site)
		closed := func(answer *http.Response) []string {
			t.Helper()
			e := read[struct {
				Access bool
				Gates  []struct {
					Gate string
					Pass bool
					Who  string `json:"who_can_change"`
				}
			}](t, wantStatus(t, answer, http.StatusOK))
			gates := []string{}
			for _, g := range e.Gates {
				if !g.Pass {
					gates = append(gates, g.Gate+" "+g.Who)
				}
			}
			if e.Access != (len(gates) == 0) {
				t.Errorf("access %v with the gates %v closed", e.Access, gates)
			}
			return gates
		}
		want := func(answer *http.Response, gates ...string) {
			t.Helper()
			if diff := cmp.Diff(append([]string{}, gates...), closed(answer)); diff != "" {
				t.Errorf("the closed gates differ (-want +got):\n%s", diff)
			}
		}
		t.Run("OK T147 not assigned", func(t *testing.T) {
			want(h.call(t, h.operator, "GET", path, ""), "assigned partner_operators", "level_allows site_admins")
			wantProblem(t, h.at(t, h.owner, "GET", path, ""), gatehouse.CodeNotFound)
		})
		id := h.Assign(t, h.operator.Actor, h.tess.Actor.Person, h.site, gatehouse.DevicesOnly)
		t.Run("OK waiting", func(t *testing.T) {
			want(h.at(t, h.owner, "GET", "/explain?person="+tess, ""), "approved site_admins")
			answer := wantStatus(t, h.call(t, h.operator, "GET", "/assignments/"+string(id)+"/explain", ""), http.StatusOK)
			e := read[object](t, answer)
			if e["way"] != nil || e["action"] != "site.enter" || e["person"].(object)["id"] != tess || e["site"].(object)["name"] != "Harbour" {
				t.Errorf("explained %v", e)
			}
			for _, row := range e["gates"].([]any) {
				gate := row.(object)
				by, _ := gate["by"].(object)
				if gate["gate"] == "approved" && (gate["since"] == nil || by["name"] != "The operator" || gate["way"] != "assignment") {
					t.Errorf("the gate is %v", gate)
				}
			}
		})
		h.approve(t, id)
		t.Run("OK open", func(t *testing.T) {
			want(h.call(t, h.operator, "GET", path, ""))
			want(h.call(t, h.operator, "GET", path+"&action=devices.manage", ""))
			want(h.call(t, h.operator, "GET", path+"&action=users.view", ""), "level_allows site_admins")
			want(h.call(t, h.operator, "GET", "/assignments/"+string(id)+"/explain?action=settings.manage", ""), "level_allows site_admins")
			if e := read[object](t, h.call(t, h.operator, "GET", path, "")); e["way"] != "assignment" {
				t.Errorf("explained %v", e)
			}
		})
		t.Run("OK both locks and the account's", func(t *testing.T) {
			wantStatus(t, h.call(t, h.operator, "PATCH", h.row(id), `{"partner_locked":true,"reason":"bill unpaid"}`), http.StatusOK)
			wantStatus(t, h.at(t, h.owner, "PATCH", h.row(id), `{"site_locked":true}`), http.StatusOK)
			wantStatus(t, h.call(t, h.operator, "PATCH", "/technicians/"+tess, `{"locked":true}`), http.StatusOK)
			want(h.at(t, h.owner, "GET", path, ""),
				"account_not_locked partner_operators", "no_site_lock site_admins", "no_partner_lock partner_operators")
			for _, row := range read[object](t, h.call(t, h.operator, "GET", path, ""))["gates"].([]any) {
				gate := row.(object)
				if reason, told := gate["reason"]; told != (gate["gate"] == "no_partner_lock") || told && reason != "bill unpaid" {
					t.Errorf("the gate %v tells the reason %v", gate["gate"], reason)
				}
			}
		})
		t.Run("OK a site's administrator", func(t *testing.T) {
			sam := "/explain?person=" + string(h.owner.Actor.Person) + "&site=" + string(h.site)
			want(h.call(t, h.operator, "GET", sam+"&action=settings.manage", ""))
			if e := read[object](t, h.call(t, h.operator, "GET", sam, "")); e["way"] != "site_admin" {
				t.Errorf("explained %v", e)
			}
		})
		t.Run("ErrParameter", func(t *testing.T) {
			for _, query := range []string{"", "?person=" + tess, "?site=" + string(h.site), "?person=" + tess + "&site=" + string(h.site) + "&action=site.burn", "?person="} {
				wantProblem(t, h.call(t, h.operator, "GET", "/explain"+query, ""), gatehouse.CodeUnknownParameter)
			}
		})
		t.Run("ErrForeign", func(t *testing.T) {
			other := h.NewPartner(t, "Northgate", "nora@northgate.example")
			foreign := h.InviteTechnician(t, other.Actor, "fay@example.com")
			site := h.NewSite(t, other.Actor, "Theirs")
			for _, pair := range [][2]string{
				{"person=" + string(foreign) + "&site=" + string(h.site), "person=" + unknownID + "&site=" + string(h.site)},
				{"person=" + tess + "&site=" + string(site), "person=" + tess + "&site=" + unknownID},
			} {
				wantProblem(t, h.call(t, h.operator, "GET", "/explain?"+pair[0], ""), gatehouse.CodeNotFound)
				sameAnswer(t, h.call(t, h.operator, "GET", "/explain?"+pair[0], ""), h.call(t, h.operator, "GET", "/explain?"+pair[1], ""))
			}
			elsewhere := h.NewSite(t, h.master.Actor, "Elsewhere")
			wantProblem(t, h.at(t, h.owner, "GET", "/explain?person="+tess+"&site="+string(elsewhere), ""), gatehouse.CodeNotFound)
		})
	})
}
