package client_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/api"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/serve"
)

// portal is the API of a fresh portal on a loopback port.
type portal struct {
	*gatehousetest.Env
	url string
}

func startPortal(t *testing.T, engine gatehousetest.Engine) *portal {
	t.Helper()
	env := gatehousetest.New(t, engine)
	surface, err := api.New(env.App)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(nil)
	base, err := url.Parse("http://" + server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = serve.Wrap(serve.Options{
		BaseURL: base, Log: slog.New(slog.DiscardHandler), Ready: env.Store.Ready,
		Surfaces: []serve.Surface{{Prefix: "/api/", Answer: api.Answer}},
	}, surface)
	server.Start()
	t.Cleanup(server.Close)
	return &portal{Env: env, url: base.String()}
}

// client makes a client whose answers are all held against the OpenAPI document.
func (p *portal) client(t *testing.T, options ...client.Option) *client.Client {
	t.Helper()
	validator, err := api.NewValidator()
	if err != nil {
		t.Fatal(err)
	}
	options = append(options, client.WithTransport(validator.Transport(http.DefaultTransport, func(err error) { t.Error(err) })))
	c, err := client.New(p.url, options...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// setUp does the first set-up and returns the Master's client.
func (p *portal) setUp(t *testing.T) (*client.Client, client.SignedIn) {
	t.Helper()
	link, _, err := p.Setup.NewLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	master := p.client(t)
	entered, err := master.CompleteSetup(t.Context(), client.Setup{
		Token: gatehousetest.TokenOf(t, link), Partner: "Meridian Access", Name: "Mara Master",
		Email: "mara@meridian.example", Password: gatehousetest.Password,
	})
	if err != nil {
		t.Fatal(err)
	}
	return master, entered
}

// invite invites an address and returns its row and the link's token.
func (p *portal) invite(t *testing.T, by *client.Client, email, role string) (client.Result, string) {
	t.Helper()
	results, err := by.InviteAdmins(t.Context(), []client.Invitation{{Email: email, Role: role}})
	if err != nil || results.Count(client.Changed) != 1 {
		t.Fatalf("invite %s: %v, %v", email, results, err)
	}
	return results.Rows[0], p.LinkToken(t, email)
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if client.CodeOf(err) != code {
		t.Fatalf("got %v, want %s", err, code)
	}
}

// problemOf checks the code and returns the whole problem.
func problemOf(t *testing.T, err error, code string) client.Problem {
	t.Helper()
	wantCode(t, err, code)
	problem, _ := errors.AsType[*client.Problem](err)
	return *problem
}

// TestClient makes every call there is.
func TestClient(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		ctx := t.Context()
		p := startPortal(t, engine)
		master, entered := p.setUp(t)
		if entered.Account.Name != "Mara Master" || len(entered.Places) != 1 || entered.Places[0].Role != "master" {
			t.Errorf("set up as %+v", entered)
		}

		// An invitation, from both ends.
		row, token := p.invite(t, master, "ben@example.com", "operator")
		newcomer := p.client(t)
		offer, err := newcomer.LookupInvitation(ctx, token)
		if err != nil || offer.Role != "operator" || offer.HasAccount || offer.InvitedBy != "Mara Master" || offer.ExpiresAt.IsZero() {
			t.Errorf("offered %+v, %v", offer, err)
		}
		accepted, err := newcomer.AcceptInvitation(ctx, client.Acceptance{Token: token, Name: "Ben", Password: gatehousetest.Password})
		if err != nil || accepted.Person != row.ID || accepted.Kind != "admin" || accepted.Partner.Name != "Meridian Access" {
			t.Errorf("accepted %+v, %v", accepted, err)
		}
		_, err = newcomer.LookupInvitation(ctx, token)
		wantCode(t, err, "link_dead")

		// Who am I.
		session, err := newcomer.Session(ctx)
		if err != nil || session.Role != "operator" || session.Place == nil || session.Account.Email != "ben@example.com" || len(session.Permissions) == 0 {
			t.Errorf("the session is %+v, %v", session, err)
		}
		_, err = newcomer.InviteAdmins(ctx, []client.Invitation{{Email: "x@example.com", Role: "observer"}})
		if problem := problemOf(t, err, "forbidden"); problem.Status != 403 || problem.RequestID == "" || !strings.Contains(problem.Error(), "403 forbidden") {
			t.Errorf("the problem is %v", problem)
		}

		// The list and its rows.
		ben, err := master.Admin(ctx, row.ID)
		if err != nil || ben.Status != "accepted" || ben.AcceptedAt.IsZero() || ben.ETag == "" || ben.InvitedBy.Name != "Mara Master" || !ben.LockedAt.IsZero() {
			t.Errorf("the row is %+v, %v", ben, err)
		}
		unlocked := false
		page, err := master.AdminPage(ctx, client.AdminFilter{Locked: &unlocked, Sort: "email"}, client.Paging{Limit: 1})
		if err != nil || len(page.Items) != 1 || page.Items[0].Email != "ben@example.com" || page.NextCursor == "" {
			t.Errorf("the page is %+v, %v", page, err)
		}

		// Verbs.
		eva, _ := p.invite(t, master, "eva@example.com", "observer")
		before, err := master.Admin(ctx, eva.ID)
		if err != nil {
			t.Fatal(err)
		}
		dry, err := master.RevokeAdmins(ctx, []string{eva.ID}, client.DryRun())
		if err != nil || dry.Impact == nil || dry.Rows[0].Outcome != client.Changed {
			t.Errorf("the dry run says %+v, %v", dry, err)
		}
		revoked, err := master.RevokeAdmins(ctx, []string{eva.ID, row.ID}, client.IdempotencyKey("r"), client.Reason("typed wrong"))
		if err != nil || revoked.Rows[0].Outcome != client.Changed || revoked.Rows[1].Code != "invitation_not_pending" || revoked.Impact != nil {
			t.Errorf("revoked %+v, %v", revoked, err)
		}
		again, err := master.RevokeAdmins(ctx, []string{eva.ID, row.ID}, client.IdempotencyKey("r"), client.Reason("typed wrong"))
		if diff := cmp.Diff(revoked, again); err != nil || diff != "" {
			t.Errorf("the key answers something else: %v\n%s", err, diff)
		}
		_, err = master.ResendAdmins(ctx, []string{eva.ID}, client.IfMatch(before.ETag))
		wantCode(t, err, "stale")
		resent, err := master.ResendAdmins(ctx, []string{eva.ID})
		if err != nil || resent.Count(client.Changed) != 1 {
			t.Errorf("resent %+v, %v", resent, err)
		}

		// The partner itself.
		profile, err := master.Partner(ctx)
		if err != nil || profile.Name != "Meridian Access" || profile.ETag == "" || profile.CreatedAt.IsZero() {
			t.Errorf("the partner is %+v, %v", profile, err)
		}
		renamed, err := master.RenamePartner(ctx, "Meridian Security", client.IfMatch(profile.ETag))
		if err != nil || renamed.Name != "Meridian Security" || renamed.ID != profile.ID {
			t.Errorf("the partner is renamed to %+v, %v", renamed, err)
		}
		_, err = master.RenamePartner(ctx, "Meridian Access", client.IfMatch(profile.ETag))
		wantCode(t, err, "stale")
		_, err = newcomer.RenamePartner(ctx, "Ben's")
		wantCode(t, err, "forbidden")

		// Audit and exports.
		for event, err := range master.Audit(ctx, client.AuditFilter{Action: "admin.revoke", From: time.Now().Add(-time.Hour)}) {
			if err != nil || event.Via != "api" || event.Target == nil || event.Actor.Name != "Mara Master" {
				t.Errorf("the event is %+v, %v", event, err)
			}
		}
		for format, export := range map[string]func(context.Context, client.AdminFilter, string) (io.ReadCloser, error){
			client.CSV: master.ExportAdmins, client.NDJSON: master.ExportAdmins,
		} {
			if got := countLines(t, ctx, export, format); got < 3 {
				t.Errorf("the %s file has %d lines", format, got)
			}
		}
		file, err := master.ExportAudit(ctx, client.AuditFilter{Outcome: "refused"}, client.NDJSON)
		if err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}

		// The end.
		if err := master.SignOut(ctx); err != nil {
			t.Error(err)
		}
		_, err = master.Session(ctx)
		wantCode(t, err, "not_signed_in")
		if _, err := master.SignIn(ctx, "mara@meridian.example", gatehousetest.Password); err != nil {
			t.Error(err)
		}
	})
}

