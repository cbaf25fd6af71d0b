package e2e_test

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"testing"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// holding sends a request's body only when the server asks for it: the server has seen
// the session then, and what is wanted not yet. Between the two it calls between.
type holding struct{ between func() }

func (h *holding) RoundTrip(r *http.Request) (*http.Response, error) {
	between := h.between
	if between == nil {
		return http.DefaultTransport.RoundTrip(r)
	}
	h.between = nil
	r = r.Clone(httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{Got100Continue: between}))
	r.Header.Set("Expect", "100-continue")
	// Without a limit of its own the transport waits until it is asked.
	patient := http.DefaultTransport.(*http.Transport).Clone()
	patient.ExpectContinueTimeout = patience
	defer patient.CloseIdleConnections()
	return patient.RoundTrip(r)
}

// TestT097HeldRequest: a replica is stopped while it holds a request that it has admitted.
// The person who sent it is locked meanwhile; when the replica goes on it refuses.
func TestT097HeldRequest(t *testing.T) {
	first := gatehousetest.StartProgram(t, gatehousetest.Postgres)
	master, _ := first.SetUp(t)
	held := gatehousetest.StartProgram(t, gatehousetest.Postgres, gatehousetest.Beside(first))
	const otto = "otto@meridian.example"
	invited, err := master.InviteAdmins(t.Context(), []client.Invitation{{Email: otto, Role: "operator"}})
	must(t, err)

	way := &holding{}
	operator, err := client.New(held.BaseURL(), client.WithTransport(way))
	must(t, err)
	join(t, first, operator, otto)
	invite := func(email string) error {
		return accepted(operator.InviteTechnicians(t.Context(), []string{email}))
	}
	must(t, invite("before@meridian.example"))

	paused := false
	way.between = func() {
		held.Pause(t)
		paused = true
		if err := accepted(master.LockAdmins(context.WithoutCancel(t.Context()), []string{invited.Rows[0].ID})); err != nil {
			t.Error(err)
		}
		held.Continue(t)
	}
	err = invite("after@meridian.example")
	if !paused {
		t.Fatal("the replica did not ask for the body")
	}
	if got := client.CodeOf(err); got != "not_signed_in" {
		t.Errorf("the held request is answered with %v", err)
	}
	if rows := first.Look().Strings(t, `SELECT id FROM person WHERE email = 'after@meridian.example'`); len(rows) != 0 {
		t.Error("the held request invited somebody")
	}
}
