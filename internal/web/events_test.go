package web_test

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/serve"
)

// cutWithin is how soon a stream ends when it may not go on.
const cutWithin = 5 * time.Second

// listener is an open stream of somebody at a portal that listens.
type listener struct {
	*http.Response
	lines *bufio.Reader
}

// served makes the portal listen, and returns its address and how to shut it down.
func (p *portal) served(t *testing.T) (address string, stop func() error) {
	t.Helper()
	at, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- serve.Run(ctx, at, p.handler, gatehousetest.Quiet()) }()
	stop = func() error {
		cancel()
		err := <-ended
		ended <- err
		return err
	}
	t.Cleanup(func() { _ = stop() })
	return at.Addr().String(), stop
}

// listen opens a stream as the member.
func (p *portal) listen(t *testing.T, address string, m gatehousetest.Member) listener {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = p.BaseURL.Host
	r.AddCookie(&http.Cookie{Name: "gatehouse", Value: m.Token})
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	return listener{response, bufio.NewReader(response.Body)}
}

// next is the name and the data of the next event, "" when the stream has ended. The
// test fails when nothing comes in time.
func (l listener) next(t *testing.T) (name, data string) {
	t.Helper()
	late := time.AfterFunc(cutWithin, func() { _ = l.Body.Close() })
	for {
		line, err := l.lines.ReadString('\n')
		line = strings.TrimSpace(line)
		if text, ok := strings.CutPrefix(line, "event: "); ok {
			name = text
		}
		if text, ok := strings.CutPrefix(line, "data: "); ok {
			late.Stop()
			return name, text
		}
		if err != nil {
			if !late.Stop() {
				t.Fatalf("nothing happened within %s", cutWithin)
			}
			return "", ""
		}
	}
}

// places is where the stream says that its account may stand.
func (l listener) places(t *testing.T) string {
	t.Helper()
	name, data := l.next(t)
	if name != "places" {
		t.Fatalf("the stream says %q with status %d, want places", name, l.StatusCode)
	}
	return data
}

// wantEvents asserts what comes, and that the stream ends after it.
func (l listener) wantEvents(t *testing.T, names ...string) {
	t.Helper()
	for _, want := range append(names, "") {
		if got, _ := l.next(t); got != want {
			t.Fatalf("the stream says %q, want %q", got, want)
		}
	}
}

// TestT111StreamIsCut: a stream that began while its session lived ends within five
// seconds when the session does, whoever ends it (SECURITY T111).
func TestT111StreamIsCut(t *testing.T) {
	for name, end := range map[string]func(w *siteWorld, m gatehousetest.Member) error{
		"signing out": func(w *siteWorld, m gatehousetest.Member) error {
			return w.Sessions.SignOut(t.Context(), m.Actor)
		},
		"ended by the account from elsewhere": func(w *siteWorld, m gatehousetest.Member) error {
			_, err := w.Accounts.EndOtherSessions(t.Context(), w.SignIn(t, string(m.Account.Email)).Actor)
			return err
		},
		"grown too old": func(w *siteWorld, m gatehousetest.Member) error {
			w.Exec(t, "UPDATE session SET expires_at = 1 WHERE account_id = $1", string(m.Account.ID))
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newSiteWorld(t)
			address, _ := w.served(t)
			l := w.listen(t, address, w.callers["operator"])
			l.places(t)
			if err := end(w, w.callers["operator"]); err != nil {
				t.Fatal(err)
			}
			l.wantEvents(t, "ended")
		})
	}
}

