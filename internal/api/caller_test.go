package api_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// world is a partner with its Master, behind the API.
type world struct {
	*gatehousetest.Env
	do     func(*http.Request) *http.Response
	master gatehousetest.Member
	// made counts the rows that tests made for calls to be about.
	made int
}

// eachWorld runs the test on both engines.
func eachWorld(t *testing.T, test func(*testing.T, *world)) {
	t.Helper()
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		env := gatehousetest.New(t, engine)
		test(t, &world{Env: env, do: front(t, env.App), master: env.SetUp(t)})
		env.CheckPlans(t)
	})
}

// call makes a call as the member, with the session's cookie and form token.
func (w *world) call(t *testing.T, as gatehousetest.Member, method, path, body string, headers ...string) *http.Response {
	t.Helper()
	return w.send(t, as.Token, method, path, body, headers...)
}

// send makes a call with a session's token.
func (w *world) send(t *testing.T, token, method, path, body string, headers ...string) *http.Response {
	t.Helper()
	headers = append([]string{"Cookie: gatehouse=" + token, "X-CSRF-Token: " + auth.CSRFToken(token)}, headers...)
	return w.do(request(t, method, path, body, headers...))
}

// wantStatus checks the status, and shows the body of another one.
func wantStatus(t *testing.T, answer *http.Response, status int) *http.Response {
	t.Helper()
	if answer.StatusCode != status {
		body, _ := io.ReadAll(answer.Body)
		t.Fatalf("answered %d, want %d: %s", answer.StatusCode, status, body)
	}
	return answer
}

// object is a JSON object.
type object = map[string]any

// wantShape holds an answer's body against an example, in which "*" stands for any
// text that is not empty. What is not in the example must not be in the answer.
func wantShape(t *testing.T, answer *http.Response, want object) object {
	t.Helper()
	got := read[object](t, answer)
	if diff := cmp.Diff(want, got, cmp.FilterValues(wildcard, cmp.Ignore())); diff != "" {
		t.Errorf("the answer differs (-want +got):\n%s", diff)
	}
	return got
}

func wildcard(a, b any) bool {
	x, okA := a.(string)
	y, okB := b.(string)
	return okA && okB && x != "" && y != "" && (x == "*" || y == "*")
}

// idsOf makes the body of a :verb call.
func idsOf(ids ...gatehouse.PersonID) string {
	quoted := []string{}
	for _, id := range ids {
		quoted = append(quoted, `"`+string(id)+`"`)
	}
	return `{"ids":[` + strings.Join(quoted, ",") + `]}`
}

// sameAnswer checks that two answers are the same bytes, headers included, but for
// the request's id.
func sameAnswer(t *testing.T, a, b *http.Response) {
	t.Helper()
	normal := func(r *http.Response) string {
		var text bytes.Buffer
		if err := r.Write(&text); err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(text.String(), r.Header.Get("X-Request-Id"), "ID")
	}
	if diff := cmp.Diff(normal(a), normal(b)); diff != "" {
		t.Errorf("the answers differ:\n%s", diff)
	}
}
