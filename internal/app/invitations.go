package app

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/store"
)

// Invitations are the use cases of whoever holds an invitation's link.
type Invitations struct{ *core }

// Offer is what a link shows.
type Offer struct {
	Invitation gatehouse.Invitation
	Partner    gatehouse.Partner
	// Site is set for a site administrator's invitation.
	Site          gatehouse.Site
	InvitedByName string
	// HasAccount is true when the address has to sign in to accept.
	HasAccount bool
	// TermsURL and TermsVersion are empty when consent isn't asked.
	TermsURL     string
	TermsVersion string
}

// Lookup returns what a link offers and changes nothing of it. Every link that
// cannot be used any more is CodeLinkDead, whatever the cause.
func (i Invitations) Lookup(ctx context.Context, actor gatehouse.Actor, token string) (Offer, error) {
	invitation, err := i.pending(ctx, i.Store.Reads, token)
	if err != nil {
		return Offer{}, i.countDeadLink(ctx, actor, err)
	}
	partner, err := i.Store.Partner(ctx, invitation.Partner)
	if err != nil {
		return Offer{}, err
	}
	offer := Offer{Invitation: invitation, Partner: partner, TermsURL: i.TermsURL, TermsVersion: i.TermsVersion}
	if invitation.Site != "" {
		if offer.Site, err = i.Store.Site(ctx, partner.ID, invitation.Site); err != nil {
			return Offer{}, err
		}
	}
	if invitation.InvitedBy != "" {
		inviter, err := i.Store.Person(ctx, partner.ID, invitation.InvitedBy)
		if err == nil {
			offer.InvitedByName = inviter.Name
		}
	}
	_, err = i.Store.UnscopedAccountByEmail(ctx, invitation.Email)
	offer.HasAccount = err == nil
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		err = nil
	}
	return offer, err
}

// pending returns the pending invitation of a link, or CodeLinkDead.
func (i Invitations) pending(ctx context.Context, reads store.Reads, token string) (gatehouse.Invitation, error) {
	invitation, err := reads.UnscopedInvitationByToken(ctx, auth.HashToken(token))
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return invitation, gatehouse.E(gatehouse.CodeLinkDead)
	}
	if err != nil {
		return invitation, err
	}
	now, err := reads.Now(ctx)
	if err == nil && invitation.Status(now) != gatehouse.Pending {
		err = gatehouse.E(gatehouse.CodeLinkDead)
	}
	return invitation, err
}

// countDeadLink counts dead links of one network address; too many are
// CodeTooManyRequests. Other errors pass.
func (i Invitations) countDeadLink(ctx context.Context, actor gatehouse.Actor, cause error) error {
	address := networkAddress(actor.Origin)
	if gatehouse.CodeOf(cause) != gatehouse.CodeLinkDead || address == "" {
		return cause
	}
	if err := i.checkAttempts(ctx, scopeDeadLink, address, gatehouse.DeadLinks, gatehouse.DeadLinkWindow); err != nil {
		return err
	}
	err := i.Store.Update(ctx, func(tx *store.Tx) error {
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		_, _, err = tx.CountAttempt(ctx, scopeDeadLink, address, now, gatehouse.DeadLinkWindow)
		return err
	})
	if err != nil {
		return err
	}
	return cause
}

// AcceptInput is what accepting asks for. Newcomers give name, password and
// language. Whoever has an account is signed in instead, or gives its password as
// CurrentPassword: somebody with no open place cannot sign in anywhere else.
type AcceptInput struct {
	Token           string             `json:"-"`
	Name            string             `json:"name"`
	Password        string             `json:"-"`
	CurrentPassword string             `json:"-"`
	Language        gatehouse.Language `json:"language"`
	// TermsVersion is the version consented to; it must be the one in force.
	TermsVersion string `json:"terms_version"`
}

// Acceptance is what accepting answers. SignedIn.Token is empty when an existing
// session goes on, which then stands at the partner.
type Acceptance struct {
	SignedIn
	Partner gatehouse.PartnerID
	Person  gatehouse.PersonID
	Kind    gatehouse.InvitationKind
	Role    gatehouse.PartnerRole
	// Site and SiteRole are of a site administrator's invitation.
	Site     gatehouse.SiteID
	SiteRole gatehouse.SiteRole
}

