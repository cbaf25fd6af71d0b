package app

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// acceptance is one invitation being accepted, inside the transaction, with the
// partner locked.
type acceptance struct {
	*core
	tx    *store.Tx
	actor gatehouse.Actor
	hash  string
	who   accepter
	terms string
}

func (a acceptance) accept(ctx context.Context, i Invitations, token string) (Acceptance, error) {
	invitation, err := i.pending(ctx, a.tx.Reads, token)
	if err != nil {
		return Acceptance{}, err
	}
	partner, err := a.tx.Partner(ctx, invitation.Partner)
	if err != nil {
		return Acceptance{}, err
	}
	if err := partner.CheckAcceptable(invitation.Role); err != nil {
		return Acceptance{}, err
	}
	person, err := a.tx.Person(ctx, partner.ID, invitation.Person)
	if err != nil {
		return Acceptance{}, err
	}
	if err := a.checkPromotion(ctx, person, invitation); err != nil {
		return Acceptance{}, err
	}
	if err := a.checkInviter(ctx, invitation); err != nil {
		if gatehouse.CodeOf(err) == gatehouse.CodeInvitationVoid {
			return Acceptance{}, a.void(ctx, partner, person, invitation, err)
		}
		return Acceptance{}, err
	}
	account, err := a.account(ctx, invitation)
	if err != nil {
		return Acceptance{}, err
	}
	if err := a.join(ctx, partner, person, invitation, account); err != nil {
		return Acceptance{}, err
	}
	return a.signIn(ctx, invitation, account)
}

// checkPromotion answers CodeAccountLocked when a lock stands against the role.
func (a acceptance) checkPromotion(ctx context.Context, person gatehouse.Person, invitation gatehouse.Invitation) error {
	m := invitations{core: a.core, tx: a.tx, partner: person.Partner, kind: invitation.Kind, site: invitation.Site}
	return m.checkPromotion(ctx, person, invitation.Role, invitation.SiteRole)
}

// checkInviter answers CodeInvitationVoid when whoever sent the link last could
// not send it now.
func (a acceptance) checkInviter(ctx context.Context, invitation gatehouse.Invitation) error {
	void, err := inviterLost(ctx, a.tx.Reads, invitation)
	if err == nil && void {
		return gatehouse.E(gatehouse.CodeInvitationVoid)
	}
	return err
}

// void revokes an invitation whose inviter lost the right to it, tells the
// Masters, and keeps both although the acceptance fails.
func (a acceptance) void(ctx context.Context, partner gatehouse.Partner, person gatehouse.Person, invitation gatehouse.Invitation, cause error) error {
	now, err := a.tx.Now(ctx)
	if err != nil {
		return err
	}
	if err := a.tx.RevokeInvitation(ctx, partner.ID, invitation.ID, now); err != nil {
		return err
	}
	masters, err := a.tx.Masters(ctx, partner.ID)
	if err != nil {
		return err
	}
	mails := []gatehouse.Message{}
	for _, master := range masters {
		account, err := a.tx.UnscopedAccount(ctx, master.Account)
		if err != nil {
			return err
		}
		mails = append(mails, gatehouse.Message{
			ID: store.NewMessageID(), Partner: partner.ID, Kind: gatehouse.MailInvitationVoid,
			To: master.Email, Language: account.Language, Invitation: invitation.ID, CreatedAt: now,
		})
	}
	e := event(a.actor, partner.ID, gatehouse.ActionInvitationVoid, string(person.ID), string(person.Email))
	e.Before = facts{"status": gatehouse.Pending}.json()
	e.After = facts{"status": gatehouse.Revoked}.json()
	refused := event(a.actor, partner.ID, gatehouse.ActionInvitationAccept, string(person.ID), string(person.Email))
	refused.Outcome, refused.Code = gatehouse.Denied, gatehouse.CodeInvitationVoid
	a.tx.Record(e, refused)
	if err := a.tx.Send(ctx, mails); err != nil {
		return err
	}
	return commitThen(cause)
}

