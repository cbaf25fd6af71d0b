package app

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// Partners are the use cases about partners themselves, most of them for the
// command line, which acts for the owner of the installation.
type Partners struct{ *core }

// PartnerSummary is a row of the command line's list.
type PartnerSummary struct {
	Partner gatehouse.Partner
	Admins  int
	Pending int
}

// Get returns the partner where the actor stands. The role needs
// [gatehouse.ViewPartner].
func (p Partners) Get(ctx context.Context, actor gatehouse.Actor) (gatehouse.Partner, error) {
	if err := p.checkRead(ctx, actor, gatehouse.ViewPartner, gatehouse.ActionPartnerView); err != nil {
		return gatehouse.Partner{}, err
	}
	return p.Store.Partner(ctx, actor.Partner)
}

// Rename gives the actor's partner another name. The role needs
// [gatehouse.ManagePartner]; ifMatch is the version seen, 0 for any, else CodeStale.
// Another partner of the installation may have that name: whoever chooses their own
// must not learn from it who else is there (SECURITY T137).
func (p Partners) Rename(ctx context.Context, actor gatehouse.Actor, key, name string, ifMatch int) error {
	op := operation{
		action: gatehouse.ActionPartnerRename, ask: needs(gatehouse.ManagePartner), target: string(actor.Partner),
		targetName: actor.PartnerName, key: key, input: []any{name, ifMatch},
	}
	_, err := changeHere(ctx, p.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (struct{}, error) {
		partner, err := tx.Partner(ctx, actor.Partner)
		if err == nil {
			err = checkSeen(ifMatch, partner.Version)
		}
		if err != nil {
			return struct{}{}, err
		}
		clean, err := gatehouse.CleanName("name", name)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, rename(ctx, tx, actor, partner, clean)
	})
	return err
}

// RenameAny gives a partner, named by id or exact name, another name, for the command
// line. A name that another one has is CodeInvalid.
func (p Partners) RenameAny(ctx context.Context, actor gatehouse.Actor, partner, name string) (gatehouse.Partner, error) {
	found, err := p.find(ctx, partner)
	if err != nil {
		return found, err
	}
	clean, err := gatehouse.CleanName("name", name)
	if err != nil {
		return found, err
	}
	op := operation{action: gatehouse.ActionPartnerRename, partner: found.ID}
	return change(ctx, p.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (gatehouse.Partner, error) {
		if _, err := tx.LockSetup(ctx); err != nil {
			return found, err
		}
		if err := checkNameFree(ctx, tx, found.ID, clean); err != nil {
			return found, err
		}
		if found, err = tx.Partner(ctx, found.ID); err != nil {
			return found, err
		}
		err := rename(ctx, tx, actor, found, clean)
		found.Name = clean
		return found, err
	})
}

// rename gives a partner, as it is in the transaction, a name that is clean.
func rename(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, partner gatehouse.Partner, name string) error {
	if name == partner.Name {
		return nil
	}
	e := event(actor, partner.ID, gatehouse.ActionPartnerRename, string(partner.ID), name)
	e.Before, e.After = facts{"name": partner.Name}.json(), facts{"name": name}.json()
	tx.Record(e)
	return tx.RenamePartner(ctx, partner.ID, name)
}

// Create makes a partner, inactive until its first Master has signed up, and
// invites that Master. It also ends set-up. A name that is taken, in whatever case,
// is CodeInvalid: whoever repeats the command has most likely lost the first
// answer, and two partners of one name cannot be told apart in any list.
func (p Partners) Create(ctx context.Context, actor gatehouse.Actor, name, firstMaster string) (gatehouse.Partner, gatehouse.Results, error) {
	var partner gatehouse.Partner
	var results gatehouse.Results
	clean, err := gatehouse.CleanName("partner", name)
	if err != nil {
		return partner, results, err
	}
	email, err := mail.ParseAddress(firstMaster)
	if err != nil {
		return partner, results, err
	}
	err = p.Store.Update(ctx, func(tx *store.Tx) error {
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		state, err := tx.LockSetup(ctx)
		if err != nil {
			return err
		}
		if err := checkNameFree(ctx, tx, "", clean); err != nil {
			return err
		}
		if state.DoneAt.IsZero() {
			if err := tx.FinishSetup(ctx, now); err != nil {
				return err
			}
		}
		partner = gatehouse.Partner{Name: clean, CreatedAt: now}
		if err := tx.CreatePartner(ctx, &partner); err != nil {
			return err
		}
		tx.Record(event(actor, partner.ID, gatehouse.ActionPartnerCreate, string(partner.ID), partner.Name))
		results, err = p.inviteMaster(ctx, tx, actor, partner.ID, email)
		return err
	})
	return partner, results, err
}