// TestT111StreamTellsOfALock: whoever is locked at the site learns it from the open
// stream, which no longer names the place.
func TestT111StreamTellsOfALock(t *testing.T) {
	w := newSiteWorld(t)
	m := w.callers["operator"]
	address, _ := w.served(t)
	l := w.listen(t, address, m)
	if places := l.places(t); !strings.Contains(places, string(w.site)) {
		t.Fatalf("the stream begins with %s", places)
	}
	results, err := w.SiteAdmins.Lock(t.Context(), w.keeper.Actor, "", w.site, app.Bulk{IDs: []gatehouse.PersonID{m.Actor.Person}})
	if err != nil || results.Rows[0].Outcome != gatehouse.Changed {
		t.Fatalf("lock: %+v, %v", results, err)
	}
	if places := l.places(t); strings.Contains(places, string(w.site)) {
		t.Errorf("after the lock the stream says %s", places)
	}
}

// TestT111StreamEndsOnShutdown: an open stream keeps no portal from shutting down.
func TestT111StreamEndsOnShutdown(t *testing.T) {
	w := newSiteWorld(t)
	address, stop := w.served(t)
	l := w.listen(t, address, w.callers["operator"])
	l.places(t)
	begun := time.Now()
	if err := stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	if took := time.Since(begun); took > cutWithin {
		t.Errorf("shutting down took %s", took)
	}
	l.wantEvents(t)
}

// TestEventsDoNotUseTheSession: a page that lies open keeps no session alive: however
// long its stream runs, the session stays unused.
func TestEventsDoNotUseTheSession(t *testing.T) {
	w := newSiteWorld(t)
	m := w.callers["operator"]
	used := func() [][]string {
		return w.Strings(t, "SELECT last_used_at FROM session WHERE account_id = $1 ORDER BY id", string(m.Account.ID))
	}
	before := used()
	w.Clock.Advance(20 * time.Minute)
	address, _ := w.served(t)
	l := w.listen(t, address, m)
	l.places(t)
	keeper := w.AtSite(t, w.SignIn(t, string(w.keeper.Account.Email)), w.site)
	lower := app.Bulk{IDs: []gatehouse.PersonID{m.Actor.Person}}
	if _, err := w.SiteAdmins.ChangeRole(t.Context(), keeper.Actor, "", w.site, lower, gatehouse.SiteObserver); err != nil {
		t.Fatal(err)
	}
	l.places(t) // it has looked again
	if diff := cmp.Diff(before, used()); diff != "" {
		t.Errorf("the session was used (-before +after):\n%s", diff)
	}
	w.as(t, m).get(t, "/s/"+string(w.site)+"/dashboard", http.StatusOK)
	if cmp.Equal(before, used()) {
		t.Error("a page does not use the session either: this test sees nothing")
	}
}

// TestEventsAreBounded: an account has so many streams and no more, another account's
// are its own, and one that is closed makes room.
func TestEventsAreBounded(t *testing.T) {
	w := newSiteWorld(t)
	address, _ := w.served(t)
	operator, observer := w.callers["operator"], w.callers["observer"]
	open := []listener{}
	for range 16 {
		l := w.listen(t, address, operator)
		l.places(t)
		open = append(open, l)
	}
	if refused := w.listen(t, address, operator); refused.StatusCode != http.StatusTooManyRequests || refused.Header.Get("Retry-After") == "" {
		t.Errorf("one more is answered with %d, Retry-After %q", refused.StatusCode, refused.Header.Get("Retry-After"))
	}
	w.listen(t, address, observer).places(t)
	if err := open[0].Body.Close(); err != nil {
		t.Fatal(err)
	}
	for begun := time.Now(); ; {
		if l := w.listen(t, address, operator); l.StatusCode == http.StatusOK {
			break
		}
		if time.Since(begun) > cutWithin {
			t.Fatal("a closed stream makes no room")
		}
	}
}

// TestEventsOfNobody: whoever is not signed in is told so, and the stream ends.
func TestEventsOfNobody(t *testing.T) {
	p := newPortal(t)
	p.SetUp(t)
	a := p.browser(t).send(t, http.MethodGet, "/events", "", nil)
	if a.Header.Get("Content-Type") != "text/event-stream" || !strings.HasPrefix(a.html(), "event: ended\n") {
		t.Errorf("a stranger gets %q", a.html())
	}
}
