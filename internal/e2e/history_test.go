package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// history is what callers saw of one question while somebody changed the answer. All
// times are since it began, on one clock.
type history struct {
	begun time.Time

	mu      sync.Mutex
	changed *sync.Cond
	answers []answer
	phases  []phase
}

// answer is one answer to the question.
type answer struct {
	replica    int
	way        string
	start, end time.Duration
	allow      bool
	// status is the answer's status, 0 when there was none.
	status int
}

// phase is the time from the return of a call that opened or closed a gate until the
// next one began: whoever asks and is answered within it can get one answer only.
type phase struct {
	name        string
	open        bool
	from, until time.Duration
}

func newHistory() *history {
	h := &history{begun: time.Now()}
	h.changed = sync.NewCond(&h.mu)
	return h
}

func (h *history) now() time.Duration { return time.Since(h.begun) }

func (h *history) add(a answer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answers = append(h.answers, a)
	h.changed.Broadcast()
}

// begin begins a phase.
func (h *history) begin(name string, open bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.phases = append(h.phases, phase{name: name, open: open, from: h.now(), until: 1 << 62})
}

// end ends the phase that lasts.
func (h *history) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n := len(h.phases); n > 0 {
		h.phases[n-1].until = h.now()
	}
}

// await waits until so many answers to questions asked in this phase have come from
// every one of the replicas. It is false after the patience.
func (h *history) await(n int, replicas []int, patience time.Duration) bool {
	return h.awaitStatus(http.StatusOK, n, replicas, patience)
}

func (h *history) awaitStatus(status, n int, replicas []int, patience time.Duration) bool {
	over := time.AfterFunc(patience, h.changed.Broadcast)
	defer over.Stop()
	deadline := time.Now().Add(patience)
	h.mu.Lock()
	defer h.mu.Unlock()
	from := h.phases[len(h.phases)-1].from
	for {
		seen := map[int]int{}
		for _, a := range slices.Backward(h.answers) {
			if a.end < from {
				break
			}
			if a.start > from && a.status == status {
				seen[a.replica]++
			}
		}
		if !slices.ContainsFunc(replicas, func(r int) bool { return seen[r] < n }) {
			return true
		}
		if time.Now().After(deadline) {
			return false
		}
		h.changed.Wait()
	}
}

// wrong returns the answers that no order of the calls explains (SECURITY I02): what
// was asked after a call had returned, and answered before the next one began, knows of
// that call.
func (h *history) wrong() []string {
	var list []string
	for _, a := range h.answers {
		for _, p := range h.phases {
			if a.status == http.StatusOK && a.start > p.from && a.end < p.until && a.allow != p.open {
				list = append(list, fmt.Sprintf("replica %d answers %s with %v, %v after %q had returned",
					a.replica, a.way, a.allow, (a.start-p.from).Round(time.Microsecond), p.name))
			}
		}
	}
	return list
}

// asking asks one question in every way there is.
type asking struct {
	site, email, account, key string
}

// ways are the calls of the decision endpoint that tell whether somebody may enter a
// site.
var ways = []string{"evaluation", "evaluations", "search/subject", "search/resource", "search/action"}

const enter = "site.enter"

func (q asking) body(way string) []byte {
	subject, resource := map[string]any{"type": "user", "id": q.email}, map[string]any{"type": "site", "id": q.site}
	action := map[string]any{"name": enter}
	ask := map[string]any{"subject": subject, "action": action, "resource": resource}
	switch way {
	case "evaluations":
		ask["evaluations"] = []any{map[string]any{}, map[string]any{"action": map[string]any{"name": "dashboard.view"}}}
	case "search/subject":
		ask["subject"] = map[string]any{"type": "user"}
	case "search/resource":
		ask["resource"] = map[string]any{"type": "site"}
	case "search/action":
		delete(ask, "action")
	}
	encoded, err := json.Marshal(ask)
	if err != nil {
		panic(err)
	}
	return encoded
}

// allows reads an answer.
func (q asking) allows(way string, body []byte) (bool, error) {
	var got struct {
		Decision    bool
		Evaluations []struct{ Decision bool }
		Results     []struct{ ID, Name string }
	}
	if err := json.Unmarshal(body, &got); err != nil {
		return false, err
	}
	switch way {
	case "evaluation":
		return got.Decision, nil
	case "evaluations":
		if len(got.Evaluations) != 2 || got.Evaluations[0] != got.Evaluations[1] {
			return false, fmt.Errorf("the questions of one request are answered from two worlds: %s", body)
		}
		return got.Evaluations[0].Decision, nil
	}
	for _, r := range got.Results {
		if r.Name == enter || way == "search/subject" && r.ID == q.account || way == "search/resource" && r.ID == q.site {
			return true, nil
		}
	}
	return false, nil
}

// asker asks one replica one question after the other.
type asker struct {
	asking
	replica int
	base    func() string
	client  *http.Client
	h       *history
}

// run asks until it is told to stop.
func (a *asker) run(t *testing.T, first int, stop <-chan struct{}) {
	for i := first; ; i++ {
		select {
		case <-stop:
			return
		default:
			if err := a.ask(t, ways[i%len(ways)]); err != nil {
				t.Error(err)
				return
			}
		}
	}
}

func (a *asker) ask(t *testing.T, way string) error {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.base()+"/access/v1/"+way, bytes.NewReader(a.body(way)))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+a.key)
	r.Header.Set("Content-Type", "application/json")
	found := answer{replica: a.replica, way: way, start: a.h.now()}
	response, err := a.client.Do(r)
	if err != nil {
		found.end = a.h.now()
		a.h.add(found)
		return nil
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	found.end = a.h.now()
	if err == nil {
		found.status = response.StatusCode
	}
	if found.status == http.StatusOK {
		if found.allow, err = a.allows(way, body); err != nil {
			return err
		}
	} else if found.status != 0 && found.status != http.StatusServiceUnavailable {
		return fmt.Errorf("replica %d answers %s with %d: %s", a.replica, way, found.status, body)
	}
	a.h.add(found)
	return nil
}

// TestHistoryChecker: the checker is worth something.
func TestHistoryChecker(t *testing.T) {
	t.Parallel()
	at := func(start, end time.Duration, allow bool) answer {
		return answer{start: start, end: end, allow: allow, status: http.StatusOK}
	}
	h := &history{phases: []phase{{"open", true, 0, 10}, {"lock", false, 12, 20}, {"unlock", true, 22, 30}}}
	for _, c := range []struct {
		answer
		wrong int
	}{
		{at(1, 2, true), 0},
		{at(1, 2, false), 1}, // open
		{at(9, 13, true), 0},
		{at(11, 19, true), 0}, // asked before the lock had returned
		{at(13, 14, true), 1},
		{at(13, 14, false), 0}, // locked
		{at(13, 21, true), 0},  // answered while unlocking
		{at(23, 24, false), 1},
		{at(23, 24, true), 0},
		{answer{start: 13, end: 14, status: http.StatusServiceUnavailable}, 0},
	} {
		h.answers = []answer{c.answer}
		if got := h.wrong(); len(got) != c.wrong {
			t.Errorf("%+v: %v, want %d", c.answer, got, c.wrong)
		}
	}
}
