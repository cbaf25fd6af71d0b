package templates_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// TestAuditChanges: the details of an event say fields, values and times in the
// visitor's language; what the pages do not know stays as it was recorded.
func TestAuditChanges(t *testing.T) {
	for _, c := range []struct {
		action        gatehouse.Action
		before, after string
		english       []string
		german        []string
	}{
		{
			gatehouse.ActionAssign, `{}`, `{"level":"devices_only","waiting":false,"ends_at":"2026-12-06T00:00:00Z","starts_at":null}`,
			[]string{"Ends — 6 Dec 2026, 00:00:00 UTC", "Permission level — Devices Only", "Starts — —", "Waiting for approval — No"},
			[]string{"Endet — 6. Dez. 2026, 00:00:00 UTC", "Berechtigungsstufe — Nur Geräte", "Beginnt — —", "Wartet auf Freigabe — Nein"},
		},
		{gatehouse.ActionSiteAdminRole, `{"role":"observer"}`, `{"role":"master"}`, []string{"Role Observer Master"}, []string{"Rolle Observer Master"}},
		{gatehouse.ActionTechnicianRevoke, `{"status":"pending"}`, `{"status":"revoked"}`, []string{"Status Pending Revoked"}, []string{"Status Ausstehend Widerrufen"}},
		{
			gatehouse.ActionDeviceEdit, `{"status":"online","name":"pending"}`, `{"status":"disabled","name":"true"}`,
			[]string{"Name pending true", "Status Online Disabled"},
			[]string{"Name pending true", "Status Online Außer Betrieb"},
		},
		{
			gatehouse.ActionSiteSettings, `{"technician_access":true,"technician_approval":"required"}`, `{"technician_access":false,"technician_approval":"automatic"}`,
			[]string{"Technician Access Yes No", "Technician approval Required Automatic"},
			[]string{"Technikerzugang Ja Nein", "Freigabe von Technikern Erforderlich Automatisch"},
		},
		{gatehouse.ActionInvitationAccept, `{}`, `{"kind":"site_admin"}`, []string{"Kind — Administrator of a site"}, []string{"Art — Administrator eines Standorts"}},
		{gatehouse.ActionCreditCharge, `{}`, `{"month":"2026-10","due":12000}`, []string{"Due — 12,000", "Month — Oct 2026"}, []string{"Fällig — 12.000", "Monat — Okt. 2026"}},
		{gatehouse.ActionSiteUserEdit, `{}`, `{"changed":["name","card"]}`, []string{"Changed — Name, Card"}, []string{"Geändert — Name, Karte"}},
		{gatehouse.ActionAccountChange, `{}`, `{"name":"changed","language":"de"}`, []string{"Language — Deutsch", "Name — changed"}, []string{"Sprache — Deutsch", "Name — geändert"}},
		{gatehouse.ActionSiteEdit, `{"country":"AT"}`, `{"country":"DE"}`, []string{"Country Austria Germany"}, []string{"Land Österreich Deutschland"}},
		{gatehouse.ActionKeyCreate, `{}`, `{"scope":"decisions"}`, []string{"Scope — Decisions only"}, []string{"Umfang — Nur Entscheidungen"}},
		{
			gatehouse.ActionAssign, `{"odd_at":"2026-12-06T00:00:00Z"}`, `{"odd_at":true,"level":"odd"}`,
			[]string{"Permission level — odd", "odd_at 2026-12-06T00:00:00Z true"},
			[]string{"Berechtigungsstufe — odd", "odd_at 2026-12-06T00:00:00Z true"},
		},
	} {
		for lang, want := range map[gatehouse.Language][]string{gatehouse.English: c.english, gatehouse.German: c.german} {
			p := templates.Audit{Base: member(lang, gatehouse.PartnerMaster), Events: []gatehouse.AuditEvent{{
				At: now, Action: c.action, Outcome: gatehouse.Done, Via: gatehouse.ViaPage,
				Before: json.RawMessage(c.before), After: json.RawMessage(c.after),
			}}}
			got := []string{}
			for _, row := range draw(t, p).All(".changes tbody tr") {
				cells := append(row.Texts("th"), row.Texts("td")...)
				got = append(got, strings.ReplaceAll(strings.Join(cells, " "), "– "+p.Words.Common.Nothing, "—"))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s:\n got %q\nwant %q", lang, c.action, got, want)
			}
		}
	}
}
