package app

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

const (
	// scopeReset counts the mails with a link to a new password, by address;
	// scopeResetFrom who asks for them, by network address; scopeResetNobody those
	// for addresses that cannot sign in.
	scopeReset       = "password_reset"
	scopeResetFrom   = "password_reset_from"
	scopeResetNobody = "password_reset_nobody"
)

// Resets are the use cases of a forgotten password.
type Resets struct{ *core }

// Request mails a link to a new password to an address that has an account with
// an open place. It answers the same for every address and, so that the time does
// not tell either, does the same work: for an address without such an account the
// mail it writes carries a link of nobody and is thrown away instead of sent. A
// malformed address is CodeInvalid; too many requests from one network address,
// for whichever address, are CodeTooManyRequests.
func (r Resets) Request(ctx context.Context, stranger gatehouse.Actor, address string) error {
	email, err := mail.ParseAddress(address)
	if err != nil {
		return err
	}
	from := networkAddress(stranger.Origin)
	if err := r.checkAttempts(ctx, scopeResetFrom, from, gatehouse.ResetRequests, gatehouse.ResetMailWindow); err != nil {
		return err
	}
	return r.Store.Update(ctx, func(tx *store.Tx) error {
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		if from != "" {
			if _, _, err := tx.CountAttempt(ctx, scopeResetFrom, from, now, gatehouse.ResetMailWindow); err != nil {
				return err
			}
		}
		n, _, err := tx.CountAttempt(ctx, scopeReset, string(email), now, gatehouse.ResetMailWindow)
		if err != nil || n > gatehouse.ResetMails {
			return err
		}
		account, err := tx.UnscopedAccountByEmail(ctx, email)
		if err != nil && gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
			return err
		}
		open, err := hasOpenPlace(ctx, tx.Reads, account.ID, now)
		if err != nil {
			return err
		}
		account.Email = email
		return r.send(ctx, tx, stranger, account, open)
	})
}

// hasOpenPlace reports whether the account could sign in anywhere at now.
func hasOpenPlace(ctx context.Context, reads store.Reads, account gatehouse.AccountID, now time.Time) (bool, error) {
	found, err := readDoors(ctx, reads, account, now)
	return len(found.open()) > 0, err
}

// send writes the mail. Without an open place its link opens nothing, and the
// attempt is audited as refused.
func (r Resets) send(ctx context.Context, tx *store.Tx, stranger gatehouse.Actor, account gatehouse.Account, open bool) error {
	now, err := tx.Now(ctx)
	if err != nil {
		return err
	}
	token, id := auth.NewToken(), store.NewMessageID()
	expires := now.Add(gatehouse.ResetLinkTTL)
	asked := event(stranger, "", gatehouse.ActionResetRequest, string(account.ID), account.Name)
	if open {
		err = tx.SetReset(ctx, account.ID, auth.HashToken(token), expires)
	} else {
		asked.Outcome, asked.Code = gatehouse.Denied, gatehouse.CodeNotFound
		asked.Context.TargetName = string(account.Email)
		// One row is written here as well.
		_, _, err = tx.CountAttempt(ctx, scopeResetNobody, "", now, gatehouse.ResetMailWindow)
	}
	if err != nil {
		return err
	}
	tx.Record(asked)
	return tx.Send(ctx, []gatehouse.Message{{
		ID: id, Kind: gatehouse.MailPasswordReset, To: account.Email, Language: account.Language,
		Token:     r.Sealer.Seal([]byte(token), string(id)),
		Detail:    gatehouse.MessageDetail{Name: account.Name, ExpiresAt: expires},
		CreatedAt: now,
	}})
}

// Check returns CodeLinkDead unless the link to a new password lives.
func (r Resets) Check(ctx context.Context, token string) error {
	_, err := r.account(ctx, r.Store.Reads, token)
	return err
}

// account returns whose password the link is about. Somebody who was locked out
// everywhere in the meantime has a dead link.
func (r Resets) account(ctx context.Context, reads store.Reads, token string) (gatehouse.Account, error) {
	now, err := reads.Now(ctx)
	if err != nil {
		return gatehouse.Account{}, err
	}
	account, err := reads.UnscopedAccountByReset(ctx, auth.HashToken(token), now)
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return account, gatehouse.E(gatehouse.CodeLinkDead)
	}
	if err != nil {
		return account, err
	}
	open, err := hasOpenPlace(ctx, reads, account.ID, now)
	if err == nil && !open {
		err = gatehouse.E(gatehouse.CodeLinkDead)
	}
	return account, err
}

// Complete sets a new password through a link, once. No session begins; all
// sessions and API keys of the person end, and the person is told. Codes: CodeLinkDead,
// CodeInvalid on "password".
func (r Resets) Complete(ctx context.Context, stranger gatehouse.Actor, token, password string) error {
	account, err := r.account(ctx, r.Store.Reads, token)
	if err != nil {
		return Invitations{r.core}.countDeadLink(ctx, stranger, err)
	}
	clean, err := auth.CleanPassword(password, string(account.Email), account.Name)
	if err != nil {
		return err
	}
	hash, err := r.Hasher.Hash(ctx, clean)
	if err != nil {
		return err
	}
	return r.Store.Update(ctx, func(tx *store.Tx) error {
		memberships, err := lockMemberships(ctx, tx, account.ID)
		if err != nil {
			return err
		}
		fresh, err := r.account(ctx, tx.Reads, token)
		if err != nil {
			return err
		}
		if err := tx.UseReset(ctx, fresh.ID, auth.HashToken(token)); err != nil {
			return err
		}
		e := event(stranger, "", gatehouse.ActionResetComplete, string(fresh.ID), fresh.Name)
		e.Actor, e.Context.ActorName = string(fresh.ID), fresh.Name
		tx.Record(e)
		if err := tx.ForgetAttempts(ctx, scopeAccount, string(fresh.Email)); err != nil {
			return err
		}
		if err := endKeys(ctx, tx, e, memberships); err != nil {
			return err
		}
		return r.setPassword(ctx, tx, fresh, hash, "")
	})
}

// endKeys ends the API keys of whoever forgot their password, everywhere: somebody
// else may have had it (SECURITY T041). Each partner that loses some is told in its
// trail.
func endKeys(ctx context.Context, tx *store.Tx, reset gatehouse.AuditEvent, memberships []store.Membership) error {
	for _, m := range memberships {
		ended, err := tx.DeleteKeysOf(ctx, m.Person)
		if err != nil {
			return err
		}
		if ended > 0 {
			e := reset
			e.Partner, e.Action = m.Partner.ID, gatehouse.ActionKeyRevoke
			e.Actor, e.Target = string(m.Person.ID), string(m.Person.ID)
			e.Before = facts{"keys": ended}.json()
			tx.Record(e)
		}
	}
	return nil
}