func countLines(t *testing.T, ctx context.Context, export func(context.Context, client.AdminFilter, string) (io.ReadCloser, error), format string) int {
	t.Helper()
	file, err := export(ctx, client.AdminFilter{}, format)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	n := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		n++
	}
	return n
}

func TestPaging(t *testing.T) {
	p := startPortal(t, gatehousetest.SQLite)
	master, _ := p.setUp(t)
	invitations := []client.Invitation{}
	for _, invitee := range gatehousetest.Addresses(450) {
		invitations = append(invitations, client.Invitation{Email: invitee.Email, Role: invitee.Role})
	}
	if _, err := master.InviteAdmins(t.Context(), invitations); err != nil {
		t.Fatal(err)
	}
	t.Run("OK all", func(t *testing.T) {
		seen := map[string]bool{}
		for admin, err := range master.Admins(t.Context(), client.AdminFilter{Status: "pending", Sort: "email"}) {
			if err != nil {
				t.Fatal(err)
			}
			seen[admin.Email] = true
		}
		if len(seen) != 450 {
			t.Errorf("went through %d rows", len(seen))
		}
	})
	t.Run("OK stops when told", func(t *testing.T) {
		n := 0
		for _, err := range master.Admins(t.Context(), client.AdminFilter{}) {
			if n++; err != nil || n == 3 {
				break
			}
		}
		if n != 3 {
			t.Errorf("went through %d rows", n)
		}
	})
	t.Run("Err ends it", func(t *testing.T) {
		n := 0
		for _, err := range master.Admins(t.Context(), client.AdminFilter{Sort: "password_hash"}) {
			wantCode(t, err, "unknown_parameter")
			n++
		}
		if n != 1 {
			t.Errorf("%d errors", n)
		}
	})
}

