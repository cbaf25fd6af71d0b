package app

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// Deliveries are the use cases of background work.
type Deliveries struct{ *core }

// CheckKey remembers which key seals the links of waiting mails, and refuses to go
// on with another one: a replica that cannot open them must not start.
func (d Deliveries) CheckKey(ctx context.Context) error {
	mine := d.Sealer.Fingerprint()
	return d.Store.Update(ctx, func(tx *store.Tx) error {
		state, err := tx.LockSetup(ctx)
		if err != nil {
			return err
		}
		switch state.KeyFingerprint {
		case mine:
			return nil
		case "":
			return tx.SetKeyFingerprint(ctx, mine)
		default:
			return fmt.Errorf("the key in the data directory (%s) is not the one this database was set up with (%s): every replica needs the same key file", mine, state.KeyFingerprint)
		}
	})
}

// Spread makes a job for each of many messages.
func (d Deliveries) Spread(ctx context.Context, ids []gatehouse.MessageID) error {
	return d.Store.Update(ctx, func(tx *store.Tx) error { return tx.EnqueueEach(ctx, ids) })
}

// Send sends one message of the outbox. A permanent refusal of the mail server is
// recorded and is no error; a temporary one is returned, to be tried again. A
// message that was overtaken is cancelled, not sent. CodeOverloaded means that an
// earlier message to the same address comes first.
func (d Deliveries) Send(ctx context.Context, id gatehouse.MessageID) error {
	envelope, due, err := d.claim(ctx, id)
	if err != nil || !due {
		return err
	}
	sendErr := d.send(ctx, envelope)
	reason, permanent := mail.Permanent(sendErr)
	err = d.Store.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		message, err := tx.UnscopedMessage(ctx, id)
		if err != nil || message.State != gatehouse.MessageQueued {
			return err
		}
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		switch {
		case message.Kind == gatehouse.MailDeleted && (sendErr == nil || permanent):
			// The address is not the portal's to keep any more.
			return tx.DeleteMessage(ctx, id)
		case sendErr == nil:
			return tx.SettleMessage(ctx, id, gatehouse.MessageSent, "", now)
		case permanent:
			return tx.SettleMessage(ctx, id, gatehouse.MessageFailed, reason, now)
		default:
			return tx.NoteMessageError(ctx, id, mail.Reason(sendErr))
		}
	})
	if err != nil {
		return err
	}
	if sendErr != nil && !permanent {
		return fmt.Errorf("send message %s: %w", id, sendErr)
	}
	return nil
}

// send hands the mail on. The local mailbox takes none for an address that was
// erased meanwhile: it would keep it.
func (d Deliveries) send(ctx context.Context, envelope mail.Envelope) error {
	if _, local := d.Sender.(*mail.Mailbox); local {
		known, err := d.Store.UnscopedAddressKnown(ctx, envelope.To)
		if err != nil || !known {
			return err
		}
	}
	return d.Sender.Send(ctx, envelope)
}

// claim reads a message and composes it. It is not due when it was settled
// before, or when its invitation has no use for it any more, which cancels it.
func (d Deliveries) claim(ctx context.Context, id gatehouse.MessageID) (mail.Envelope, bool, error) {
	var envelope mail.Envelope
	due := false
	err := d.Store.Update(ctx, func(tx *store.Tx) error {
		due = false
		message, err := tx.UnscopedMessage(ctx, id)
		if gatehouse.CodeOf(err) == gatehouse.CodeNotFound || err == nil && message.State != gatehouse.MessageQueued {
			return nil
		}
		if err != nil {
			return err
		}
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		overtaken, invitation, err := d.overtaken(ctx, tx, message, now)
		if err != nil {
			return err
		}
		if overtaken && message.Kind == gatehouse.MailPasswordReset {
			// Its link opens nothing (any more). Most such mails were asked for by a
			// stranger, for an address that is not the portal's to keep.
			return tx.DeleteMessage(ctx, id)
		}
		if overtaken {
			return tx.SettleMessage(ctx, id, gatehouse.MessageCancelled, "", now)
		}
		if err := d.checkTurn(ctx, tx, message, now); err != nil {
			return err
		}
		due = true
		envelope, err = d.compose(ctx, tx, message, invitation)
		return err
	})
	return envelope, due, err
}

