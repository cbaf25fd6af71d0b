package app

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/store"
)

// invitations is the one machine that sends invitations of every kind, in one
// transaction: it makes the links and collects the mails.
type invitations struct {
	*core
	tx      *store.Tx
	actor   gatehouse.Actor
	partner gatehouse.PartnerID
	kind    gatehouse.InvitationKind
	// site is where invitations of a site's administrators lead.
	site  gatehouse.SiteID
	now   time.Time
	mails []gatehouse.Message
	told  []gatehouse.Message
	// locked are those whose account lock becomes lock.
	locked []gatehouse.Person
	lock   gatehouse.Lock
}

// machine starts the invitations of a transaction.
func (c *core) machine(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, partner gatehouse.PartnerID, kind gatehouse.InvitationKind) (*invitations, error) {
	now, err := tx.Now(ctx)
	return &invitations{core: c, tx: tx, actor: actor, partner: partner, kind: kind, now: now}, err
}

// siteMachine starts the invitations of a site's administrators.
func (c *core) siteMachine(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, partner gatehouse.PartnerID, site gatehouse.SiteID) (*invitations, error) {
	m, err := c.machine(ctx, tx, actor, partner, gatehouse.InviteSiteAdmin)
	m.site = site
	return m, err
}

// offer is what one address is invited to: a partner role, a site role, or neither
// for a technician.
type offer struct {
	email    gatehouse.Email
	role     gatehouse.PartnerRole
	siteRole gatehouse.SiteRole
}

// facts is the offer as an audit event tells it.
func (o offer) facts(kind gatehouse.InvitationKind) facts {
	switch kind {
	case gatehouse.InviteAdmin:
		return facts{"role": o.role, "status": gatehouse.Pending}
	case gatehouse.InviteSiteAdmin:
		return facts{"role": o.siteRole, "status": gatehouse.Pending}
	default:
		return facts{"status": gatehouse.Pending}
	}
}

// checkGive returns CodeRoleAboveYours when the actor may not invite to the roles.
func (m *invitations) checkGive(role gatehouse.PartnerRole, siteRole gatehouse.SiteRole) error {
	switch m.kind {
	case gatehouse.InviteAdmin:
		return m.actor.CheckGive(role)
	case gatehouse.InviteSiteAdmin:
		return m.actor.CheckGiveAtSite(siteRole)
	default:
		return nil
	}
}

// checkPromotion returns CodeAccountLocked when a lock stands against the roles.
func (m *invitations) checkPromotion(ctx context.Context, person gatehouse.Person, role gatehouse.PartnerRole, siteRole gatehouse.SiteRole) error {
	if m.kind != gatehouse.InviteSiteAdmin {
		return person.CheckPromotion(role)
	}
	admin, err := m.tx.SiteAdmin(ctx, m.partner, m.site, person.ID)
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return admin.Membership.CheckPromotion(siteRole)
}

// invite makes or renews the invitation of one address. force renews a pending
// one as well, for the command line.
func (m *invitations) invite(ctx context.Context, o offer, force bool) (gatehouse.PersonID, error) {
	person, err := m.tx.PersonByEmail(ctx, m.partner, o.email)
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return m.inviteNew(ctx, o)
	}
	if err != nil {
		return "", err
	}
	if err := m.checkPromotion(ctx, person, o.role, o.siteRole); err != nil {
		return person.ID, err
	}
	invitation, err := m.tx.Invitation(ctx, m.partner, person.ID, m.kind, m.site)
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		if err := m.admitMail(ctx, o.email); err != nil {
			return person.ID, err
		}
		return person.ID, m.create(ctx, person, o)
	}
	if err != nil {
		return person.ID, err
	}
	status := invitation.Status(m.now)
	if err := status.CheckInvitable(); err != nil && (!force || status != gatehouse.Pending) {
		return person.ID, err
	}
	// Renewing replaces the offer of somebody else's: that needs the right to
	// have made the old one as well.
	if err := m.checkGive(invitation.Role, invitation.SiteRole); err != nil {
		return person.ID, err
	}
	invitation.Role, invitation.SiteRole = o.role, o.siteRole
	return person.ID, m.renew(ctx, invitation)
}