func TestPlaces(t *testing.T) {
	p := startPortal(t, gatehousetest.SQLite)
	master, home := p.setUp(t)
	other := p.NewPartner(t, "Northgate", "nora@northgate.example")
	nora := p.client(t)
	if _, err := nora.SignIn(t.Context(), "nora@northgate.example", gatehousetest.Password); err != nil {
		t.Fatal(err)
	}
	_, token := p.invite(t, nora, "mara@meridian.example", "observer")
	if _, err := master.AcceptInvitation(t.Context(), client.Acceptance{Token: token}); err != nil {
		t.Fatal(err)
	}
	entered, err := master.SignIn(t.Context(), "mara@meridian.example", gatehousetest.Password)
	if err != nil || len(entered.Places) != 2 {
		t.Fatalf("signed in as %+v, %v", entered, err)
	}
	t.Run("ErrNotChosen", func(t *testing.T) {
		_, err := master.AdminPage(t.Context(), client.AdminFilter{}, client.Paging{})
		wantCode(t, err, "place_not_chosen")
	})
	t.Run("OK At", func(t *testing.T) {
		session, err := master.At(string(other.Actor.Partner)).Session(t.Context())
		if err != nil || session.Role != "observer" {
			t.Errorf("stands as %+v, %v", session, err)
		}
	})
	t.Run("OK ChoosePlace", func(t *testing.T) {
		if err := master.ChoosePlace(t.Context(), home.Places[0].Partner.ID); err != nil {
			t.Fatal(err)
		}
		if session, err := master.Session(t.Context()); err != nil || session.Role != "master" {
			t.Errorf("stands as %+v, %v", session, err)
		}
	})
	t.Run("ErrForeign", func(t *testing.T) {
		wantCode(t, master.ChoosePlace(t.Context(), "nowhere"), "not_found")
	})
}

func TestNew(t *testing.T) {
	for _, address := range []string{"", "portal.example", "ftp://portal.example", "http://", "http://%zz"} {
		if _, err := client.New(address); err == nil {
			t.Errorf("%q is taken for a portal's address", address)
		}
	}
}

// TestProblem reads answers that are not a success, from a server that plays what
// may stand between.
func TestProblem(t *testing.T) {
	for _, c := range []struct {
		name, contentType, body string
		want                    client.Problem
	}{
		{
			"OK", "application/problem+json", `{"code":"too_many_requests","detail":"Slow down.","status":429,"errors":[{"field":"a","message":"b"}]}`,
			client.Problem{Code: "too_many_requests", Detail: "Slow down.", Status: 429, RetryAfter: 7 * time.Second, Errors: []client.FieldError{{Field: "a", Message: "b"}}},
		},
		{
			"ErrProxy", "text/html", "<h1>no</h1>",
			client.Problem{Title: "Too Many Requests", Detail: "The portal could not be asked: 429 Too Many Requests.", Status: 429, RetryAfter: 7 * time.Second},
		},
		{
			"ErrTruncated", "application/problem+json", `{"code":"too`,
			client.Problem{Title: "Too Many Requests", Detail: "The portal could not be asked: 429 Too Many Requests.", Status: 429, RetryAfter: 7 * time.Second},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", c.contentType)
				w.Header().Set("Retry-After", "7")
				w.WriteHeader(http.StatusTooManyRequests)
				_, _ = io.WriteString(w, c.body)
			}))
			defer server.Close()
			portal, err := client.New(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			_, err = portal.Session(t.Context())
			problem, ok := errors.AsType[*client.Problem](err)
			if !ok {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(c.want, *problem); diff != "" {
				t.Errorf("the problem differs (-want +got):\n%s", diff)
			}
		})
	}
}
