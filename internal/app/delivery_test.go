package app_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// dying hands a message to the mail server and then loses its database: a process
// that is killed between the server's 250 and the note of it.
type dying struct {
	mail.Sender
	db *store.DB
}

func (d dying) Send(ctx context.Context, e mail.Envelope) error {
	err := d.Sender.Send(ctx, e)
	_ = d.db.Close()
	return err
}

var messageID = regexp.MustCompile(`(?mi)^message-id: *<([^>]+)>`)

// identity is what a repeated mail must have in common with the first.
func identity(t *testing.T, m gatehousetest.Mail) []string {
	t.Helper()
	found := messageID.FindSubmatch(m.Raw)
	if found == nil {
		t.Fatalf("no Message-ID in\n%s", m.Raw)
	}
	return append([]string{string(found[1]), m.To, m.Subject}, m.Links()...)
}

func TestT195KilledBeforeTheNote(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		id := e.Invite(t, master.Actor, "bob@meridian.example", gatehouse.PartnerObserver)
		message := e.Queued(t)[0]
		sender, err := mail.NewSMTP(e.SMTP.URL())
		if err != nil {
			t.Fatal(err)
		}
		db := gatehousetest.OpenStore(t, e.DatabaseURL, e.Clock)
		killed := app.New(app.Config{BaseURL: e.BaseURL, Store: db, Sealer: e.Sealer, Sender: dying{sender, db}, Log: gatehousetest.Quiet()})
		if err := killed.Deliveries.Send(t.Context(), message); err == nil {
			t.Fatal("a process without a database notes that it sent a mail")
		}
		if state := find(t, e, master.Actor, id).Mail.State; state != gatehouse.MessageQueued {
			t.Errorf("the list says %s", state)
		}
		for range 2 { // once more because of the kill, and not a third time
			wantCode(t, "send again", e.Deliveries.Send(t.Context(), message), "")
		}
		sent := e.SMTP.Received()
		if len(sent) != 2 {
			t.Fatalf("%d mails went out, want 2", len(sent))
		}
		if diff := cmp.Diff(identity(t, sent[0]), identity(t, sent[1])); diff != "" {
			t.Errorf("the second mail is another one:\n%s", diff)
		}
		if state := find(t, e, master.Actor, id).Mail.State; state != gatehouse.MessageSent {
			t.Errorf("the list says %s", state)
		}
		first, second := e.LinkToken(t, "bob@meridian.example"), e.LinkToken(t, "bob@meridian.example")
		_, err = e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(first, "Bob"))
		wantCode(t, "accept with the first mail", err, "")
		_, err = e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(second, "Bob"))
		wantCode(t, "accept with the second", err, gatehouse.CodeLinkDead)
	})
}

func TestT196MailServerDownThenUp(t *testing.T) {
	t.Parallel()
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		t.Parallel()
		e := gatehousetest.New(t, engine)
		master := e.SetUp(t)
		addresses := []string{"one@meridian.example", "two@meridian.example", "three@meridian.example"}
		people := map[string]gatehouse.PersonID{}
		for _, address := range addresses {
			e.SMTP.Fail451Times(address, 4)
			people[address] = e.Invite(t, master.Actor, address, gatehouse.PartnerObserver)
		}
		e.Invite(t, master.Actor, "well@meridian.example", gatehouse.PartnerObserver)
		e.SMTP.WaitFor(t, "well@meridian.example") // the others do not hold it up
		for _, address := range addresses {
			token := e.LinkToken(t, address) // comes once the server takes it
			if _, err := e.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), token); err != nil {
				t.Errorf("the link that came late: %v", err)
			}
		}
		if n := len(e.SMTP.Received()); n != 4 {
			t.Errorf("%d mails went out, want 4", n)
		}
	})
}

