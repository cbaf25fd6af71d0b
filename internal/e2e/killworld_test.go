package e2e_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// change is a call under way: what it does to whom, and how to make it again.
type change struct {
	key string
	// action is what the audit trail calls it, with what else it tells of each row.
	action string
	also   []string
	emails []string
	// from and to are what the database says of each row before and after, "" where
	// it has none.
	from, to string
	// call makes the call and returns the ids of the rows.
	call func(context.Context) ([]string, error)
}

// worker is one of the callers. It makes one call after the other, about people
// that no other worker touches, and remembers what was acknowledged.
type worker struct {
	name   string
	portal *client.Client
	// next returns the worker's next change.
	next func(w *worker) *change

	made int
	// states and histories are what is expected of each person, by address; ids
	// are their ids as far as they are known.
	states    map[string]string
	histories map[string][]string
	ids       map[string]string
	// doubt is the change whose answer was lost, nil for none.
	doubt *change
	// failure is an answer that no fault explains.
	failure error
}

func newWorker(name string, portal *client.Client, next func(*worker) *change) *worker {
	return &worker{name: name, portal: portal, next: next, states: map[string]string{}, histories: map[string][]string{}, ids: map[string]string{}}
}

// run makes calls until an answer is lost, or until it is told to stop.
func (w *worker) run(ctx context.Context, stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
		}
		w.doubt = w.next(w)
		w.made++
		w.doubt.key = fmt.Sprintf("%s-%d", w.name, w.made)
		if !w.settle(ctx) {
			return
		}
	}
}

// settle makes the call in doubt and takes its answer; false when that is lost
// again, or no answer at all to such a call.
func (w *worker) settle(ctx context.Context) bool {
	ids, err := w.doubt.call(ctx)
	switch {
	case lost(err):
		return false
	case err != nil:
		w.failure = fmt.Errorf("%s %s of %v: %w", w.name, w.doubt.action, w.doubt.emails, err)
		return false
	case len(ids) != len(w.doubt.emails):
		w.failure = fmt.Errorf("%s %s of %v changed %d rows", w.name, w.doubt.action, w.doubt.emails, len(ids))
		return false
	}
	for i, email := range w.doubt.emails {
		w.ids[email] = ids[i]
		w.states[email] = w.doubt.to
		w.histories[email] = append(append(w.histories[email], w.doubt.action), w.doubt.also...)
	}
	w.doubt = nil
	return true
}

// lost reports whether an error leaves open what has happened: there was no answer,
// or one that says that the portal had none.
func lost(err error) bool {
	problem, answered := asProblem(err)
	return err != nil && (!answered || problem.Status >= 500)
}

// bulk makes a change of rows that are acted upon by id.
func (w *worker) bulk(action, to string, emails []string, verb func(context.Context, []string, ...client.CallOption) (client.Results, error)) *change {
	ids := []string{}
	for _, email := range emails {
		ids = append(ids, w.ids[email])
	}
	c := &change{action: action, emails: emails, from: w.states[emails[0]], to: to}
	c.call = func(ctx context.Context) ([]string, error) {
		return changed(verb(ctx, ids, client.IdempotencyKey(c.key)))
	}
	return c
}

// invite makes a change that invites n new addresses.
func (w *worker) invite(n int) *change {
	c := &change{action: "admin.invite", to: "pending 1"}
	invitations := []client.Invitation{}
	for i := range n {
		email := fmt.Sprintf("%s-%d-%d@example.com", w.name, w.made, i)
		c.emails = append(c.emails, email)
		invitations = append(invitations, client.Invitation{Email: email, Role: "observer"})
	}
	c.call = func(ctx context.Context) ([]string, error) {
		return changed(w.portal.InviteAdmins(ctx, invitations, client.IdempotencyKey(c.key)))
	}
	return c
}

// changed returns the ids of the rows that were changed.
func changed(results client.Results, err error) ([]string, error) {
	ids := []string{}
	for _, row := range results.Rows {
		if row.Outcome == client.Changed {
			ids = append(ids, row.ID)
		}
	}
	return ids, err
}

// crowd is how many people a bulk call is about.
const crowd = 6