// checkNameFree returns CodeInvalid when a partner other than the one given has the name
// already. Set-up is locked, so that nobody takes it meanwhile.
func checkNameFree(ctx context.Context, tx *store.Tx, except gatehouse.PartnerID, name string) error {
	partners, err := tx.UnscopedPartners(ctx)
	if err != nil {
		return err
	}
	for _, partner := range partners {
		if partner.ID != except && strings.EqualFold(partner.Name, name) {
			return &gatehouse.Error{Code: gatehouse.CodeInvalid, Message: fmt.Sprintf(
				"There is already a partner %q, with the id %s. Choose another name, or invite a Master to it with \"gatehouse partner invite\".", partner.Name, partner.ID)}
		}
	}
	return nil
}

func (p Partners) inviteMaster(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, partner gatehouse.PartnerID, email gatehouse.Email) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionAdminInvite, partner: partner}
	return Admins{p.core}.inviteAll(ctx, tx, actor, op, []offer{{email: email, role: gatehouse.PartnerMaster}}, true)
}

// Invite sends a Master invitation of a partner, named by id or exact name; one
// that is pending already is sent anew.
func (p Partners) Invite(ctx context.Context, actor gatehouse.Actor, partner, address string) (gatehouse.Results, error) {
	email, err := mail.ParseAddress(address)
	if err != nil {
		return gatehouse.Results{}, err
	}
	found, err := p.find(ctx, partner)
	if err != nil {
		return gatehouse.Results{}, err
	}
	op := operation{action: gatehouse.ActionAdminInvite, partner: found.ID}
	return change(ctx, p.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (gatehouse.Results, error) {
		return p.inviteMaster(ctx, tx, actor, found.ID, email)
	})
}

// find returns the partner with the id, or else the one with the exact name. A name
// that another one has, or has had, names nobody: partners choose their names, and what
// is meant for one must not reach another that has taken its name.
func (p Partners) find(ctx context.Context, name string) (gatehouse.Partner, error) {
	partners, err := p.Store.UnscopedPartners(ctx)
	if err != nil {
		return gatehouse.Partner{}, err
	}
	var found gatehouse.Partner
	called := 0
	for _, partner := range partners {
		if string(partner.ID) == name {
			return partner, nil
		}
		had := partner.Name == name
		if had {
			found = partner
		} else if had, err = p.wasCalled(ctx, partner.ID, name); err != nil {
			return found, err
		}
		if had {
			called++
		}
	}
	switch {
	case found.ID == "":
		return found, &gatehouse.Error{Code: gatehouse.CodeNotFound, Message: fmt.Sprintf("There is no partner %q.", name)}
	case called > 1:
		return gatehouse.Partner{}, &gatehouse.Error{
			Code: gatehouse.CodeInvalid, Message: fmt.Sprintf("%d partners are or were called %q: name one by its id.", called, name),
		}
	default:
		return found, nil
	}
}

// wasCalled reports whether the partner had the name before it was renamed.
func (p Partners) wasCalled(ctx context.Context, partner gatehouse.PartnerID, name string) (was bool, err error) {
	before := facts{"name": name}.json()
	renamed := gatehouse.AuditFilter{Action: gatehouse.ActionPartnerRename}
	err = p.Store.Audit(ctx, partner, renamed, store.AuditPage{}, func(e gatehouse.AuditEvent) error {
		was = was || bytes.Equal(e.Before, before)
		return nil
	})
	return was, err
}

// List returns every partner of the installation by name.
func (p Partners) List(ctx context.Context) ([]PartnerSummary, error) {
	partners, err := p.Store.UnscopedPartners(ctx)
	if err != nil {
		return nil, err
	}
	now, err := p.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]PartnerSummary, len(partners))
	for i, partner := range partners {
		list[i].Partner = partner
		if list[i].Admins, err = p.Store.CountAdmins(ctx, partner.ID); err != nil {
			return nil, err
		}
		if list[i].Pending, err = p.Store.CountPending(ctx, partner.ID, now); err != nil {
			return nil, err
		}
	}
	return list, nil
}
