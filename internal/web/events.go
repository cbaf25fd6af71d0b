package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/serve"
	"gatehouse.example/gatehouse/internal/web/templates"
)

const (
	// eventsLook is how often a stream looks at the database: often enough that an
	// open page knows within a second.
	eventsLook = 400 * time.Millisecond
	// eventsBeat is how often a quiet stream sends something, so that nothing on the
	// way takes it for dead.
	eventsBeat = 15 * time.Second
	// eventsPerAccount bounds the streams of one account at one replica: a browser
	// holds one, whatever it has open.
	eventsPerAccount = 16
)

// streams counts the open streams of each account.
type streams struct {
	mutex sync.Mutex
	open  map[gatehouse.AccountID]int
}

// enter takes a stream for the account, and returns how to give it back; nil when it
// has as many as it may have.
func (s *streams) enter(account gatehouse.AccountID) (leave func()) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.open[account] >= eventsPerAccount {
		return nil
	}
	if s.open == nil {
		s.open = map[gatehouse.AccountID]int{}
	}
	s.open[account]++
	return func() {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		if s.open[account]--; s.open[account] == 0 {
			delete(s.open, account)
		}
	}
}

// events tells an open page where its account may stand, at once and whenever that
// changes, until the session ends. It looks at the database, so that it does not
// matter on which replica something was changed, and never uses the session.
func (s *Site) events(w http.ResponseWriter, r *http.Request, v *visit) error {
	out := eventStream{w: w, control: http.NewResponseController(w)}
	if !v.actor.SignedIn() {
		return out.send("ended", struct{}{})
	}
	leave := s.streams.enter(v.actor.Account)
	if leave == nil {
		return &gatehouse.Error{Code: gatehouse.CodeTooManyRequests, RetryAfter: eventsBeat}
	}
	defer leave()
	if r.Method == http.MethodHead {
		return out.open()
	}
	return s.watch(r.Context(), out, v.actor)
}

func (s *Site) watch(ctx context.Context, out eventStream, watcher gatehouse.Actor) error {
	// The window for reading the request is no window for the answer. A recorder of a
	// test has none.
	_ = out.control.SetReadDeadline(time.Time{})
	ticker := time.NewTicker(eventsLook)
	defer ticker.Stop()
	told, beat := "", time.Now()
	for {
		places, err := s.App.Sessions.Glance(ctx, watcher)
		switch {
		case ctx.Err() != nil:
			return nil
		case gatehouse.CodeOf(err) == gatehouse.CodeNotSignedIn:
			return out.send("ended", struct{}{})
		case err != nil:
			return err
		}
		if now := standings(places); now != told {
			told, beat, err = now, time.Now(), out.send("places", json.RawMessage(now))
		} else if time.Since(beat) > eventsBeat {
			beat, err = time.Now(), out.beat()
		}
		if err != nil {
			return nil // whoever listened has gone
		}
		select {
		case <-ctx.Done():
			return nil
		case <-serve.Stopping(ctx):
			return nil
		case <-ticker.C:
		}
	}
}

// standings says as what the account stands at each place, in one order.
func standings(places []gatehouse.Place) string {
	all := map[string]string{}
	for _, place := range places {
		all[templates.PlaceKey(place.Spot())] = templates.PlaceStanding(place)
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic(err) // texts only
	}
	return string(text)
}

// eventStream is an answer in the form of server-sent events.
type eventStream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// open sends the head of the answer.
func (e eventStream) open() error {
	e.w.Header().Set("Content-Type", "text/event-stream")
	// Whatever stands in between is not to keep an event back.
	e.w.Header().Set("X-Accel-Buffering", "no")
	return e.control.Flush()
}

// send sends one event. Its data is one line of JSON.
func (e eventStream) send(name string, data any) error {
	text, err := json.Marshal(data)
	if err != nil {
		return err
	}
	if err := e.open(); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.w, "event: %s\nretry: 1000\ndata: %s\n\n", name, text); err != nil {
		return err
	}
	return e.control.Flush()
}

// beat sends a comment.
func (e eventStream) beat() error {
	if _, err := fmt.Fprint(e.w, ":\n\n"); err != nil {
		return err
	}
	return e.control.Flush()
}
