package app

import (
	"context"
	"fmt"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// Accounts are the use cases of the account menu: what somebody does about their
// own account, at whichever place they stand (SPEC section 10).
type Accounts struct{ *core }

// AccountPatch names what changes of an account; nil stays as it is.
type AccountPatch struct {
	Name     *string             `json:"name,omitempty"`
	Language *gatehouse.Language `json:"language,omitempty"`
}

// Get returns the actor's own account, without its password's hash.
func (a Accounts) Get(ctx context.Context, actor gatehouse.Actor) (gatehouse.Account, error) {
	if err := actor.CheckSelf(gatehouse.SelfLanguage); err != nil {
		return gatehouse.Account{}, err
	}
	account, err := a.Store.UnscopedAccount(ctx, actor.Account)
	account.PasswordHash = ""
	return account, err
}

// Update changes name and language. Errors: CodeInvalid on "name" or "language";
// CodeForbidden for the name in a technician's portal.
func (a Accounts) Update(ctx context.Context, actor gatehouse.Actor, key string, patch AccountPatch) (gatehouse.Account, error) {
	var account gatehouse.Account
	if patch.Name != nil {
		if err := actor.CheckSelf(gatehouse.SelfName); err != nil {
			return account, err
		}
		clean, err := gatehouse.CleanName("name", *patch.Name)
		if err != nil {
			return account, err
		}
		patch.Name = &clean
	}
	if patch.Language != nil && gatehouse.ParseLanguage(string(*patch.Language)) != *patch.Language {
		return account, gatehouse.InvalidField("language", "This language is not one of the portal's.")
	}
	op := operation{action: gatehouse.ActionAccountChange, key: key, input: patch}
	return changeOwn(ctx, a.core, actor, op, gatehouse.SelfLanguage, func(tx *store.Tx, account gatehouse.Account) (gatehouse.Account, error) {
		var changed facts
		if patch.Name != nil && *patch.Name != account.Name {
			account.Name, changed = *patch.Name, changed.with("name", "changed")
		}
		if patch.Language != nil && *patch.Language != account.Language {
			changed = changed.with("language", *patch.Language)
			account.Language = *patch.Language
		}
		account.PasswordHash = ""
		if len(changed) == 0 {
			return account, nil
		}
		e := ownEvent(actor, op.action)
		e.After = changed.json()
		tx.Record(e)
		return account, tx.SetAccountProfile(ctx, account)
	})
}

// ChangePassword replaces the password of whoever knows the present one, ends all
// other sessions and gives this one a new token, which it returns. A wrong present
// password is CodeInvalid on "current_password" and counts like a failed sign-in.
func (a Accounts) ChangePassword(ctx context.Context, actor gatehouse.Actor, current, password string) (token string, err error) {
	account, err := a.reauthenticate(ctx, actor, gatehouse.SelfPassword, "current_password", current)
	if err != nil {
		return "", err
	}
	clean, err := auth.CleanPassword(password, string(account.Email), account.Name)
	if err != nil {
		return "", err
	}
	hash, err := a.Hasher.Hash(ctx, clean)
	if err != nil {
		return "", err
	}
	token = auth.NewToken()
	op := operation{action: gatehouse.ActionAccountPassword}
	_, err = changeOwn(ctx, a.core, actor, op, gatehouse.SelfPassword, func(tx *store.Tx, fresh gatehouse.Account) (struct{}, error) {
		if fresh.PasswordHash != account.PasswordHash {
			return struct{}{}, gatehouse.E(gatehouse.CodeStale)
		}
		if err := a.setPassword(ctx, tx, fresh, hash, actor.Session); err != nil {
			return struct{}{}, err
		}
		tx.Record(ownEvent(actor, op.action))
		return struct{}{}, tx.RenameSession(ctx, actor.Session, gatehouse.SessionID(auth.HashToken(token)))
	})
	return token, err
}

// setPassword writes a new hash, ends the sessions but one and every reset link,
// and tells the person by mail.
func (c *core) setPassword(ctx context.Context, tx *store.Tx, account gatehouse.Account, hash string, keep gatehouse.SessionID) error {
	if err := tx.SetPasswordHash(ctx, account.ID, hash); err != nil {
		return err
	}
	if _, err := tx.DeleteSessionsOf(ctx, account.ID, keep); err != nil {
		return err
	}
	if err := tx.EndReset(ctx, account.ID); err != nil {
		return err
	}
	now, err := tx.Now(ctx)
	if err != nil {
		return err
	}
	return tx.Send(ctx, []gatehouse.Message{{
		ID: store.NewMessageID(), Kind: gatehouse.MailPasswordChanged, To: account.Email, Language: account.Language,
		Detail: gatehouse.MessageDetail{Name: account.Name}, CreatedAt: now,
	}})
}

// reauthenticate asks for the present password once more, before something that a
// stolen session must not do. A wrong one is CodeInvalid on the field.
func (a Accounts) reauthenticate(ctx context.Context, actor gatehouse.Actor, part gatehouse.SelfService, field, password string) (gatehouse.Account, error) {
	if err := actor.CheckSelf(part); err != nil {
		return gatehouse.Account{}, err
	}
	account, err := a.Store.UnscopedAccount(ctx, actor.Account)
	if err != nil {
		return account, signedOut(err)
	}
	err = a.verify(ctx, actor, account, password)
	if gatehouse.CodeOf(err) == gatehouse.CodeWrongCredentials {
		err = gatehouse.InvalidField(field, "This is not your present password.")
	}
	return account, err
}

// OwnSession is a row of the list of one's own sessions.
type OwnSession struct {
	gatehouse.Session
	PartnerName string
	Current     bool
}

// Sessions returns the actor's own living sessions, the newest first.
func (a Accounts) Sessions(ctx context.Context, actor gatehouse.Actor) ([]OwnSession, error) {
	if err := actor.CheckSelf(gatehouse.SelfSessions); err != nil {
		return nil, err
	}
	sessions, err := a.Store.SessionsOf(ctx, actor.Account)
	if err != nil {
		return nil, err
	}
	now, err := a.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	memberships, err := a.Store.UnscopedMemberships(ctx, actor.Account)
	if err != nil {
		return nil, err
	}
	names := map[gatehouse.PartnerID]string{}
	for _, m := range memberships {
		names[m.Partner.ID] = m.Partner.Name
	}
	own := []OwnSession{}
	for _, s := range sessions {
		if s.CheckAlive(now) == nil {
			own = append(own, OwnSession{Session: s, PartnerName: names[s.Partner], Current: s.ID == actor.Session})
		}
	}
	return own, nil
}

// EndSession ends one of the actor's own sessions, named by its public id. One of
// somebody else is CodeNotFound.
func (a Accounts) EndSession(ctx context.Context, actor gatehouse.Actor, public string) error {
	op := operation{action: gatehouse.ActionEndSession}
	_, err := changeOwn(ctx, a.core, actor, op, gatehouse.SelfSessions, func(tx *store.Tx, _ gatehouse.Account) (struct{}, error) {
		sessions, err := tx.SessionsOf(ctx, actor.Account)
		if err != nil {
			return struct{}{}, err
		}
		for _, s := range sessions {
			if s.ID.Public() == public {
				tx.Record(ownEvent(actor, op.action))
				return struct{}{}, tx.DeleteSession(ctx, s.ID)
			}
		}
		return struct{}{}, gatehouse.E(gatehouse.CodeNotFound)
	})
	return err
}

// EndOtherSessions ends every session of the actor but the present one and
// returns how many.
func (a Accounts) EndOtherSessions(ctx context.Context, actor gatehouse.Actor) (int64, error) {
	op := operation{action: gatehouse.ActionEndSession}
	return changeOwn(ctx, a.core, actor, op, gatehouse.SelfSessions, func(tx *store.Tx, _ gatehouse.Account) (int64, error) {
		n, err := tx.DeleteSessionsOf(ctx, actor.Account, actor.Session)
		if n > 0 {
			tx.Record(ownEvent(actor, op.action))
		}
		return n, err
	})
}

// Delete ends all memberships of the actor everywhere and erases the account.
// confirm is the account's address, typed. It is refused with CodeLastMaster or
// CodeLastSiteMaster, naming the partners and sites, while the actor is the only
// Master of one.
func (a Accounts) Delete(ctx context.Context, actor gatehouse.Actor, confirm, password string) error {
	typed, err := mail.ParseAddress(confirm)
	if err != nil || typed != actor.Email {
		return gatehouse.InvalidField("confirm", "Type your e-mail address to confirm.")
	}
	if _, err := a.reauthenticate(ctx, actor, gatehouse.SelfDelete, "password", password); err != nil {
		return err
	}
	op := operation{action: gatehouse.ActionAccountDelete}
	_, err = changeOwn(ctx, a.core, actor, op, gatehouse.SelfDelete, func(tx *store.Tx, account gatehouse.Account) (struct{}, error) {
		return struct{}{}, a.leaveEverywhere(ctx, tx, actor, account)
	})
	if err == nil {
		a.scrubNow(ctx)
	}
	return err
}

// leaveEverywhere deletes the account's person at each partner; the last one takes
// the account with it.
func (a Accounts) leaveEverywhere(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, account gatehouse.Account) error {
	memberships, err := tx.UnscopedMemberships(ctx, account.ID)
	if err != nil {
		return err
	}
	if err := checkLeaves(ctx, tx, memberships); err != nil {
		return err
	}
	var mails []gatehouse.Message
	for _, m := range memberships {
		e := event(actor, m.Partner.ID, gatehouse.ActionAccountDelete, string(m.Person.ID), "")
		e.Actor, e.Context = string(m.Person.ID), gatehouse.AuditContext{}
		tx.Record(e)
		if err := a.deletePerson(ctx, tx, m.Person, &mails); err != nil {
			return err
		}
	}
	// One person gets one mail, not one for each partner, and no partner is named
	// in it as the one who did this.
	mails = mails[:min(len(mails), 1)]
	for i := range mails {
		mails[i].Partner = ""
	}
	return tx.Send(ctx, mails)
}

// checkLeaves returns CodeLastMaster, or CodeLastSiteMaster where it is sites alone,
// naming every partner and site that would be left without a Master.
func checkLeaves(ctx context.Context, tx *store.Tx, memberships []store.Membership) error {
	var names []string
	code := gatehouse.CodeLastSiteMaster
	for _, m := range memberships {
		masters, err := tx.CountMasters(ctx, m.Partner.ID)
		if err != nil {
			return err
		}
		if m.Person.CheckKeepsMaster(gatehouse.NoPartnerRole, masters) != nil {
			names, code = append(names, m.Partner.Name), gatehouse.CodeLastMaster
		}
		sites, err := lastMasterOf(ctx, tx, m.Person)
		if err != nil {
			return err
		}
		names = append(names, sites...)
	}
	if len(names) == 0 {
		return nil
	}
	return &gatehouse.Error{
		Code:    code,
		Names:   names,
		Message: fmt.Sprintf("You are the last Master of %s. Make somebody else Master first.", strings.Join(names, ", ")),
	}
}

// lastMasterOf returns the names of the sites whose only Master the person is.
func lastMasterOf(ctx context.Context, tx *store.Tx, person gatehouse.Person) ([]string, error) {
	sites, err := tx.SiteMemberships(ctx, person)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, id := range sites {
		f, err := tx.AccessFacts(ctx, person.Partner, id, person.ID)
		if err != nil {
			return nil, err
		}
		masters, err := tx.CountSiteMasters(ctx, person.Partner, id)
		if err != nil {
			return nil, err
		}
		if f.Admin.CheckKeepsMaster(gatehouse.NoSiteRole, masters) != nil {
			names = append(names, f.Site.Name)
		}
	}
	return names, nil
}

// changeOwn runs a change of the actor's own account: it locks the partners of
// the account, reads the session and the account again, and answers a repeated
// request from what the first one stored.
func changeOwn[R any](ctx context.Context, c *core, actor gatehouse.Actor, op operation, part gatehouse.SelfService, fn func(*store.Tx, gatehouse.Account) (R, error)) (R, error) {
	var result R
	if err := actor.CheckSelf(part); err != nil {
		return result, err
	}
	op.partner, op.target = actor.Partner, string(actor.Account)
	op.caller = "account:" + string(actor.Account)
	err := c.Store.Update(ctx, func(tx *store.Tx) error {
		result = *new(R)
		if _, err := lockMemberships(ctx, tx, actor.Account); err != nil {
			return err
		}
		at, err := c.stand(ctx, tx, actor, actor.Session, actor.Spot())
		if err != nil {
			return err
		}
		if done, err := replay(ctx, tx, op, &result); done || err != nil {
			return err
		}
		if result, err = fn(tx, at.account); err != nil {
			return err
		}
		return remember(ctx, tx, op, result)
	})
	if err != nil {
		c.auditRefusal(ctx, actor, op, err)
	}
	return result, err
}

// ownEvent is an audit event about the actor's own account.
func ownEvent(actor gatehouse.Actor, action gatehouse.Action) gatehouse.AuditEvent {
	target := string(actor.Person)
	if target == "" {
		target = string(actor.Account)
	}
	return event(actor, actor.Partner, action, target, actor.Name)
}