// TestT196OrderOfOnePersonsMails: what one person is told arrives in the order in
// which it happened, however often the server says "later".
func TestT196OrderOfOnePersonsMails(t *testing.T) {
	t.Parallel()
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		t.Parallel()
		e := gatehousetest.New(t, engine)
		master := e.SetUp(t)
		const email = "moved@meridian.example"
		person := ids(e.Join(t, master.Actor, email, gatehouse.PartnerOperator).Actor.Person)
		e.SMTP.Fail451Times(email, 3)
		var want, got []string
		for i := range 6 {
			role := gatehouse.PartnerRoles()[i%2]
			results, err := e.Admins.ChangeRole(t.Context(), master.Actor, "", person, role)
			wantRows(t, "change role", results, err, changed)
			want = append(want, "you are now "+strings.ToUpper(role.String()[:1])+role.String()[1:])
		}
		told := regexp.MustCompile(`you are now \w+`)
		for range want {
			got = append(got, told.FindString(e.SMTP.WaitFor(t, email).Text))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the mails came in another order (-want +got):\n%s", diff)
		}
	})
}

// TestOneMailHoldsUpNoOther: an earlier mail that waits holds up those to the same
// address and nobody else's, an overtaken one nobody's, and a hopeless one only for
// a day.
func TestOneMailHoldsUpNoOther(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		const email = "held@meridian.example"
		id := e.Invite(t, master.Actor, email, gatehouse.PartnerObserver)
		e.AcceptAs(t, email, "Held")
		e.SMTP.Fail451Times(email, 1)
		for _, step := range []bulkCall{e.Admins.Lock, e.Admins.Unlock} {
			results, err := step(t.Context(), master.Actor, "", ids(id))
			wantRows(t, "lock, unlock", results, err, changed)
		}
		e.Invite(t, master.Actor, "other@meridian.example", gatehouse.PartnerObserver)
		queued := e.Queued(t)
		if len(queued) != 3 {
			t.Fatalf("%d mails wait", len(queued))
		}
		locked, unlocked, other := queued[0], queued[1], queued[2]
		wantCode(t, "the first, which the server does not take now", e.Deliveries.Send(t.Context(), locked), gatehouse.CodeInternal)
		wantCode(t, "the second", e.Deliveries.Send(t.Context(), unlocked), gatehouse.CodeOverloaded)
		wantCode(t, "somebody else's", e.Deliveries.Send(t.Context(), other), "")
		e.Clock.Advance(23 * time.Hour)
		wantCode(t, "the second, a day later", e.Deliveries.Send(t.Context(), unlocked), gatehouse.CodeOverloaded)
		e.Clock.Advance(time.Hour)
		wantCode(t, "the second, when the first seems hopeless", e.Deliveries.Send(t.Context(), unlocked), "")

		master = e.SignIn(t, "mara@meridian.example")
		const again = "again@meridian.example"
		fresh := e.Invite(t, master.Actor, again, gatehouse.PartnerObserver)
		results, err := e.Admins.Resend(t.Context(), master.Actor, "", ids(fresh))
		wantRows(t, "resend", results, err, changed)
		queued = e.Queued(t)
		wantCode(t, "the new link beside the old one", e.Deliveries.Send(t.Context(), queued[len(queued)-1]), "")
	})
}

