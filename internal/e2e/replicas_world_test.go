package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// replicas are several programs on one database, people who ask all of them, and one
// who changes what they have to answer.
type replicas struct {
	programs []*gatehousetest.Program
	h        *history
	asking   asking
	gates    []gate
	to       *follower
	calls    int
}

// gate is one of the things that have to be open, and how it is opened and closed.
type gate struct {
	name string
	set  func(ctx context.Context, open bool, options ...client.CallOption) error
}

const askers = 16

// newReplicas sets the first program up, with a technician who may enter a site, and
// starts the others beside it.
func newReplicas(t *testing.T, engine gatehousetest.Engine, first []gatehousetest.ProgramOption, others ...[]gatehousetest.ProgramOption) *replicas {
	t.Helper()
	p := gatehousetest.StartProgram(t, engine, first...)
	w := &replicas{programs: []*gatehousetest.Program{p}, h: newHistory(), to: &follower{}}
	w.to.follow(t, p)
	w.build(t, p)
	for _, options := range others {
		options = append([]gatehousetest.ProgramOption{gatehousetest.Beside(p)}, options...)
		w.programs = append(w.programs, gatehousetest.StartProgram(t, engine, options...))
	}
	return w
}

// build makes the partner, the site with its administrator, and the technician.
func (w *replicas) build(t *testing.T, p *gatehousetest.Program) {
	t.Helper()
	ctx := t.Context()
	link, err := url.Parse(p.SetupLink(t))
	must(t, err)
	master := w.to.client(t)
	_, err = master.CompleteSetup(ctx, client.Setup{
		Token: link.Query().Get("token"), Partner: "Meridian Access", Name: "Mara Master", Email: "mara@meridian.example", Password: gatehousetest.Password,
	})
	must(t, err)
	site, err := master.CreateSite(ctx, client.NewSite{
		Name: "Harbour Tower", Country: "DE", TimeZone: "Europe/Berlin", TechnicianApproval: "automatic", FirstAdministrator: sam,
	})
	must(t, err)
	keeper := w.to.client(t)
	join(t, p, keeper, sam)
	keeper = keeper.AtSite(site.ID)
	invited, err := master.InviteTechnicians(ctx, []string{tess})
	must(t, err)
	person := invited.Rows[0].ID
	technician := join(t, p, w.to.client(t), tess)
	pairs, err := master.Assign(ctx, []string{person}, []string{site.ID}, client.DevicesOnly, client.Window{})
	must(t, err)
	key, err := master.CreateAPIKey(ctx, client.NewAPIKey{Name: "Doors", Scope: "decisions"})
	must(t, err)
	w.asking = asking{site: site.ID, email: tess, account: technician.Account.ID, key: key.Token}
	w.gates = gatesOf(master, keeper, person, site.ID, pairs[0].ID)
}

// join accepts the invitation that was mailed to the address.
func join(t *testing.T, p *gatehousetest.Program, c *client.Client, email string) client.Accepted {
	t.Helper()
	for _, link := range p.SMTP.WaitFor(t, email).Links() {
		if _, token, found := strings.Cut(link, "/invitation?token="); found {
			accepted, err := c.AcceptInvitation(t.Context(), client.Acceptance{Token: token, Name: "Newcomer", Password: gatehousetest.Password})
			must(t, err)
			return accepted
		}
	}
	t.Fatalf("%s has no link", email)
	return client.Accepted{}
}

// gatesOf are the gates of an assignment that somebody can open and close: the account,
// both locks of the site, the level, and the site's Technician Access.
func gatesOf(master, keeper *client.Client, person, site, assignment string) []gate {
	level := map[bool]string{true: client.DevicesOnly, false: client.LevelNone}
	return []gate{
		{"the account's lock", func(ctx context.Context, open bool, options ...client.CallOption) error {
			verb := master.LockTechnicians
			if open {
				verb = master.UnlockTechnicians
			}
			return accepted(verb(ctx, []string{person}, options...))
		}},
		{"the level", func(ctx context.Context, open bool, options ...client.CallOption) error {
			to := level[open]
			_, err := keeper.ChangeAssignment(ctx, site, assignment, client.AssignmentChange{Level: &to}, options...)
			return err
		}},
		{"Technician Access", func(ctx context.Context, open bool, options ...client.CallOption) error {
			_, err := keeper.ChangeSite(ctx, site, client.SiteChange{TechnicianAccess: &open}, options...)
			return err
		}},
		{"the site's lock", func(ctx context.Context, open bool, options ...client.CallOption) error {
			locked := !open
			_, err := keeper.ChangeAssignment(ctx, site, assignment, client.AssignmentChange{SiteLocked: &locked}, options...)
			return err
		}},
		{"the partner's lock", func(ctx context.Context, open bool, options ...client.CallOption) error {
			return accepted(master.SetPartnerLocks(ctx, person, []client.PartnerLock{{ID: assignment, Locked: !open}}, options...))
		}},
	}
}