// Accept makes the person behind a link a member. Codes: CodeLinkDead;
// CodeOtherAddress when signed in as somebody else; CodeAccountExists when the
// address must sign in; CodeWrongCredentials and CodeTooManyRequests for its
// password, as in [Sessions.SignIn]; CodeInvalid for name, password or terms;
// CodePartnerNotActive; CodeAccountLocked; and CodeInvitationVoid when whoever
// sent the link may not give its role any more, which also revokes it.
func (i Invitations) Accept(ctx context.Context, actor gatehouse.Actor, key string, in AcceptInput) (Acceptance, error) {
	hash := auth.HashToken(in.Token)
	op := operation{action: gatehouse.ActionInvitationAccept, key: key, caller: "invitation:" + hash, input: in}
	invitation, err := i.pending(ctx, i.Store.Reads, in.Token)
	if gatehouse.CodeOf(err) == gatehouse.CodeLinkDead && key != "" {
		return i.acceptedBefore(ctx, actor, op, err)
	}
	if err != nil {
		return Acceptance{}, i.countDeadLink(ctx, actor, err)
	}
	op.site = invitation.Site
	op.partner, op.target, op.targetName = invitation.Partner, string(invitation.Person), string(invitation.Email)
	who, err := i.whoAccepts(ctx, actor, invitation, in)
	if err != nil {
		i.auditRefusal(ctx, actor, op, err)
		return Acceptance{}, err
	}
	return change(ctx, i.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (Acceptance, error) {
		a := acceptance{core: i.core, tx: tx, actor: actor, hash: hash, who: who, terms: in.TermsVersion}
		return a.accept(ctx, i, in.Token)
	})
}

// acceptedBefore answers a repeated acceptance, whose link is used by now, from
// what the first one stored; cause where there is none.
func (i Invitations) acceptedBefore(ctx context.Context, actor gatehouse.Actor, op operation, cause error) (Acceptance, error) {
	var acceptance Acceptance
	err := i.Store.Update(ctx, func(tx *store.Tx) error {
		done, err := replay(ctx, tx, op, &acceptance)
		if err == nil && !done {
			err = cause
		}
		return err
	})
	if err != nil {
		return Acceptance{}, i.countDeadLink(ctx, actor, err)
	}
	return acceptance, nil
}

// accepter is who accepts an invitation: a newcomer with an account to be made,
// somebody who gave the password of their account, or else the actor.
type accepter struct {
	newcomer *gatehouse.Account
	verified *gatehouse.Account
}

// whoAccepts checks what was typed, and hashes or verifies the password, which is
// slow, before the transaction begins.
func (i Invitations) whoAccepts(ctx context.Context, actor gatehouse.Actor, invitation gatehouse.Invitation, in AcceptInput) (accepter, error) {
	if actor.SignedIn() {
		if actor.Email != invitation.Email {
			return accepter{}, gatehouse.E(gatehouse.CodeOtherAddress)
		}
		return accepter{}, i.checkTerms(in.TermsVersion)
	}
	account, err := i.Store.UnscopedAccountByEmail(ctx, invitation.Email)
	switch {
	case gatehouse.CodeOf(err) == gatehouse.CodeNotFound:
		newcomer, err := i.newAccount(ctx, invitation.Email, in.Name, in.Password, in.Language, in.TermsVersion)
		return accepter{newcomer: newcomer}, err
	case err != nil:
		return accepter{}, err
	case in.CurrentPassword == "":
		return accepter{}, gatehouse.E(gatehouse.CodeAccountExists)
	}
	if err := i.checkTerms(in.TermsVersion); err != nil {
		return accepter{}, err
	}
	return accepter{verified: &account}, i.verify(ctx, actor, account, in.CurrentPassword)
}

// verify checks a password like a sign-in, with the same counting of failures.
func (c *core) verify(ctx context.Context, actor gatehouse.Actor, account gatehouse.Account, password string) error {
	attempt := signInAttempt{core: c, actor: actor, email: account.Email}
	end, err := attempt.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	ok, _, err := attempt.verify(ctx, account, password)
	switch {
	case err != nil:
		return err
	case ok:
		return attempt.takeBack(ctx)
	default:
		return attempt.fail(ctx, account, gatehouse.CodeWrongCredentials)
	}
}

// checkTerms answers CodeInvalid unless the consent is to the terms in force.
func (c *core) checkTerms(version string) error {
	if c.TermsURL != "" && version != c.TermsVersion {
		return gatehouse.InvalidField("terms", "Accept the terms to go on.")
	}
	return nil
}

// newAccount checks the fields of a new account, all of them, and hashes its
// password.
func (c *core) newAccount(ctx context.Context, email gatehouse.Email, name, password string, language gatehouse.Language, terms string) (*gatehouse.Account, error) {
	invalid := &gatehouse.Error{Code: gatehouse.CodeInvalid}
	cleanName, err := gatehouse.CleanName("name", name)
	if err != nil {
		invalid.Add("name", err)
	}
	cleanPassword, err := auth.CleanPassword(password, string(email), name)
	if err != nil {
		invalid.Add("password", err)
	}
	if err := c.checkTerms(terms); err != nil {
		invalid.Add("terms", err)
	}
	if len(invalid.Fields) > 0 {
		return nil, invalid
	}
	hash, err := c.Hasher.Hash(ctx, cleanPassword)
	if err != nil {
		return nil, err
	}
	return &gatehouse.Account{
		Email: email, Name: cleanName, PasswordHash: hash,
		Language: gatehouse.ParseLanguage(string(language)), TermsVersion: terms,
	}, nil
}
