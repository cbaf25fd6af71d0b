package client_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestDecisions asks the decision endpoint of the whole program, as a door would.
func TestDecisions(t *testing.T) {
	p := gatehousetest.StartProgram(t, gatehousetest.SQLite)
	ctx := t.Context()
	master, entered := p.SetUp(t)
	sites := []string{}
	for i := range 3 {
		created, err := master.CreateSite(ctx, client.NewSite{Name: fmt.Sprintf("Site %d", i), Country: "DE", TimeZone: "Europe/Berlin", TechnicianApproval: "automatic"})
		if err != nil {
			t.Fatal(err)
		}
		sites = append(sites, created.ID)
	}
	slices.Sort(sites)
	invited, err := master.InviteTechnicians(ctx, []string{"tess@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	person := invited.Rows[0].ID
	_, token, _ := strings.Cut(p.SMTP.WaitFor(t, "tess@example.com").Links()[0], "token=")
	accepted, err := p.Client(t).AcceptInvitation(ctx, client.Acceptance{Token: token, Name: "Tess", Password: gatehousetest.Password})
	if err != nil {
		t.Fatal(err)
	}
	tess := accepted.Account.ID
	if _, err := master.Assign(ctx, []string{person}, sites[:2], client.DevicesOnly, client.Window{}); err != nil {
		t.Fatal(err)
	}
	made, err := master.CreateAPIKey(ctx, client.NewAPIKey{Name: "Doors", Scope: "decisions"})
	if err != nil {
		t.Fatal(err)
	}
	door, err := client.New(p.BaseURL(), client.WithKey(made.Token))
	if err != nil {
		t.Fatal(err)
	}
	enter := client.Question{Subject: tess, Action: "site.enter", Site: sites[0]}
	t.Run("OK one question", func(t *testing.T) {
		if d, err := door.Evaluate(ctx, enter); err != nil || !d.Access || len(d.Gates) != 0 {
			t.Errorf("decided %+v, %v", d, err)
		}
		asked := client.Question{Subject: "Tess@Example.com", Action: "users.view", Site: sites[0], Reasons: true}
		d, err := door.Evaluate(ctx, asked)
		closed := []string{}
		for _, g := range d.Gates {
			if !g.Pass {
				closed = append(closed, g.Gate+" "+g.WhoCanChange)
			}
		}
		if diff := cmp.Diff([]string{"level_allows first_site_admin"}, closed); err != nil || d.Access || diff != "" {
			t.Errorf("decided %v, %v; the closed gates differ:\n%s", d.Access, err, diff)
		}
	})
	t.Run("OK many questions", func(t *testing.T) {
		questions := []client.Question{enter, {Subject: tess, Action: "site.enter", Site: sites[2]}, enter}
		for semantic, want := range map[client.Semantic]int{"": 3, client.ExecuteAll: 3, client.DenyOnFirstDeny: 2, client.PermitOnFirstPermit: 1} {
			if got, err := door.EvaluateAll(ctx, questions, semantic); err != nil || len(got) != want || !got[0].Access || want > 1 && got[1].Access {
				t.Errorf("%q answers %+v, %v", semantic, got, err)
			}
		}
		if got, err := door.EvaluateAll(ctx, nil, ""); got != nil || err != nil {
			t.Errorf("nothing is answered %v, %v", got, err)
		}
	})
	t.Run("OK searches", func(t *testing.T) {
		for name, c := range map[string]struct {
			found func(func(string, error) bool)
			want  []string
		}{
			"who":   {door.SearchSubjects(ctx, "site.enter", sites[0]), []string{tess}},
			"where": {door.SearchSites(ctx, "tess@example.com", "site.enter"), sites[:2]},
			"what":  {door.SearchActions(ctx, tess, sites[1]), []string{"site.enter", "dashboard.view", "devices.view", "devices.manage"}},
			"none":  {door.SearchActions(ctx, entered.Account.ID, sites[1]), nil},
		} {
			var got []string
			for id, err := range c.found {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, id)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s differs:\n%s", name, diff)
			}
		}
	})
	t.Run("OK a lock, and the use of the key on record", func(t *testing.T) {
		if _, err := master.LockTechnicians(ctx, []string{person}); err != nil {
			t.Fatal(err)
		}
		if d, err := door.Evaluate(ctx, enter); err != nil || d.Access {
			t.Errorf("decided %+v, %v", d, err)
		}
		if key, err := master.APIKey(ctx, made.ID); err != nil || time.Since(key.LastUsedAt) > time.Minute {
			t.Errorf("the key is %+v, %v", key, err)
		}
	})
	t.Run("OK discovery", func(t *testing.T) {
		answer := p.Get(t, "/.well-known/authzen-configuration")
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(body), `"access_evaluation_endpoint":"`+p.BaseURL()+`/access/v1/evaluation"`) {
			t.Errorf("answered %d %s, %v", answer.StatusCode, body, err)
		}
	})
	t.Run("Err refused", func(t *testing.T) {
		if err := master.RevokeAPIKey(ctx, made.ID); err != nil {
			t.Fatal(err)
		}
		_, err := door.Evaluate(ctx, enter)
		problem, ok := errors.AsType[*client.Problem](err)
		if !ok || problem.Status != http.StatusUnauthorized || problem.Detail != "This API key cannot be used." || problem.RequestID == "" {
			t.Errorf("refused with %v", err)
		}
		for _, err := range door.SearchSites(ctx, tess, "site.enter") {
			if err == nil {
				t.Error("a site is found")
			}
		}
	})
}