const (
	// turnPause is how long a mail waits before it looks again whether it is its
	// turn.
	turnPause = time.Second
	// turnPatience is how long an earlier mail that cannot be sent at all may hold
	// up later ones.
	turnPatience = 24 * time.Hour
)

// checkTurn returns CodeOverloaded, which means "a little later", while an earlier
// mail of the partner to the same address waits: who is told "locked" and then
// "unlocked" must not read it the other way round. What was overtaken holds up
// nothing.
func (d Deliveries) checkTurn(ctx context.Context, tx *store.Tx, message gatehouse.Message, now time.Time) error {
	var other gatehouse.Message
	for {
		var err error
		other, err = tx.EarlierMessage(ctx, message, now.Add(-turnPatience), other.ID)
		if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		overtaken, _, err := d.overtaken(ctx, tx, other, now)
		if err != nil {
			return err
		}
		if !overtaken {
			return &gatehouse.Error{Code: gatehouse.CodeOverloaded, RetryAfter: turnPause, Message: "An earlier mail to this address waits."}
		}
	}
}

// overtaken reports whether a message has become pointless: its invitation is
// gone or carries another link by now, its reset link is dead. It also returns
// the invitation that the message is about.
func (d Deliveries) overtaken(ctx context.Context, tx *store.Tx, message gatehouse.Message, now time.Time) (bool, gatehouse.Invitation, error) {
	var err error
	var invitation gatehouse.Invitation
	switch {
	case message.Invitation != "":
		invitation, err = tx.InvitationByID(ctx, message.Partner, message.Invitation)
		if err == nil && message.Token != nil {
			if !invitation.Carries(message, now) {
				return true, invitation, nil
			}
			// Nobody could accept what its sender may not send any more.
			void, err := inviterLost(ctx, tx.Reads, invitation)
			return void, invitation, err
		}
	case message.Token != nil:
		var token []byte
		if token, err = d.Sealer.Open(message.Token, string(message.ID)); err == nil {
			_, err = tx.UnscopedAccountByReset(ctx, auth.HashToken(string(token)), now)
		}
	}
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return true, invitation, nil
	}
	return false, invitation, err
}

// compose writes the mail, in the recipient's language.
func (d Deliveries) compose(ctx context.Context, tx *store.Tx, message gatehouse.Message, invitation gatehouse.Invitation) (mail.Envelope, error) {
	data := mail.Data{
		BaseURL: d.BaseURL.String(), Kind: invitation.Kind, Role: invitation.Role,
		InvitedEmail: invitation.Email, Deadline: invitation.ExpiresAt,
		RecipientName: message.Detail.Name,
		OldRole:       message.Detail.OldRole, NewRole: message.Detail.NewRole, Reason: message.Detail.Reason,
		SiteRole: invitation.SiteRole, People: message.Detail.People, Action: message.Detail.Action,
		OldSiteRole: message.Detail.OldSiteRole, NewSiteRole: message.Detail.NewSiteRole,
	}
	if err := d.sites(ctx, tx, message, invitation, &data); err != nil {
		return mail.Envelope{}, err
	}
	if !message.Detail.ExpiresAt.IsZero() {
		data.Deadline = message.Detail.ExpiresAt
	}
	if err := d.name(ctx, tx, message.Partner, invitation, &data); err != nil {
		return mail.Envelope{}, err
	}
	if message.Kind == gatehouse.MailApprovalWanted {
		data.Link = d.approvalLink(message)
	}
	if message.Token != nil {
		token, err := d.Sealer.Open(message.Token, string(message.ID))
		if err != nil {
			return mail.Envelope{}, fmt.Errorf("open the link of message %s: %w", message.ID, err)
		}
		data.Link = d.link(linkPath(message.Kind), string(token))
	}
	content, err := mail.Compose(message.Kind, message.Language, data)
	if err != nil {
		return mail.Envelope{}, err
	}
	return mail.Envelope{
		ID: string(message.ID), To: message.To, ToName: message.Detail.Name, Content: content, Date: message.CreatedAt,
	}, nil
}

// sites fills in the sites that a mail is about.
func (d Deliveries) sites(ctx context.Context, tx *store.Tx, message gatehouse.Message, invitation gatehouse.Invitation, data *mail.Data) error {
	for _, site := range message.Detail.Sites {
		data.More += site.More
		if site.Name != "" {
			data.Sites = append(data.Sites, mail.SiteLine{Name: site.Name, Level: site.Level, Waiting: site.Waiting, Closed: site.Closed})
		}
	}
	if invitation.Site == "" {
		return nil
	}
	site, err := tx.Site(ctx, invitation.Partner, invitation.Site)
	data.Sites = append(data.Sites, mail.SiteLine{Name: site.Name})
	return err
}

