package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestAlready: a question says of a row that it leaves out how it is already, and of one
// that waits for approval that it does.
func TestAlready(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	sam := f.AtSite(t, f.JoinSite(t, f.mara.Actor, f.mill, "sam@mill.example", gatehouse.SiteMaster), f.mill)
	tab, list, people := editOf(f.mara, f.harbour, "technicians"), "/s/"+string(f.mill)+"/technicians", listOf(f.mara)
	f.approve(t, f.atHarbour)
	for _, c := range []struct {
		by            gatehousetest.Member
		list, verb    string
		id            string
		english, sagt string
	}{
		{f.mara, tab, "unlock", string(f.atHarbour), "Already unlocked", "Bereits entsperrt"},
		{f.mara, tab, "approve", string(f.atHarbour), "Not waiting for approval", "Wartet nicht auf Freigabe"},
		{f.mara, people, "unlock", string(f.oleg.Actor.Person), "Already unlocked", "Bereits entsperrt"},
		{sam, list, "lock", string(f.atMill), "Waiting for approval", "Wartet auf Freigabe"},
	} {
		b := f.as(t, c.by)
		for language, want := range map[string]string{"en": c.english, "de": c.sagt} {
			f.Exec(t, "UPDATE account SET language = $1", language)
			form := url.Values{"csrf": fieldsOf(t, b.get(t, c.list, http.StatusOK), "/sign-out")["csrf"], "id": {c.id}}
			asked := b.post(t, c.list+"/"+c.verb, form, http.StatusOK)
			if diff := cmp.Diff([]string{want}, asked.page.Texts(".left-out .left-out-why")); diff != "" {
				t.Errorf("%s/%s (-want +got):\n%s", c.list, c.verb, diff)
			}
		}
	}
}
