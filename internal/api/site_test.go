package api_test

import (
	"net/http"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestSites(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		const input = `{"name":"Harbour","country":"DE","time_zone":"Europe/Berlin","notes":"mind the dog"}`
		created := wantStatus(t, w.call(t, w.master, "POST", "/sites", input), http.StatusCreated)
		if created.Header.Get("ETag") != `"1"` {
			t.Errorf("the ETag is %s", created.Header.Get("ETag"))
		}
		shape := object{
			"id": "*", "name": "Harbour", "country": "DE", "time_zone": "Europe/Berlin", "notes": "mind the dog",
			"technician_access": true, "technician_access_at": "*", "technician_approval": "required", "owned_at": nil,
			"credits": 0.0, "out_of_credit_at": nil, "monthly_cost": 0.0, "users": 0.0, "devices": 0.0, "technicians": 0.0, "waiting": 0.0,
			"created_at": "*", "created_by": object{"id": "*", "name": "Mara Master"},
		}
		id, _ := wantShape(t, created, shape)["id"].(string)
		t.Run("OK", func(t *testing.T) {
			wantShape(t, w.call(t, w.master, "GET", "/sites/"+id, ""), shape)
			wantShape(t, w.call(t, w.master, "GET", "/sites?q=harb&sort=-credits", ""), object{"items": []any{shape}})
		})
		t.Run("Err input", func(t *testing.T) {
			for _, body := range []string{
				`{}`, `{"name":"x","country":"XX","time_zone":"Europe/Berlin"}`, `{"name":"x","country":"DE","time_zone":"Local"}`,
				`{"name":"x","country":"DE","time_zone":"Europe/Berlin","technician_approval":"maybe"}`,
				`{"name":"x","country":"DE","time_zone":"Europe/Berlin","credits":5}`,
				`{"name":"x","country":"DE","time_zone":"Europe/Berlin","first_administrator":"nobody"}`,
			} {
				wantProblem(t, w.call(t, w.master, "POST", "/sites", body), gatehouse.CodeInvalid)
			}
			for _, query := range []string{"?waiting=yes", "?waiting=false", "?sort=notes", "?country=xx", "?limit=0", "?cursor=x"} {
				wantProblem(t, w.call(t, w.master, "GET", "/sites"+query, ""), gatehouse.CodeUnknownParameter)
			}
			wantProblem(t, w.call(t, w.master, "PATCH", "/sites/"+id, `{"name":null}`), gatehouse.CodeInvalid)
			wantProblem(t, w.call(t, w.master, "PATCH", "/sites/"+id, `{"name":"x"}`, `If-Match: "9"`), gatehouse.CodeStale)
		})
		t.Run("OK the notes stay with the partner", func(t *testing.T) {
			owner := w.SiteMember(t, w.master.Actor, gatehouse.SiteID(id), "owner@site.example", gatehouse.SiteMaster)
			at := "Gatehouse-Place: site:" + id
			seen := read[object](t, wantStatus(t, w.call(t, owner, "GET", "/sites/"+id, "", at), http.StatusOK))
			if _, there := seen["notes"]; there {
				t.Error("the site's Master reads them")
			}
			wantProblem(t, w.call(t, owner, "PATCH", "/sites/"+id, `{"notes":"x"}`, at), gatehouse.CodeForbidden)
			wantProblem(t, w.call(t, w.master, "PATCH", "/sites/"+id, `{"technician_access":false}`), gatehouse.CodeOwnedBySite)
			changed := read[object](t, wantStatus(t, w.call(t, owner, "PATCH", "/sites/"+id, `{"technician_access":false,"technician_approval":"automatic"}`, at), http.StatusOK))
			if changed["technician_access"] != false || changed["technician_approval"] != "automatic" {
				t.Errorf("the settings are %v", changed)
			}
		})
		t.Run("Err another partner's", func(t *testing.T) {
			other := w.NewPartner(t, "Northgate", "nora@northgate.example")
			const unknown = "01a20068-2541-7c9e-b6d0-7cb057888040"
			for _, c := range []struct{ method, path, body string }{
				{"GET", "", ""}, {"PATCH", "", `{"name":"x"}`}, {"DELETE", "?confirm=Harbour", ""}, {"POST", "/credits", `{"amount":1}`},
			} {
				foreign := w.call(t, other, c.method, "/sites/"+id+c.path, c.body)
				sameAnswer(t, w.call(t, other, c.method, "/sites/"+unknown+c.path, c.body), foreign)
				if foreign.StatusCode != http.StatusNotFound {
					t.Errorf("%s %s answers %d", c.method, c.path, foreign.StatusCode)
				}
			}
		})
	})
}

// TestT160Amounts: an amount is a whole number in digits, or nothing happens.
func TestT160Amounts(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		partner := w.master.Actor.Partner
		if _, _, err := w.Credits.TopUp(t.Context(), gatehousetest.Operator(), string(partner), 100); err != nil {
			t.Fatal(err)
		}
		site := string(w.NewSite(t, w.master.Actor, "Harbour"))
		for _, amount := range []string{
			`0`, `-0`, `0.1`, `1.0`, `1e3`, `1E1`, `1e309`, `"1"`, `"1e3"`, `9223372036854775807`, `9223372036854775808`, `-9223372036854775809`,
			`1000000001`, `101`, `-1`, `null`, `true`, `[1]`, `{}`,
		} {
			wantProblem(t, w.call(t, w.master, "POST", "/sites/"+site+"/credits", `{"amount":`+amount+`}`), gatehouse.CodeInvalid)
		}
		for _, amount := range []string{`+1`, `01`, `0x1`, `NaN`, `Infinity`, `1_0`, ``} {
			wantProblem(t, w.call(t, w.master, "POST", "/sites/"+site+"/credits", `{"amount":`+amount+`}`), gatehouse.CodeMalformed)
		}
		if balance, err := w.Credits.Balance(t.Context(), w.master.Actor); err != nil || balance.Credits != 100 {
			t.Errorf("the balance is %+v, %v", balance, err)
		}
		answer := w.call(t, w.master, "POST", "/sites/"+site+"/credits", `{"amount":100}`)
		wantShape(t, wantStatus(t, answer, http.StatusOK), object{
			"id": "*", "at": "*", "kind": "allocation", "amount": 100.0, "site": object{"id": site, "name": "Harbour"},
			"actor": object{"id": "*", "name": "Mara Master"}, "partner_credits": 0.0, "site_credits": 100.0,
		})
	})
}
