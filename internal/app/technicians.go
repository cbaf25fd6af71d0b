package app

import (
	"context"
	"unicode/utf8"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// Technicians are the use cases of a partner's technicians.
type Technicians struct{ *core }

// TechnicianPage is one page of the technicians' list.
type TechnicianPage struct {
	Items []gatehouse.Technician
	// Next is the cursor of the next page, empty on the last.
	Next string
	// Capped is true when a search had more hits than are sorted.
	Capped bool
}

// List returns a page of the technicians' list. Errors: CodeUnknownParameter.
func (t Technicians) List(ctx context.Context, actor gatehouse.Actor, filter gatehouse.TechnicianFilter, page Page) (TechnicianPage, error) {
	if err := t.checkRead(ctx, actor, gatehouse.ViewPartner, gatehouse.ActionTechnicianView); err != nil {
		return TechnicianPage{}, err
	}
	filter, err := cleanTechnicianFilter(filter)
	if err != nil {
		return TechnicianPage{}, err
	}
	items, next, capped, err := readPage(page, actor.Partner, string(filter.Sort), func(after store.After, limit int, each func(gatehouse.Technician) error) (bool, error) {
		return t.Store.Technicians(ctx, actor.Partner, filter, after, limit, each)
	}, func(row gatehouse.Technician) store.After { return store.TechnicianKey(row, filter.Sort) })
	return TechnicianPage{Items: items, Next: next, Capped: capped}, err
}

func cleanTechnicianFilter(f gatehouse.TechnicianFilter) (gatehouse.TechnicianFilter, error) {
	if f.Sort == "" {
		f.Sort = gatehouse.TechniciansNewest
	}
	unknown := utf8.RuneCountInString(f.Query) > gatehouse.QueryLimit || !utf8.ValidString(f.Query)
	unknown = unknown || !oneOf(f.Sort, gatehouse.TechnicianSorts())
	unknown = unknown || f.Status != "" && !oneOf(f.Status, gatehouse.InvitationStatuses())
	if unknown {
		return f, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	return f, nil
}

// Get returns one technician, or CodeNotFound.
func (t Technicians) Get(ctx context.Context, actor gatehouse.Actor, id gatehouse.PersonID) (gatehouse.Technician, error) {
	if err := t.checkRead(ctx, actor, gatehouse.ViewPartner, gatehouse.ActionTechnicianView); err != nil {
		return gatehouse.Technician{}, err
	}
	return t.Store.Technician(ctx, actor.Partner, id)
}

// Export calls each for every technician that passes the filter, in its order, and
// records that the list was exported.
func (t Technicians) Export(ctx context.Context, actor gatehouse.Actor, filter gatehouse.TechnicianFilter, each func(gatehouse.Technician) error) error {
	filter, err := cleanTechnicianFilter(filter)
	if err != nil {
		return err
	}
	if filter.Query != "" {
		// A sorted search is capped, an export must be whole.
		filter.Sort = gatehouse.TechniciansNewest
	}
	op := operation{action: gatehouse.ActionTechnicianExport, partner: actor.Partner, ask: needs(gatehouse.ViewPartner)}
	return exporting(ctx, t.core, actor, op, facts{"status": filter.Status}, each, func(each func(gatehouse.Technician) error) error {
		_, err := t.Store.Technicians(ctx, actor.Partner, filter, store.After{}, 0, each)
		return err
	})
}

// Invite invites addresses as technicians: one outcome per row, in one transaction.
// A malformed address makes the whole call CodeInvalid and names the rows.
func (t Technicians) Invite(ctx context.Context, actor gatehouse.Actor, key string, addresses []string, dryRun bool) (gatehouse.Results, error) {
	offers, err := parseOffers(addresses, func(int, *offer) error { return nil })
	if err != nil {
		return gatehouse.Results{}, err
	}
	op := operation{
		action: gatehouse.ActionTechnicianInvite, partner: actor.Partner, ask: needs(gatehouse.ManageTechnicians),
		key: key, input: addresses, dryRun: dryRun,
	}
	return placed(actor, op.ask, func() (gatehouse.Results, error) {
		return change(ctx, t.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (gatehouse.Results, error) {
			machine, err := t.machine(ctx, tx, actor, op.partner, gatehouse.InviteTechnician)
			if err != nil {
				return gatehouse.Results{}, err
			}
			return machine.inviteAll(ctx, op, offers, false)
		})
	})
}

// each runs an action over the named technicians (see [each]). Administrators in
// the list are managed in their own; lock is true for locking and unlocking.
func (t Technicians) each(ctx context.Context, actor gatehouse.Actor, op operation, ask Bulk, limit int, lock bool, act action[gatehouse.Technician]) (gatehouse.Results, error) {
	return each(ctx, t.core, actor, op, ask, limit, listed[gatehouse.Technician]{
		kind: gatehouse.InviteTechnician,
		load: func(ctx context.Context, tx *store.Tx, ids []gatehouse.PersonID) ([]gatehouse.Technician, error) {
			return tx.TechniciansNamed(ctx, actor.Partner, ids)
		},
		describe: func(actor gatehouse.Actor, row gatehouse.Technician) (gatehouse.Person, int, error) {
			if row.Person.ID == actor.Person {
				return row.Person, row.Version(), gatehouse.E(gatehouse.CodeSelfNotAllowed)
			}
			return row.Person, row.Version(), row.CheckManaged(lock)
		},
	}, act)
}

// Revoke kills the links of pending technicians' invitations. Their assignments go
// with them (SPEC section 8).
func (t Technicians) Revoke(ctx context.Context, actor gatehouse.Actor, key string, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionTechnicianRevoke, ask: needs(gatehouse.ManageTechnicians), key: key}
	return t.each(ctx, actor, op, bulk, gatehouse.BulkLimit, false, func(ctx context.Context, m *invitations, row gatehouse.Technician) (before, after facts, err error) {
		if err := row.Status.CheckRevocable(); err != nil {
			return nil, nil, err
		}
		if err := m.tx.RevokeInvitation(ctx, m.partner, row.Invitation.ID, m.now); err != nil {
			return nil, nil, err
		}
		return facts{"status": row.Status}, facts{"status": gatehouse.Revoked}, m.dropAssignments(ctx, row.Person)
	})
}

// Resend sends invitations again that nobody has accepted: a new link, a fresh
// deadline, the old link dead.
func (t Technicians) Resend(ctx context.Context, actor gatehouse.Actor, key string, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionTechnicianResend, ask: needs(gatehouse.ManageTechnicians), key: key}
	return t.each(ctx, actor, op, bulk, gatehouse.BulkLimit, false, func(ctx context.Context, m *invitations, row gatehouse.Technician) (before, after facts, err error) {
		if err := row.Status.CheckResendable(); err != nil {
			return nil, nil, err
		}
		return facts{"status": row.Status}, facts{"status": gatehouse.Pending}, m.renew(ctx, row.Invitation)
	})
}

