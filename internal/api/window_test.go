package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
)

// TestWindowBounds: a bound that cannot be written back is refused on each way to set
// one, and one that Go takes for none does not leave access without an end.
func TestWindowBounds(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		tess := h.tess.Actor.Person
		assign := func(window string) *http.Response {
			return h.call(t, h.operator, "POST", "/sites/"+string(h.site)+"/assignments", fmt.Sprintf(`[{"person":%q,"level":"devices_only",%s}]`, tess, window))
		}
		bad := []string{
			`"ends_at":"9999-12-31T23:59:59-12:00"`, `"starts_at":"9999-12-31T23:59:59-12:00"`, `"ends_at":"0001-01-01T00:00:00Z"`,
			`"starts_at":"0001-01-01T00:00:00Z"`, `"starts_at":"0000-01-01T00:00:00+14:00"`, `"starts_at":"1969-12-31T23:59:59Z"`,
		}
		for _, window := range bad {
			t.Run("Err assign "+window, func(t *testing.T) { wantProblem(t, assign(window), gatehouse.CodeInvalid) })
		}
		wantOutcomes(t, assign(`"starts_at":"2020-01-01T06:00:00.5Z","ends_at":"9999-12-31T23:59:59Z"`), "changed")
		t.Run("OK the trail has the window", func(t *testing.T) {
			e := events(t, h.call(t, h.master, "GET", "/audit?action=assignment.create", ""))[0]
			after, _ := e["after"].(object)
			if after["starts_at"] != "2020-01-01T06:00:00.5Z" || after["ends_at"] != "9999-12-31T23:59:59Z" {
				t.Errorf("after %v", after)
			}
		})
		id := gatehouse.AssignmentID(items(t, h.call(t, h.operator, "GET", "/assignments", ""), "id")[0])
		for _, window := range bad {
			t.Run("Err change "+window, func(t *testing.T) {
				wantProblem(t, h.at(t, h.owner, "PATCH", h.row(id), "{"+window+"}"), gatehouse.CodeInvalid)
				wantProblem(t, h.call(t, h.operator, "PATCH", h.row(id), "{"+window+"}"), gatehouse.CodeInvalid)
			})
		}
		t.Run("OK one that was stored before can be changed", func(t *testing.T) {
			h.Exec(t, "UPDATE assignment SET ends_at = 253402343999000000 WHERE id = $1", string(id)) // in the year 10000
			wantStatus(t, h.at(t, h.owner, "PATCH", h.row(id), `{"site_locked":true,"ends_at":"2099-11-23T00:00:00Z"}`), http.StatusOK)
		})
	})
}

// TestRefusalsOfTheirOwn: refusals are one counted event for the same attempt at the same
// place, by the same key. Those at another site are in that site's log.
func TestRefusalsOfTheirOwn(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		other := h.NewSite(t, h.master.Actor, "Other")
		h.Assign(t, h.master.Actor, h.tess.Actor.Person, other, gatehouse.DevicesOnly)
		h.Assign(t, h.master.Actor, h.tess.Actor.Person, h.site, gatehouse.DevicesOnly)
		again := fmt.Sprintf(`[{"person":%q,"level":"devices_only"}]`, h.tess.Actor.Person)
		for _, site := range []gatehouse.SiteID{h.site, other, other, h.site, other} {
			wantOutcomes(t, h.call(t, h.operator, "POST", "/sites/"+string(site)+"/assignments", again), "refused already_assigned")
		}
		for site, want := range map[gatehouse.SiteID]float64{h.site: 2, other: 3} {
			got := events(t, h.call(t, h.master, "GET", "/audit?outcome=refused&action=assignment.create&site="+string(site), ""))
			if len(got) != 1 || got[0]["count"] != want || got[0]["site"] != string(site) {
				t.Errorf("want one event, counted %v: %v", want, got)
			}
		}
		const invite = `{"invitations":[{"email":"new@example.com"}]}`
		first, second := h.NewKey(t, h.master.Actor, gatehouse.KeyObserver), h.NewKey(t, h.master.Actor, gatehouse.KeyObserver)
		for _, key := range []string{first.Token, second.Token, second.Token} {
			wantProblem(t, h.withKey(t, key, "POST", "/technicians", invite), gatehouse.CodeForbidden)
		}
		wantProblem(t, h.call(t, h.Join(t, h.master.Actor, "oscar@example.com", gatehouse.PartnerObserver), "POST", "/technicians", invite), gatehouse.CodeForbidden)
		counts := map[any]any{}
		for _, e := range events(t, h.call(t, h.master, "GET", "/audit?outcome=refused&action=technician.invite", "")) {
			counts[e["api_key"]] = e["count"]
		}
		if counts[string(first.ID)] != 1.0 || counts[string(second.ID)] != 2.0 || len(counts) != 3 {
			t.Errorf("counted %v", counts)
		}
	})
}

// events are those of a page of the trail.
func events(t *testing.T, answer *http.Response) []object {
	t.Helper()
	return read[struct{ Items []object }](t, wantStatus(t, answer, http.StatusOK)).Items
}

// TestApprovedYetClosed: the mail about an approval does not promise what another lock
// forbids.
func TestApprovedYetClosed(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		id := h.Assign(t, h.master.Actor, h.tess.Actor.Person, h.site, gatehouse.DevicesOnly)
		wantStatus(t, h.call(t, h.operator, "PATCH", h.row(id), `{"partner_locked":true}`), http.StatusOK)
		h.approve(t, id)
		h.Deliver(t)
		for {
			mail := h.SMTP.WaitFor(t, string(h.tess.Account.Email))
			if !strings.Contains(mail.Subject, "approved") {
				continue
			}
			if !strings.Contains(mail.Text, "may not enter yet") || strings.Contains(mail.Text, "from now on") {
				t.Errorf("the mail says %s", mail.Text)
			}
			return
		}
	})
}