// inviteAll invites each address in turn, collects the outcomes and sends the
// mails.
func (m *invitations) inviteAll(ctx context.Context, op operation, offers []offer, force bool) (gatehouse.Results, error) {
	if err := m.checkPending(ctx, len(offers)); err != nil {
		return gatehouse.Results{}, err
	}
	bulk := newBulk(m.tx, m.actor, op, len(offers))
	seen := map[gatehouse.Email]bool{}
	for _, o := range offers {
		row := gatehouse.Result{Email: o.email, Outcome: gatehouse.Changed}
		err := m.checkGive(o.role, o.siteRole)
		if err == nil && m.kind == gatehouse.InviteSiteAdmin && !m.actor.AtSite() && o.email == m.actor.Email {
			// A partner's people let themselves into a site no more than they assign
			// themselves.
			err = gatehouse.E(gatehouse.CodeSelfNotAllowed)
		}
		switch {
		case seen[o.email]:
			err = gatehouse.E(gatehouse.CodeDuplicate)
		case err == nil:
			row.ID, err = m.invite(ctx, o, force)
		}
		if err == nil {
			row.Also, err = m.also(ctx, row.ID)
		}
		seen[o.email] = true
		if err := bulk.add(ctx, row, err, string(o.email), nil, o.facts(m.kind)); err != nil {
			return gatehouse.Results{}, err
		}
	}
	return bulk.results, m.send(ctx)
}

// also returns what else somebody who is invited at a partner is there, or is invited
// as. A site does not learn it.
func (m *invitations) also(ctx context.Context, person gatehouse.PersonID) (gatehouse.InvitationKind, error) {
	other := gatehouse.InviteAdmin
	switch m.kind {
	case gatehouse.InviteSiteAdmin:
		return "", nil
	case gatehouse.InviteAdmin:
		other = gatehouse.InviteTechnician
	case gatehouse.InviteTechnician:
	}
	invitation, err := m.tx.Invitation(ctx, m.partner, person, other, "")
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return "", nil
	}
	if status := invitation.Status(m.now); err != nil || status != gatehouse.Pending && status != gatehouse.Accepted {
		return "", err
	}
	return other, nil
}

func (m *invitations) inviteNew(ctx context.Context, o offer) (gatehouse.PersonID, error) {
	if err := m.admitMail(ctx, o.email); err != nil {
		return "", err
	}
	person := gatehouse.Person{Partner: m.partner, Email: o.email, CreatedAt: m.now}
	if err := m.tx.CreatePerson(ctx, &person); err != nil {
		return "", err
	}
	return person.ID, m.create(ctx, person, o)
}

func (m *invitations) create(ctx context.Context, person gatehouse.Person, o offer) error {
	invitation := gatehouse.Invitation{
		Partner: m.partner, Person: person.ID, Kind: m.kind, Site: m.site, Email: person.Email, Role: o.role, SiteRole: o.siteRole,
	}
	m.stamp(&invitation)
	message, token := store.NewMessageID(), auth.NewToken()
	if err := m.tx.CreateInvitation(ctx, &invitation, auth.HashToken(token), message); err != nil {
		return err
	}
	return m.mail(ctx, invitation, gatehouse.MailInvitation, message, token)
}

// renew sends an invitation again: a new link, a fresh deadline, the old link
// dead, and whoever sends it now answers for it.
func (m *invitations) renew(ctx context.Context, invitation gatehouse.Invitation) error {
	if err := m.admitMail(ctx, invitation.Email); err != nil {
		return err
	}
	m.stamp(&invitation)
	message, token := store.NewMessageID(), auth.NewToken()
	if err := m.tx.RenewInvitation(ctx, invitation, auth.HashToken(token), message); err != nil {
		return err
	}
	return m.mail(ctx, invitation, gatehouse.MailInvitation, message, token)
}

