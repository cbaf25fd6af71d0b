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

// aboutSites asks for the mails about sites: the site's first administrator takes it
// over, a technician is assigned, approved, locked and taken away again.
func (p *post) aboutSites(t *testing.T, master gatehousetest.Member) {
	t.Helper()
	ctx := t.Context()
	master = p.SignIn(t, string(master.Account.Email))
	site, err := p.Sites.Create(ctx, p.Again(t, master), "", app.NewSite{
		SiteInput:        gatehouse.SiteInput{Name: "Harbour Gate", Country: "DE", TimeZone: "Europe/Berlin"},
		TechnicianAccess: true, ApprovalRequired: true, FirstAdministrator: "sofia@harbour.example",
	})
	if err != nil {
		t.Fatal(err)
	}
	p.deliver(t)
	sofia := p.AtSite(t, p.AcceptAs(t, "sofia@harbour.example", "Sofia"), site)
	results, err := p.Technicians.Invite(ctx, p.Again(t, master), "", []string{"tom@meridian.example"}, false)
	done(t, results, err)
	p.deliver(t)
	tom := p.AcceptAs(t, "tom@meridian.example", "Tom")
	ends := p.now(t).Add(30 * time.Hour)
	pairs := app.Pairs([]gatehouse.PersonID{tom.Actor.Person}, []gatehouse.SiteID{site}, gatehouse.DevicesOnly, gatehouse.Window{EndsAt: ends})
	assigned, err := p.Assignments.Assign(ctx, p.Again(t, master), "", pairs, false)
	if err != nil || assigned[0].Outcome != gatehouse.Changed || !assigned[0].Waiting {
		t.Fatalf("%+v, %v", assigned, err)
	}
	p.deliver(t)
	row := app.AssignmentBulk{IDs: []gatehouse.AssignmentID{assigned[0].ID}}
	change := func(patch app.AssignmentPatch) {
		t.Helper()
		changed, err := p.Assignments.Change(ctx, p.AtSite(t, sofia, site).Actor, "", row, patch)
		if err != nil || changed.Rows[0].Outcome != gatehouse.Changed {
			t.Fatalf("%+v, %v", changed, err)
		}
		p.deliver(t)
	}
	no, yes := false, true
	change(app.AssignmentPatch{SiteLocked: &no})
	p.Clock.Advance(7 * time.Hour)
	sofia = p.SignIn(t, "sofia@harbour.example")
	if err := p.Deliveries.Remind(ctx); err != nil {
		t.Fatal(err)
	}
	p.deliver(t)
	change(app.AssignmentPatch{SiteLocked: &yes, Reason: "Lost laptop."})
	removed, err := p.Assignments.Remove(ctx, p.AtSite(t, sofia, site).Actor, "", row)
	if err != nil || removed.Rows[0].Outcome != gatehouse.Changed {
		t.Fatalf("%+v, %v", removed, err)
	}
	p.deliver(t)
	p.outOfCredit(t, sofia, site)
	master = p.SignIn(t, string(master.Account.Email))
	results, err = p.SiteAdmins.Invite(ctx, master.Actor, "", site, []app.Invitee{{Email: "second@harbour.example", Role: "observer"}}, false)
	done(t, results, err)
	p.deliver(t)
	p.InviteToSite(t, master.Actor, p.NewSite(t, master.Actor, "Old Mill"), "sofia@harbour.example", gatehouse.SiteObserver)
	p.deliver(t)
	if _, err := p.Sites.Delete(ctx, master.Actor, "", site, app.SiteDeletion{Confirm: "Harbour Gate"}); err != nil {
		t.Fatal(err)
	}
	p.deliver(t)
}

// outOfCredit lets a month begin in which the site has a device and no credits.
func (p *post) outOfCredit(t *testing.T, sofia gatehousetest.Member, site gatehouse.SiteID) {
	t.Helper()
	_, err := p.Registers.CreateDevice(t.Context(), p.AtSite(t, sofia, site).Actor, "", site, app.DeviceInput{
		Name: "Front door", Serial: "A1", Status: gatehouse.DeviceOnline,
	})
	if err != nil {
		t.Fatal(err)
	}
	p.Clock.Advance(31 * 24 * time.Hour)
	if err := p.Credits.Charge(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.deliver(t)
}

func (p *post) now(t *testing.T) time.Time {
	t.Helper()
	now, err := p.Store.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return now
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

	p.aboutSites(t, master)
	want := map[gatehouse.MessageKind][]string{
		gatehouse.MailAssigned:       {"Meridian Access has assigned you to new sites"},
		gatehouse.MailApprovalWanted: {"Technicians wait for your approval at Harbour Gate"},
		gatehouse.MailApproved:       {"Harbour Gate has approved your access"},
		gatehouse.MailAccessEnds:     {"Your access to Harbour Gate ends soon"},
		gatehouse.MailSiteLocked:     {"Your access to Harbour Gate is locked"},
		gatehouse.MailUnassigned:     {"You are no longer assigned to Harbour Gate"},
		gatehouse.MailSiteDeleted:    {"Harbour Gate has been deleted"},
		gatehouse.MailSiteAdmins:     {"The administrators of Harbour Gate have changed"},
		gatehouse.MailOutOfCredit:    {"Sites of Meridian Access are out of credit"},
		gatehouse.MailInvitation: {
			"Invitation to Meridian Access as Admin", "Invitation to Meridian Access as Operator",
			"Invitation to Meridian Access as Observer", "Invitation to Meridian Access as Observer", "Invitation to Meridian Access as Observer",
			"Invitation to Harbour Gate as Master", "Invitation to Meridian Access as Technician", "Invitation to Harbour Gate as Observer",
			"Invitation to Old Mill as Observer",
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