// approvalLink leads to the row of whoever waits for a site's approval.
func (d Deliveries) approvalLink(message gatehouse.Message) string {
	u := d.BaseURL.JoinPath("s", string(message.Site), "technicians")
	u.RawQuery = url.Values{"row": {string(message.Detail.Row)}}.Encode()
	return u.String()
}

// linkPath is the page that the link of a mail leads to.
func linkPath(kind gatehouse.MessageKind) string {
	if kind == gatehouse.MailPasswordReset {
		return "password-reset"
	}
	return "invitation"
}

// name fills in the partner's and the inviter's name.
func (d Deliveries) name(ctx context.Context, tx *store.Tx, id gatehouse.PartnerID, invitation gatehouse.Invitation, data *mail.Data) error {
	if id == "" {
		return nil
	}
	partner, err := tx.Partner(ctx, id)
	if err != nil {
		return err
	}
	data.Partner = partner.Name
	if invitation.InvitedBy == "" {
		return nil
	}
	inviter, err := tx.Person(ctx, id, invitation.InvitedBy)
	if err != nil && gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
		return err
	}
	data.Inviter = inviter.Name
	return nil
}

// remindBatch bounds how many invitations one run reminds of.
const remindBatch = 500

// Remind mails unanswered invitations again before they end, with a new link and
// the same deadline, and announces the end of access to sites.
func (d Deliveries) Remind(ctx context.Context) error {
	now, err := d.Store.Now(ctx)
	if err != nil {
		return err
	}
	due, err := d.Store.UnscopedDueReminders(ctx, now, gatehouse.ReminderLead, remindBatch)
	if err != nil {
		return err
	}
	actor := gatehouse.Actor{Installation: true, Via: gatehouse.ViaJob}
	for _, invitation := range due {
		op := operation{action: gatehouse.ActionInvitationRemind, partner: invitation.Partner}
		_, err := change(ctx, d.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (struct{}, error) {
			return struct{}{}, d.remind(ctx, tx, actor, invitation)
		})
		if err != nil {
			return err
		}
	}
	return d.announceEnds(ctx)
}

func (d Deliveries) remind(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, found gatehouse.Invitation) error {
	m, err := d.machine(ctx, tx, actor, found.Partner, found.Kind)
	if err != nil {
		return err
	}
	invitation, err := tx.InvitationByID(ctx, found.Partner, found.ID)
	if err != nil || invitation.Rotation != found.Rotation || invitation.Status(m.now) != gatehouse.Pending {
		return err
	}
	if err := m.remind(ctx, invitation); err != nil {
		return err
	}
	tx.Record(event(actor, found.Partner, gatehouse.ActionInvitationRemind, string(found.Person), string(found.Email)))
	return m.send(ctx)
}

const (
	// purgeBatch keeps each transaction of a purge short.
	purgeBatch = 500
	// keepMessages is how long the outbox remembers what became of a mail that
	// no list shows any more.
	keepMessages = 30 * 24 * time.Hour
)

// Purge removes what has served its time, in small transactions.
func (d Deliveries) Purge(ctx context.Context) error {
	now, err := d.Store.Now(ctx)
	if err != nil {
		return err
	}
	steps := []func(tx *store.Tx) (int64, error){
		func(tx *store.Tx) (int64, error) { return tx.DeleteDeadSessions(ctx, now, purgeBatch) },
		func(tx *store.Tx) (int64, error) {
			return tx.DeleteOldResults(ctx, now.Add(-gatehouse.IdempotencyTTL), purgeBatch)
		},
		func(tx *store.Tx) (int64, error) {
			return tx.DeleteSettledMessages(ctx, now.Add(-keepMessages), purgeBatch)
		},
		func(tx *store.Tx) (int64, error) {
			return 0, tx.DeleteOldAttempts(ctx, now.Add(-gatehouse.IdempotencyTTL))
		},
	}
	for _, step := range steps {
		for more := true; more; {
			err := d.Store.Update(ctx, func(tx *store.Tx) error {
				n, err := step(tx)
				more = n == purgeBatch
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