// Lock locks technicians out of the partner's portal and of every site assigned by
// this partner, at once. Codes of rows: CodeNotAccepted, CodeRoleNotLockable and
// CodeManagedAsAdministrator for administrators.
func (t Technicians) Lock(ctx context.Context, actor gatehouse.Actor, key string, bulk Bulk) (gatehouse.Results, error) {
	reason, err := gatehouse.CleanReason(bulk.Reason)
	if err != nil {
		return gatehouse.Results{}, err
	}
	bulk.Reason = reason
	op := operation{action: gatehouse.ActionTechnicianLock, ask: needs(gatehouse.ManageTechnicians), key: key}
	return t.each(ctx, actor, op, bulk, gatehouse.BulkLockLimit, true, func(ctx context.Context, m *invitations, row gatehouse.Technician) (before, after facts, err error) {
		if err := row.Status.CheckManageable(); err != nil {
			return nil, nil, err
		}
		return m.setLock(row.Person, gatehouse.Lock{At: m.now, By: m.actor.Person, Reason: reason})
	})
}

// Unlock lifts account locks. Sessions from before stay dead.
func (t Technicians) Unlock(ctx context.Context, actor gatehouse.Actor, key string, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionTechnicianUnlock, ask: needs(gatehouse.ManageTechnicians), key: key}
	return t.each(ctx, actor, op, bulk, gatehouse.BulkLockLimit, true, func(ctx context.Context, m *invitations, row gatehouse.Technician) (before, after facts, err error) {
		if err := row.Status.CheckManageable(); err != nil {
			return nil, nil, err
		}
		return m.setLock(row.Person, gatehouse.Lock{})
	})
}

// EndSessions signs technicians out of the partner and of the sites assigned by it.
func (t Technicians) EndSessions(ctx context.Context, actor gatehouse.Actor, key string, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionTechnicianEndSessions, ask: needs(gatehouse.ManageTechnicians), key: key}
	return t.each(ctx, actor, op, bulk, gatehouse.BulkLimit, false, func(ctx context.Context, m *invitations, row gatehouse.Technician) (before, after facts, err error) {
		if err := row.Status.CheckManageable(); err != nil {
			return nil, nil, err
		}
		return nil, nil, m.tx.EndSessions(ctx, row.Person, m.now)
	})
}

// Delete deletes technicians in every status, for good: membership, assignments,
// lock, invitations and sessions at this partner, and with the last membership
// anywhere the account itself.
func (t Technicians) Delete(ctx context.Context, actor gatehouse.Actor, key string, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionTechnicianDelete, ask: needs(gatehouse.DeleteTechnicians), key: key, deletes: true}
	results, err := t.each(ctx, actor, op, bulk, gatehouse.BulkLimit, false, func(ctx context.Context, m *invitations, row gatehouse.Technician) (before, after facts, err error) {
		return facts{"status": row.Status, "sites": row.InvitedSites}, nil, m.endPartner(ctx, row.Person)
	})
	if err != nil || bulk.DryRun || results.Changed() == 0 {
		return results, err
	}
	t.scrubNow(ctx)
	return results, nil
}