// TestDeliveryStates: the list shows what became of the latest mail, with the
// server's own reason.
func TestDeliveryStates(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		invite := func(name string) (gatehouse.PersonID, gatehouse.MessageID) {
			id := e.Invite(t, master.Actor, name+"@meridian.example", gatehouse.PartnerObserver)
			queued := e.Queued(t)
			return id, queued[len(queued)-1]
		}
		shown := func(id gatehouse.PersonID, want gatehouse.Delivery) {
			t.Helper()
			got := find(t, e, master.Actor, id).Mail
			if got.State != want.State || !strings.Contains(got.Error, want.Error) || (want.Error == "") != (got.Error == "") {
				t.Errorf("the list shows %+v, want %+v", got, want)
			}
		}
		good, message := invite("good")
		shown(good, gatehouse.Delivery{State: gatehouse.MessageQueued})
		wantCode(t, "send", e.Deliveries.Send(t.Context(), message), "")
		shown(good, gatehouse.Delivery{State: gatehouse.MessageSent})

		e.SMTP.Refuse550("nobody@meridian.example")
		nobody, message := invite("nobody")
		wantCode(t, "a permanent refusal is no error of the job", e.Deliveries.Send(t.Context(), message), "")
		shown(nobody, gatehouse.Delivery{State: gatehouse.MessageFailed, Error: "No such user here"})
		if token := e.Strings(t, `SELECT token FROM outbox WHERE id = $1`, string(message)); token[0][0] != "" {
			t.Error("a failed message keeps its link")
		}
		e.SMTP.Behave("nobody@meridian.example")
		wantCode(t, "a settled message", e.Deliveries.Send(t.Context(), message), "")
		shown(nobody, gatehouse.Delivery{State: gatehouse.MessageFailed, Error: "No such user here"})

		e.SMTP.Fail451Times("later@meridian.example", 1)
		later, message := invite("later")
		if err := e.Deliveries.Send(t.Context(), message); err == nil {
			t.Error("a temporary refusal is no error, so nothing tries again")
		}
		shown(later, gatehouse.Delivery{State: gatehouse.MessageQueued, Error: "Try again later"})
		wantCode(t, "send again", e.Deliveries.Send(t.Context(), message), "")
		shown(later, gatehouse.Delivery{State: gatehouse.MessageSent})

		results, err := e.Admins.Resend(t.Context(), master.Actor, "", ids(nobody))
		wantRows(t, "resend", results, err, changed)
		shown(nobody, gatehouse.Delivery{State: gatehouse.MessageQueued})
		wantCode(t, "an unknown message", e.Deliveries.Send(t.Context(), "nothing"), "")
	})
}

func TestT201OvertakenWhileQueued(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		for name, c := range map[string]struct {
			overtake func(t *testing.T, id gatehouse.PersonID)
			mails    int
			gone     bool
		}{
			"revoked": {overtake: func(t *testing.T, id gatehouse.PersonID) {
				t.Helper()
				results, err := e.Admins.Revoke(t.Context(), master.Actor, "", ids(id))
				wantRows(t, "revoke", results, err, changed)
			}},
			"sent again": {mails: 1, overtake: func(t *testing.T, id gatehouse.PersonID) {
				t.Helper()
				results, err := e.Admins.Resend(t.Context(), master.Actor, "", ids(id))
				wantRows(t, "resend", results, err, changed)
			}},
			"erased": {gone: true, overtake: func(t *testing.T, id gatehouse.PersonID) {
				t.Helper()
				results, err := e.Admins.Delete(t.Context(), master.Actor, "", ids(id))
				wantRows(t, "delete", results, err, changed)
			}},
			"accepted": {overtake: func(t *testing.T, id gatehouse.PersonID) {
				t.Helper()
				token := e.OutboxToken(t, string(find(t, e, master.Actor, id).Person.Email))
				_, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(token, "Quick"))
				wantCode(t, "accept", err, "")
			}},
		} {
			t.Run(name, func(t *testing.T) {
				address := strings.ReplaceAll(name, " ", "") + "@meridian.example"
				id := e.Invite(t, master.Actor, address, gatehouse.PartnerObserver)
				queued := e.Queued(t)
				message, before := queued[len(queued)-1], len(e.SMTP.Received())
				c.overtake(t, id)
				wantCode(t, "send what was overtaken", e.Deliveries.Send(t.Context(), message), "")
				rows := e.Strings(t, `SELECT state, token FROM outbox WHERE id = $1`, string(message))
				if want := [][]string{{"cancelled", ""}}; !c.gone && !cmp.Equal(want, rows) || c.gone && len(rows) != 0 {
					t.Errorf("the message is %q", rows)
				}
				e.Deliver(t)
				if n := len(e.SMTP.Received()) - before; n != c.mails {
					t.Errorf("%d mails went out, want %d", n, c.mails)
				}
			})
		}
		t.Run("expired", func(t *testing.T) {
			e.Invite(t, master.Actor, "expired@meridian.example", gatehouse.PartnerObserver)
			before := len(e.SMTP.Received())
			e.Clock.Advance(gatehouse.InvitationTTL)
			e.Deliver(t)
			if n := len(e.SMTP.Received()) - before; n != 0 {
				t.Errorf("%d mails went out", n)
			}
		})
	})
}