// accepted returns an error when a row was refused.
func accepted(results client.Results, err error) error {
	for _, row := range results.Rows {
		if row.Outcome == client.Refused {
			return fmt.Errorf("%s is refused: %s", row.ID, row.Code)
		}
	}
	return err
}

// ask lets the askers loose, on all replicas in turn, until the returned function is
// called.
func (w *replicas) ask(t *testing.T) (stop func()) {
	t.Helper()
	ended := make(chan struct{})
	var asking sync.WaitGroup
	for i := range askers {
		n := i % len(w.programs)
		a := &asker{asking: w.asking, replica: n, base: w.programs[n].BaseURL, client: &http.Client{Transport: &http.Transport{}}, h: w.h}
		asking.Go(func() {
			defer a.client.CloseIdleConnections()
			a.run(t, i, ended)
		})
	}
	stop = sync.OnceFunc(func() {
		close(ended)
		asking.Wait()
	})
	t.Cleanup(stop)
	return stop
}

// turn closes or opens a gate by a call to one of the replicas. Where the answer is
// lost it asks again, with the same key, until it knows.
func (w *replicas) turn(t *testing.T, g gate, open bool, by ...int) {
	t.Helper()
	w.calls++
	key := client.IdempotencyKey(fmt.Sprintf("turn-%d", w.calls))
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	w.h.end()
	for try := w.calls; ; try++ {
		w.to.follow(t, w.programs[by[try%len(by)]])
		err := g.set(ctx, open, key)
		if err == nil {
			break
		}
		if !lost(err) || ctx.Err() != nil {
			t.Fatalf("set %s to %v: %v", g.name, open, err)
		}
	}
	w.h.begin(fmt.Sprintf("%s, open %v", g.name, open), open)
}

// patience is how long anything may take before a test gives up.
const patience = 30 * time.Second

// walk closes and opens every gate in turn, until the time is over, and lets every
// replica answer in between.
func (w *replicas) walk(t *testing.T, length time.Duration, by ...int) {
	t.Helper()
	until := time.Now().Add(length)
	for n := 0; time.Now().Before(until) || n < 2*len(w.gates) || n%2 == 1; n++ {
		w.turn(t, w.gates[n/2%len(w.gates)], n%2 == 1, by...)
		if !w.h.await(2, by, patience) {
			t.Fatalf("not every replica of %v answers", by)
		}
	}
}

// conclude stops the askers and looks at what they were told.
func (w *replicas) conclude(t *testing.T, stop func()) {
	t.Helper()
	stop()
	for i, wrong := range w.h.wrong() {
		if i == 5 {
			t.Error("and so on")
			break
		}
		t.Error(wrong)
	}
	told := map[string]int{}
	for _, a := range w.h.answers {
		told[fmt.Sprintf("%d allow %v", a.status, a.allow)]++
	}
	t.Logf("%d calls that change, answers: %v", len(w.h.phases), told)
}

func (w *replicas) everyone() []int {
	all := make([]int, len(w.programs))
	for i := range all {
		all[i] = i
	}
	return all
}

// soakFor is how long a test with load runs.
func soakFor(short, long time.Duration) time.Duration {
	if gatehousetest.Soak() {
		return long
	}
	return short
}

func must(t *testing.T, err error) {
	t.Helper()
	if problem, ok := errors.AsType[*client.Problem](err); ok {
		t.Fatalf("%s: %s", problem.Code, problem.Detail)
	}
	if err != nil {
		t.Fatal(err)
	}
}