// remind sends a pending invitation again before it ends: a new link with the
// same deadline and inviter, the old link dead.
func (m *invitations) remind(ctx context.Context, invitation gatehouse.Invitation) error {
	inviter, err := m.inviterLanguage(ctx, invitation)
	if err != nil {
		return err
	}
	m.actor.Language = inviter
	invitation.Rotation++
	message, token := store.NewMessageID(), auth.NewToken()
	if err := m.tx.RemindInvitation(ctx, invitation, auth.HashToken(token), message, m.now); err != nil {
		return err
	}
	return m.mail(ctx, invitation, gatehouse.MailReminder, message, token)
}

// inviterLanguage returns the language of whoever sent the invitation last; "" for
// the installation.
func (m *invitations) inviterLanguage(ctx context.Context, invitation gatehouse.Invitation) (gatehouse.Language, error) {
	if invitation.InvitedBy == "" {
		return "", nil
	}
	inviter, err := m.tx.Person(ctx, m.partner, invitation.InvitedBy)
	if err == nil {
		var account gatehouse.Account
		account, err = m.tx.UnscopedAccount(ctx, inviter.Account)
		return account.Language, err
	}
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		err = nil
	}
	return "", err
}

// stamp sets who invites, when, until when, and counts the link.
func (m *invitations) stamp(i *gatehouse.Invitation) {
	i.Rotation++
	i.InvitedBy = m.actor.Person
	i.InvitedAt, i.ExpiresAt = m.now, m.now.Add(m.InvitationTTL)
}

// admitMail counts a mail to the address. Too many from one partner within the
// window are CodeTooManyRequests. It comes before the first write of a row, so
// that a refused row leaves nothing behind. The count outlives the deletion of
// whoever it is about, or inviting and deleting by turns would never be too often;
// so it stands under a pseudonym of the address.
func (m *invitations) admitMail(ctx context.Context, email gatehouse.Email) error {
	subject := m.Sealer.Pseudonym(string(m.partner) + " " + string(email))
	sent, until, err := m.tx.CountAttempt(ctx, scopeMail, subject, m.now, gatehouse.InvitationMailWindow)
	if err == nil && sent > gatehouse.InvitationMails {
		return &gatehouse.Error{Code: gatehouse.CodeTooManyRequests, RetryAfter: until.Sub(m.now)}
	}
	return err
}

// mail queues a mail with the link.
func (m *invitations) mail(ctx context.Context, i gatehouse.Invitation, kind gatehouse.MessageKind, id gatehouse.MessageID, token string) error {
	language, err := m.languageOf(ctx, i.Email)
	if err != nil {
		return err
	}
	m.mails = append(m.mails, gatehouse.Message{
		ID: id, Partner: m.partner, Kind: kind, To: i.Email, Language: language,
		Invitation: i.ID, Rotation: i.Rotation, Site: i.Site,
		Token:     m.Sealer.Seal([]byte(token), string(id)),
		CreatedAt: m.now,
	})
	return nil
}

// languageOf returns the language of the address's account, else of whoever
// invites.
func (m *invitations) languageOf(ctx context.Context, email gatehouse.Email) (gatehouse.Language, error) {
	account, err := m.tx.UnscopedAccountByEmail(ctx, email)
	switch gatehouse.CodeOf(err) {
	case "":
		return account.Language, nil
	case gatehouse.CodeNotFound:
		return m.ownLanguage(), nil
	default:
		return "", err
	}
}

// ownLanguage is the language of whoever acts.
func (m *invitations) ownLanguage() gatehouse.Language {
	return gatehouse.ParseLanguage(string(m.actor.Language))
}

// send hands the collected mails to the outbox.
func (m *invitations) send(ctx context.Context) error {
	if err := m.addressNotices(ctx); err != nil {
		return err
	}
	return m.tx.Send(ctx, m.mails)
}

// checkPending answers CodeTooManyPending when n more invitations would be more
// than a partner may have.
func (m *invitations) checkPending(ctx context.Context, n int) error {
	pending, err := m.tx.CountPending(ctx, m.partner, m.now)
	if err == nil && pending+n > gatehouse.PendingLimit {
		return gatehouse.E(gatehouse.CodeTooManyPending)
	}
	return err
}