func TestReminder(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		const email = "slow@meridian.example"
		id := e.Invite(t, master.Actor, email, gatehouse.PartnerObserver)
		old := e.LinkToken(t, email)
		before := find(t, e, master.Actor, id).Invitation
		remind := func() int {
			t.Helper()
			sent := len(e.SMTP.Received())
			wantCode(t, "remind", e.Deliveries.Remind(t.Context()), "")
			e.Deliver(t)
			return len(e.SMTP.Received()) - sent
		}
		turnTo(t, e, before.ExpiresAt.Add(-gatehouse.ReminderLead).Add(-patience))
		if n := remind(); n != 0 {
			t.Fatalf("%d reminders too early", n)
		}
		turnTo(t, e, before.ExpiresAt.Add(-gatehouse.ReminderLead))
		if n := remind(); n != 1 {
			t.Fatalf("%d reminders, want 1", n)
		}
		if n := remind(); n != 0 {
			t.Fatalf("%d more reminders", n)
		}
		link := e.LinkToken(t, email)
		master = e.SignIn(t, "mara@meridian.example")
		after := find(t, e, master.Actor, id).Invitation
		want := before
		want.Rotation++
		want.Version = after.Version
		if diff := cmp.Diff(want, after); diff != "" {
			t.Errorf("a reminder changes (-want +got):\n%s", diff)
		}
		_, err := e.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), old)
		wantCode(t, "the older link", err, gatehouse.CodeLinkDead)
		_, err = e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(link, "Slow"))
		wantCode(t, "accept with the reminder's link", err, "")

		t.Run("Err nobody is reminded of what is over", func(t *testing.T) {
			for _, name := range []string{"accepted", "revoked"} {
				other := e.Invite(t, master.Actor, name+"@meridian.example", gatehouse.PartnerObserver)
				token := e.LinkToken(t, name+"@meridian.example")
				if name == "accepted" {
					_, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(token, "Quick"))
					wantCode(t, "accept", err, "")
					continue
				}
				results, err := e.Admins.Revoke(t.Context(), master.Actor, "", ids(other))
				wantRows(t, "revoke", results, err, changed)
			}
			e.Clock.Advance(gatehouse.InvitationTTL - gatehouse.ReminderLead)
			if n := remind(); n != 0 {
				t.Errorf("%d reminders", n)
			}
		})
	})
}

// TestManyMailsLeaveOnce: what a large call mails reaches everybody, once, also when
// the job that spreads the mails is worked off twice.
func TestManyMailsLeaveOnce(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		const many = 250
		master := e.SetUp(t)
		if _, err := e.Admins.Invite(t.Context(), master.Actor, "", gatehousetest.Addresses(many), false); err != nil {
			t.Fatal(err)
		}
		queued := e.Queued(t)
		if kinds := e.Strings(t, `SELECT DISTINCT kind FROM river_job`); !cmp.Equal(kinds, [][]string{{string(gatehouse.JobSpreadMessages)}}) {
			t.Errorf("the call itself made jobs of the kinds %v", kinds)
		}
		wantCode(t, "spread", e.Deliveries.Spread(t.Context(), queued), "")
		e.Work(t)
		// The mail server has a mail before the outbox says so.
		e.Settled(t)
		for _, message := range queued {
			wantCode(t, "send once more", e.Deliveries.Send(t.Context(), message), "")
		}
		to := map[string]int{}
		for _, m := range e.SMTP.Received() {
			to[m.To]++
		}
		for address, n := range to {
			if n != 1 {
				t.Errorf("%s got %d mails", address, n)
			}
		}
		if len(to) != many {
			t.Errorf("%d people got a mail, want %d", len(to), many)
		}
	})
}
