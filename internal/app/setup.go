package app

import (
	"context"
	"crypto/subtle"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// Setup are the use cases of first set-up. It happens once: afterwards every call
// is CodeNotFound, also with no accounts left.
type Setup struct{ *core }

// SetupInput is what set-up asks for.
type SetupInput struct {
	Token    string             `json:"-"`
	Partner  string             `json:"partner"`
	Name     string             `json:"name"`
	Email    string             `json:"email"`
	Password string             `json:"-"`
	Language gatehouse.Language `json:"language"`
}

// Open reports whether set-up is still to be done.
func (s Setup) Open(ctx context.Context) (bool, error) {
	state, err := s.Store.Setup(ctx)
	return err == nil && state.DoneAt.IsZero(), err
}

// NewLink makes a new set-up link, valid for [gatehouse.SetupLinkTTL], and kills
// the older one. open is false when set-up is done.
func (s Setup) NewLink(ctx context.Context) (link string, open bool, err error) {
	token := auth.NewToken()
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		state, err := tx.LockSetup(ctx)
		if err != nil {
			return err
		}
		open = state.DoneAt.IsZero()
		if !open {
			return nil
		}
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		return tx.SetSetupLink(ctx, auth.HashToken(token), now.Add(gatehouse.SetupLinkTTL))
	})
	if err != nil || !open {
		return "", false, err
	}
	return s.link("setup", token), true, nil
}

// Check returns CodeNotFound when set-up is done and CodeLinkDead when the link
// is not the newest or too old.
func (s Setup) Check(ctx context.Context, token string) error {
	return s.check(ctx, s.Store.Setup, s.Store.Reads, token)
}

// check decides on the state that read returns: a transaction locks it.
func (s Setup) check(ctx context.Context, read func(context.Context) (store.Setup, error), reads store.Reads, token string) error {
	state, err := read(ctx)
	if err != nil {
		return err
	}
	if !state.DoneAt.IsZero() {
		return gatehouse.E(gatehouse.CodeNotFound)
	}
	now, err := reads.Now(ctx)
	if err != nil {
		return err
	}
	match := subtle.ConstantTimeCompare([]byte(auth.HashToken(token)), []byte(state.TokenHash)) == 1
	if !match || !now.Before(state.ExpiresAt) {
		return gatehouse.E(gatehouse.CodeLinkDead)
	}
	return nil
}

// Complete creates the first partner, active at once, and its first Master, who
// is signed in. Wrong fields are CodeInvalid, all of them named.
func (s Setup) Complete(ctx context.Context, stranger gatehouse.Actor, key string, in SetupInput) (SignedIn, error) {
	op := operation{action: gatehouse.ActionSetup, key: key, caller: "setup:" + auth.HashToken(in.Token), input: in}
	if done, err := s.completedBefore(ctx, op); err != nil || done.Account.ID != "" {
		return done, err
	}
	if err := s.Check(ctx, in.Token); err != nil {
		return SignedIn{}, err
	}
	partner, account, err := s.parse(ctx, in)
	if err != nil {
		return SignedIn{}, err
	}
	stranger.Installation = true
	var result SignedIn
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		if err := s.check(ctx, tx.LockSetup, tx.Reads, in.Token); err != nil {
			return err
		}
		var err error
		if result, err = s.create(ctx, tx, stranger, partner, *account); err != nil {
			return err
		}
		return remember(ctx, tx, op, result)
	})
	return result, err
}

// completedBefore answers a repeated request from what the first one stored.
func (s Setup) completedBefore(ctx context.Context, op operation) (SignedIn, error) {
	var done SignedIn
	if op.key == "" {
		return done, nil
	}
	err := s.Store.Update(ctx, func(tx *store.Tx) error {
		_, err := replay(ctx, tx, op, &done)
		return err
	})
	return done, err
}

func (s Setup) parse(ctx context.Context, in SetupInput) (string, *gatehouse.Account, error) {
	invalid := &gatehouse.Error{Code: gatehouse.CodeInvalid}
	partner, err := gatehouse.CleanName("partner", in.Partner)
	if err != nil {
		invalid.Add("partner", err)
	}
	email, err := mail.ParseAddress(in.Email)
	if err != nil {
		invalid.Add("email", err)
	}
	if len(invalid.Fields) == 0 {
		account, err := s.newAccount(ctx, email, in.Name, in.Password, in.Language, s.TermsVersion)
		return partner, account, err
	}
	if _, err := gatehouse.CleanName("name", in.Name); err != nil {
		invalid.Add("name", err)
	}
	if _, err := auth.CleanPassword(in.Password, in.Email, in.Name, in.Partner); err != nil {
		invalid.Add("password", err)
	}
	return "", nil, invalid
}

// create writes partner, account and first Master, and signs the Master in.
func (s Setup) create(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, name string, account gatehouse.Account) (SignedIn, error) {
	now, err := tx.Now(ctx)
	if err != nil {
		return SignedIn{}, err
	}
	partner := gatehouse.Partner{Name: name, CreatedAt: now, ActivatedAt: now}
	if err := tx.CreatePartner(ctx, &partner); err != nil {
		return SignedIn{}, err
	}
	account.CreatedAt = now
	if err := tx.CreateAccount(ctx, &account); err != nil {
		return SignedIn{}, err
	}
	person := gatehouse.Person{Partner: partner.ID, Email: account.Email, CreatedAt: now}
	if err := tx.CreatePerson(ctx, &person); err != nil {
		return SignedIn{}, err
	}
	invitation := gatehouse.Invitation{
		Partner: partner.ID, Person: person.ID, Kind: gatehouse.InviteAdmin, Role: gatehouse.PartnerMaster,
		InvitedAt: now, ExpiresAt: now, AcceptedAt: now,
	}
	if err := tx.CreateInvitation(ctx, &invitation, "", ""); err != nil {
		return SignedIn{}, err
	}
	if err := tx.JoinPerson(ctx, person, account); err != nil {
		return SignedIn{}, err
	}
	if err := tx.SetMembership(ctx, person, invitation); err != nil {
		return SignedIn{}, err
	}
	if err := tx.FinishSetup(ctx, now); err != nil {
		return SignedIn{}, err
	}
	tx.Record(
		event(actor, "", gatehouse.ActionSetup, string(partner.ID), partner.Name),
		event(actor, partner.ID, gatehouse.ActionPartnerCreate, string(partner.ID), partner.Name),
		event(actor, partner.ID, gatehouse.ActionPartnerActivate, string(person.ID), account.Name),
	)
	return s.open(ctx, tx, actor, account)
}
