package mail_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// post delivers what the use cases put into the outbox and remembers what it was.
type post struct {
	*gatehousetest.Env
	// subjects are of the mails delivered, by kind.
	subjects map[gatehouse.MessageKind][]string
}

// deliver sends what waits. Every message must be composed and arrive.
func (p *post) deliver(t *testing.T) {
	t.Helper()
	waiting := p.Strings(t, `SELECT kind FROM outbox WHERE state = 'queued' ORDER BY id`)
	before := len(p.SMTP.Received())
	p.Deliver(t)
	arrived := p.SMTP.Received()[before:]
	if len(arrived) != len(waiting) {
		t.Fatalf("%v waited, %d arrived", waiting, len(arrived))
	}
	for i, row := range waiting {
		kind := gatehouse.MessageKind(row[0])
		p.subjects[kind] = append(p.subjects[kind], arrived[i].Subject)
	}
}

// join invites somebody and accepts as them.
func (p *post) join(t *testing.T, by gatehouse.Actor, email string, role gatehouse.PartnerRole) gatehousetest.Member {
	t.Helper()
	p.Invite(t, by, email, role)
	p.deliver(t)
	return p.AcceptAs(t, email, strings.ToUpper(email[:1])+email[1:strings.Index(email, "@")])
}

// link returns the token of the newest mail to an address.
func (p *post) link(t *testing.T, email string) string {
	t.Helper()
	for _, m := range slices.Backward(p.SMTP.Received()) {
		if m.To == email {
			return gatehousetest.TokenOf(t, m.Links()[0])
		}
	}
	t.Fatalf("no mail to %s", email)
	return ""
}

// done fails the test unless the call changed the one row it was about.
func done(t *testing.T, results gatehouse.Results, err error) {
	t.Helper()
	if err != nil || results.Changed() != 1 {
		t.Fatalf("%+v, %v", results, err)
	}
}

// Whatever the use cases ask to be sent can be composed from what they say about
// it: here every kind is asked for by its use case and arrives.
func TestDelivered(t *testing.T) {
	p := &post{gatehousetest.Idle(t, gatehousetest.SQLite), map[gatehouse.MessageKind][]string{}}
	ctx, master := t.Context(), p.SetUp(t)
	anna := p.join(t, master.Actor, "anna@meridian.example", gatehouse.PartnerAdmin)
	otto := p.join(t, master.Actor, "otto@meridian.example", gatehouse.PartnerOperator)
	p.join(t, master.Actor, "uma@meridian.example", gatehouse.PartnerObserver)
	of := func(m gatehousetest.Member) app.Bulk {
		return app.Bulk{IDs: []gatehouse.PersonID{m.Actor.Person}, Reason: "Lost laptop."}
	}

	results, err := p.Admins.Lock(ctx, master.Actor, "", of(otto))
	done(t, results, err)
	p.deliver(t)
	results, err = p.Admins.Unlock(ctx, master.Actor, "", of(otto))
	done(t, results, err)
	p.deliver(t)

	p.Invite(t, anna.Actor, "vera@meridian.example", gatehouse.PartnerObserver)
	p.deliver(t)
	vera := p.link(t, "vera@meridian.example")
	results, err = p.Admins.ChangeRole(ctx, master.Actor, "", of(anna), gatehouse.PartnerObserver)
	done(t, results, err)
	p.deliver(t)
	_, err = p.Invitations.Accept(ctx, gatehousetest.Stranger(), "", p.Newcomer(vera, "Vera"))
	if gatehouse.CodeOf(err) != gatehouse.CodeInvitationVoid {
		t.Fatalf("accept: %v", err)
	}
	p.deliver(t)

	if err := p.Resets.Request(ctx, gatehousetest.Stranger(), "uma@meridian.example"); err != nil {
		t.Fatal(err)
	}
	p.deliver(t)
	if err := p.Resets.Complete(ctx, gatehousetest.Stranger(), p.link(t, "uma@meridian.example"), "nine otters under the ice"); err != nil {
		t.Fatal(err)
	}
	p.deliver(t)

	results, err = p.Admins.Delete(ctx, master.Actor, "", of(otto))
	done(t, results, err)
	p.deliver(t)
	if err := p.Accounts.Delete(ctx, anna.Actor, "anna@meridian.example", gatehousetest.Password); err != nil {
		t.Fatal(err)
	}
	p.deliver(t)

	p.Invite(t, master.Actor, "wim@meridian.example", gatehouse.PartnerObserver)
	p.deliver(t)
	p.Clock.Advance(gatehouse.InvitationTTL - gatehouse.ReminderLead + time.Minute)
	if err := p.Deliveries.Remind(ctx); err != nil {
		t.Fatal(err)
	}
	p.deliver(t)

	want := map[gatehouse.MessageKind][]string{
		gatehouse.MailInvitation: {
			"Invitation to Meridian Access as Admin", "Invitation to Meridian Access as Operator",
			"Invitation to Meridian Access as Observer", "Invitation to Meridian Access as Observer", "Invitation to Meridian Access as Observer",
		},
		gatehouse.MailReminder:        {"Reminder: your invitation to Meridian Access as Observer ends soon"},
		gatehouse.MailInvitationVoid:  {"The invitation for vera@meridian.example became void"},
		gatehouse.MailLocked:          {"Your account at Meridian Access is locked"},
		gatehouse.MailUnlocked:        {"Your account at Meridian Access is unlocked"},
		gatehouse.MailRoleChanged:     {"Your role at Meridian Access is now Observer"},
		gatehouse.MailDeleted:         {"Your account at Meridian Access has been deleted", "Your Gatehouse account has been deleted"},
		gatehouse.MailPasswordReset:   {"Choose a new password for Gatehouse"},
		gatehouse.MailPasswordChanged: {"Your Gatehouse password has been changed"},
	}
	if diff := cmp.Diff(want, p.subjects); diff != "" {
		t.Errorf("subjects by kind (-want +got):\n%s", diff)
	}
	for _, kind := range kinds(t) {
		if len(p.subjects[kind]) == 0 {
			t.Errorf("nobody asked for a mail of the kind %s", kind)
		}
	}
	if failed := p.Strings(t, `SELECT kind, error FROM outbox WHERE state <> 'sent'`); len(failed) != 0 {
		t.Errorf("not sent: %v", failed)
	}
}