// inviting is a worker's way that leads the same people through every state of an
// invitation: invited, sent again, revoked, sent again, deleted.
func inviting() func(*worker) *change {
	var people []string
	step := 0
	return func(w *worker) *change {
		step++
		switch step % 5 {
		case 1:
			c := w.invite(crowd)
			people = c.emails
			return c
		case 2:
			return w.bulk("admin.resend", "pending 2", people, w.portal.ResendAdmins)
		case 3:
			return w.bulk("admin.revoke", "revoked", people, w.portal.RevokeAdmins)
		case 4:
			return w.bulk("admin.resend", "pending 3", people[:crowd/2], w.portal.ResendAdmins)
		default:
			return w.bulk("admin.delete", "", people[crowd/2:], w.portal.DeleteAdmins)
		}
	}
}

// joining is a worker's way that invites people one by one and, once their mail is
// there, accepts for them, locks and unlocks them, changes their role and deletes
// some.
func joining(inbox *inbox) func(*worker) *change {
	var joined string
	step := 0
	return func(w *worker) *change {
		switch {
		case joined == "":
			email, token := inbox.next(w)
			if token == "" {
				return w.invite(1)
			}
			joined, step = email, 0
			return w.accept(email, token, inbox.newcomer)
		case step < 3:
			step++
			one := []string{joined}
			switch step {
			case 1:
				return w.bulk("admin.lock", "observer locked", one, w.portal.LockAdmins)
			case 2:
				return w.bulk("admin.unlock", "observer", one, w.portal.UnlockAdmins)
			default:
				return w.promote(joined)
			}
		default:
			gone := joined
			joined = ""
			return w.bulk("admin.delete", "", []string{gone}, w.portal.DeleteAdmins)
		}
	}
}

// accept makes a change in which a newcomer accepts, with the real cost of a
// password.
func (w *worker) accept(email, token string, newcomer *client.Client) *change {
	c := &change{action: "invitation.accept", also: []string{"session.sign_in"}, emails: []string{email}, from: w.states[email], to: "observer"}
	c.call = func(ctx context.Context) ([]string, error) {
		accepted, err := newcomer.AcceptInvitation(ctx, client.Acceptance{
			Token: token, Name: "Newcomer", Password: gatehousetest.Password,
		}, client.IdempotencyKey(c.key))
		return []string{accepted.Person}, err
	}
	return c
}

// promote makes a change of role.
func (w *worker) promote(email string) *change {
	c := &change{action: "admin.change_role", emails: []string{email}, from: w.states[email], to: "operator"}
	c.call = func(ctx context.Context) ([]string, error) {
		admin, err := w.portal.ChangeRole(ctx, w.ids[email], "operator", client.IdempotencyKey(c.key))
		return []string{admin.ID}, err
	}
	return c
}

// inbox is the mails of the people whom one worker invites.
type inbox struct {
	smtp     *gatehousetest.SMTPServer
	newcomer *client.Client
	read     int
	tokens   map[string]string
}

// fetch reads the mails that have come.
func (b *inbox) fetch() {
	mails := b.smtp.Received()
	for _, m := range mails[b.read:] {
		for _, link := range m.Links() {
			if _, token, found := strings.Cut(link, "/invitation?token="); found {
				b.tokens[m.To] = token
			}
		}
	}
	b.read = len(mails)
}

// next returns somebody who has a mail and has not accepted.
func (b *inbox) next(w *worker) (email, token string) {
	for email, state := range w.states {
		if state == "pending 1" && b.tokens[email] != "" {
			return email, b.tokens[email]
		}
	}
	return "", ""
}

// follower sends what is meant for one portal to wherever the program listens now.
type follower struct {
	http.Transport
	host atomic.Pointer[string]
}

// RoundTrip sends the request on.
func (f *follower) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Host, r.Host = *f.host.Load(), ""
	return f.Transport.RoundTrip(r)
}

// follow turns to the program as it listens now.
func (f *follower) follow(t *testing.T, p *gatehousetest.Program) {
	t.Helper()
	base, err := url.Parse(p.BaseURL())
	if err != nil {
		t.Fatal(err)
	}
	f.host.Store(&base.Host)
	f.CloseIdleConnections()
}

// client makes a client that follows.
func (f *follower) client(t *testing.T) *client.Client {
	t.Helper()
	c, err := client.New("http://portal.test", client.WithTransport(f))
	if err != nil {
		t.Fatal(err)
	}
	return c
}
