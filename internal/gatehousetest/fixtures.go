package gatehousetest

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// Password is the password of everybody in tests.
const Password = "a quiet heron over the reeds"

// Stranger is somebody who is not signed in, as a request would bring them.
func Stranger() gatehouse.Actor {
	return gatehouse.Actor{Via: gatehouse.ViaAPI, Origin: gatehouse.Origin{RequestID: "test", Address: "192.0.2.1", UserAgent: "test"}}
}

// Operator is the owner of the installation at the command line.
func Operator() gatehouse.Actor {
	return gatehouse.Actor{Installation: true, Via: gatehouse.ViaCommandLine}
}

// Member is somebody signed in.
type Member struct {
	Token   string
	Actor   gatehouse.Actor
	Account gatehouse.Account
}

// SetUp does the first set-up and returns the first Master, signed in.
func (e *Env) SetUp(t *testing.T) Member {
	t.Helper()
	link, open, err := e.Setup.NewLink(t.Context())
	if err != nil || !open {
		t.Fatalf("no set-up link: open %v, %v", open, err)
	}
	done, err := e.Setup.Complete(t.Context(), Stranger(), "", app.SetupInput{
		Token: TokenOf(t, link), Partner: "Meridian Access", Name: "Mara Master", Email: "mara@meridian.example",
		Password: Password, Language: gatehouse.English,
	})
	if err != nil {
		t.Fatalf("set up: %v", err)
	}
	return e.member(t, done)
}

// NewPartner makes another partner through the command line, with its first
// Master signed in.
func (e *Env) NewPartner(t *testing.T, name, email string) Member {
	t.Helper()
	if _, _, err := e.Partners.Create(t.Context(), Operator(), name, email); err != nil {
		t.Fatalf("create a partner: %v", err)
	}
	return e.AcceptAs(t, email, "Master of "+name)
}

func (e *Env) member(t *testing.T, done app.SignedIn) Member {
	t.Helper()
	actor, err := e.Sessions.Actor(t.Context(), Stranger(), done.Token)
	if err != nil {
		t.Fatalf("use the session: %v", err)
	}
	return Member{Token: done.Token, Actor: actor, Account: done.Account}
}

// Again returns the member as their next request would be.
func (e *Env) Again(t *testing.T, m Member) gatehouse.Actor {
	t.Helper()
	actor, err := e.Sessions.Actor(t.Context(), Stranger(), m.Token)
	if err != nil {
		t.Fatalf("use the session of %s: %v", m.Account.Email, err)
	}
	return actor
}

// Invite invites an address and returns the person's id.
func (e *Env) Invite(t *testing.T, by gatehouse.Actor, email string, role gatehouse.PartnerRole) gatehouse.PersonID {
	t.Helper()
	results, err := e.Admins.Invite(t.Context(), by, "", []app.Invitee{{Email: email, Role: role.String()}}, false)
	if err != nil || results.Changed() != 1 {
		t.Fatalf("invite %s: %+v, %v", email, results, err)
	}
	return results.Rows[0].ID
}

// Join invites an address and accepts as a newcomer.
func (e *Env) Join(t *testing.T, by gatehouse.Actor, email string, role gatehouse.PartnerRole) Member {
	t.Helper()
	e.Invite(t, by, email, role)
	return e.AcceptAs(t, email, "The "+role.String())
}

// AcceptAs accepts the latest invitation of an address as a newcomer.
func (e *Env) AcceptAs(t *testing.T, email, name string) Member {
	t.Helper()
	done, err := e.Invitations.Accept(t.Context(), Stranger(), "", e.Newcomer(e.LinkToken(t, email), name))
	if err != nil {
		t.Fatalf("accept as %s: %v", email, err)
	}
	return e.member(t, done.SignedIn)
}

// Newcomer fills in the form of an invitation.
func (e *Env) Newcomer(token, name string) app.AcceptInput {
	return app.AcceptInput{Token: token, Name: name, Password: Password, Language: gatehouse.English}
}

// SignIn signs a member in once more.
func (e *Env) SignIn(t *testing.T, email string) Member {
	t.Helper()
	done, err := e.Sessions.SignIn(t.Context(), Stranger(), email, Password)
	if err != nil {
		t.Fatalf("sign in as %s: %v", email, err)
	}
	return e.member(t, done)
}

var linkPattern = regexp.MustCompile(`http://\S+\?token=[A-Za-z0-9_-]+`)

// LinkToken waits for the next mail to an address and returns the token of its
// link. Without background work it sends what waits first.
func (e *Env) LinkToken(t *testing.T, email string) string {
	t.Helper()
	if !e.working {
		e.Deliver(t)
	}
	mail := e.SMTP.WaitFor(t, email)
	link := linkPattern.FindString(mail.Text)
	if link == "" {
		t.Fatalf("no link in the mail to %s:\n%s", email, mail.Text)
	}
	return TokenOf(t, link)
}

// TokenOf returns the token of a link.
func TokenOf(t *testing.T, link string) string {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil || u.Query().Get("token") == "" {
		t.Fatalf("no token in the link %q", link)
	}
	return u.Query().Get("token")
}

// Status returns the status of an administrator's invitation.
func (e *Env) Status(t *testing.T, partner gatehouse.PartnerID, id gatehouse.PersonID) gatehouse.InvitationStatus {
	t.Helper()
	admin, err := e.Store.Admin(context.Background(), partner, id)
	if err != nil {
		t.Fatalf("read %s: %v", id, err)
	}
	return admin.Status
}

// Addresses makes n addresses.
func Addresses(n int) []app.Invitee {
	list := make([]app.Invitee, n)
	for i := range list {
		list[i] = app.Invitee{Email: fmt.Sprintf("person%04d@example.com", i), Role: "observer"}
	}
	return list
}