// account returns the account that accepts, as it is now.
func (a acceptance) account(ctx context.Context, invitation gatehouse.Invitation) (gatehouse.Account, error) {
	if a.who.newcomer != nil {
		account := *a.who.newcomer
		now, err := a.tx.Now(ctx)
		if err != nil {
			return account, err
		}
		account.CreatedAt = now
		return account, a.tx.CreateAccount(ctx, &account)
	}
	account, err := a.present(ctx, invitation)
	if err != nil || a.terms == "" || a.terms == account.TermsVersion {
		return account, err
	}
	return account, a.tx.SetTermsVersion(ctx, account.ID, a.terms)
}

// present returns the account that was there before: of the password given, or of
// the session, which may have ended meanwhile.
func (a acceptance) present(ctx context.Context, invitation gatehouse.Invitation) (gatehouse.Account, error) {
	if a.who.verified != nil {
		account, err := a.tx.UnscopedAccount(ctx, a.who.verified.ID)
		if err == nil && account.PasswordHash != a.who.verified.PasswordHash {
			err = gatehouse.E(gatehouse.CodeWrongCredentials)
		}
		return account, err
	}
	facts, err := a.tx.LockSessionFacts(ctx, a.actor.Session)
	if err != nil {
		return gatehouse.Account{}, signedOut(err)
	}
	if err := facts.Session.CheckAlive(facts.Now); err != nil {
		return gatehouse.Account{}, err
	}
	if facts.Account.Email != invitation.Email {
		return gatehouse.Account{}, gatehouse.E(gatehouse.CodeOtherAddress)
	}
	return facts.Account, nil
}

// join writes the membership and its audit events.
func (a acceptance) join(ctx context.Context, partner gatehouse.Partner, person gatehouse.Person, invitation gatehouse.Invitation, account gatehouse.Account) error {
	now, err := a.tx.Now(ctx)
	if err != nil {
		return err
	}
	if err := a.tx.AcceptInvitation(ctx, invitation, a.hash, now); err != nil {
		return err
	}
	if err := a.tx.JoinPerson(ctx, person, account); err != nil {
		return err
	}
	if err := a.tx.SetMembership(ctx, person, invitation); err != nil {
		return err
	}
	joined := a.actor
	joined.Partner, joined.Person, joined.Name = partner.ID, person.ID, account.Name
	e := event(joined, partner.ID, gatehouse.ActionInvitationAccept, string(person.ID), account.Name)
	e.Before = facts{"status": gatehouse.Pending}.json()
	e.Site = invitation.Site
	e.After = acceptedFacts(invitation).json()
	a.tx.Record(e)
	joined.Via = a.actor.Via
	if err := a.arrive(ctx, joined, person, invitation, now); err != nil {
		return err
	}
	if partner.Active() {
		return nil
	}
	a.tx.Record(event(joined, partner.ID, gatehouse.ActionPartnerActivate, string(partner.ID), partner.Name))
	return a.tx.ActivatePartner(ctx, partner.ID, now)
}

// signIn makes a session for whoever had none, or lets the session that accepted
// stand at the partner.
func (a acceptance) signIn(ctx context.Context, invitation gatehouse.Invitation, account gatehouse.Account) (Acceptance, error) {
	result := Acceptance{
		Partner: invitation.Partner, Person: invitation.Person, Kind: invitation.Kind, Role: invitation.Role,
		Site: invitation.Site, SiteRole: invitation.SiteRole,
	}
	if !a.actor.SignedIn() {
		var err error
		result.SignedIn, err = a.open(ctx, a.tx, a.actor, account)
		if gatehouse.CodeOf(err) == gatehouse.CodeWrongCredentials {
			// Accepted, but a lock keeps every place closed.
			err = nil
		}
		return result, err
	}
	found, err := readDoors(ctx, a.tx.Reads, account.ID, a.actor.SignedInAt)
	if err != nil {
		return result, err
	}
	result.Places = found.open()
	account.PasswordHash = ""
	result.Account = account
	result.Session = gatehouse.Session{ID: a.actor.Session, Account: account.ID, Partner: invitation.Partner, Site: invitation.Site}
	spot := gatehouse.Spot{Partner: invitation.Partner, Site: invitation.Site}
	for _, place := range result.Places {
		if place.Spot() == spot {
			return result, a.tx.SetSessionPlace(ctx, a.actor.Session, spot)
		}
	}
	return result, nil
}
