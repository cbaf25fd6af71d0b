package app

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// Lock locks administrators out of the partner, at once: when the call returns
// their sessions there are dead. Codes of rows: CodeNotAccepted,
// CodeRoleNotLockable, CodeRoleAboveYours, CodeSelfNotAllowed.
func (a Admins) Lock(ctx context.Context, actor gatehouse.Actor, key string, bulk Bulk) (gatehouse.Results, error) {
	reason, err := gatehouse.CleanReason(bulk.Reason)
	if err != nil {
		return gatehouse.Results{}, err
	}
	bulk.Reason = reason
	op := operation{action: gatehouse.ActionAdminLock, ask: needs(gatehouse.ManageAdmins), key: key}
	return a.each(ctx, actor, op, bulk, gatehouse.BulkLockLimit, func(ctx context.Context, m *invitations, admin gatehouse.Admin) (before, after facts, err error) {
		if err := checkLock(admin); err != nil {
			return nil, nil, err
		}
		return m.setLock(admin.Person, gatehouse.Lock{At: m.now, By: m.actor.Person, Reason: reason})
	})
}

// Unlock lifts account locks. Sessions from before stay dead.
func (a Admins) Unlock(ctx context.Context, actor gatehouse.Actor, key string, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionAdminUnlock, ask: needs(gatehouse.ManageAdmins), key: key}
	return a.each(ctx, actor, op, bulk, gatehouse.BulkLockLimit, func(ctx context.Context, m *invitations, admin gatehouse.Admin) (before, after facts, err error) {
		if err := checkLock(admin); err != nil {
			return nil, nil, err
		}
		return m.setLock(admin.Person, gatehouse.Lock{})
	})
}

// checkLock says whether a row takes part in locking and unlocking at all.
func checkLock(admin gatehouse.Admin) error {
	if err := admin.Status.CheckManageable(); err != nil {
		return err
	}
	return admin.Person.CheckLockable()
}

// EndSessions signs administrators out of the partner, whatever their role: what
// they had open there is dead when the call returns.
func (a Admins) EndSessions(ctx context.Context, actor gatehouse.Actor, key string, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionAdminEndSessions, ask: needs(gatehouse.ManageAdmins), key: key}
	return a.each(ctx, actor, op, bulk, gatehouse.BulkLimit, func(ctx context.Context, m *invitations, admin gatehouse.Admin) (before, after facts, err error) {
		if err := admin.Status.CheckManageable(); err != nil {
			return nil, nil, err
		}
		return nil, nil, m.tx.EndSessions(ctx, admin.Person, m.now)
	})
}

// ChangeRole gives administrators another role, from their next request on. Codes
// of rows, besides those of [Admins.Lock]: CodeLastMaster, and CodeAccountLocked
// for a locked person who would get a role that cannot be locked.
func (a Admins) ChangeRole(ctx context.Context, actor gatehouse.Actor, key string, bulk Bulk, role gatehouse.PartnerRole) (gatehouse.Results, error) {
	if role == gatehouse.NoPartnerRole {
		return gatehouse.Results{}, gatehouse.InvalidField("role", "The role is one of observer, operator, admin, master.")
	}
	op := operation{action: gatehouse.ActionAdminRole, ask: needs(gatehouse.ManageAdmins), key: key}
	bulk.Role = role
	return a.each(ctx, actor, op, bulk, gatehouse.BulkLimit, func(ctx context.Context, m *invitations, admin gatehouse.Admin) (before, after facts, err error) {
		person := admin.Person
		if err := admin.Status.CheckManageable(); err != nil {
			return nil, nil, err
		}
		if err := m.actor.CheckGive(role); err != nil {
			return nil, nil, err
		}
		if person.Role == role {
			return nil, nil, errUnchanged
		}
		if err := person.CheckPromotion(role); err != nil {
			return nil, nil, err
		}
		if err := m.checkKeepsMaster(ctx, person, role); err != nil {
			return nil, nil, err
		}
		if err := m.tx.SetRole(ctx, m.partner, person.ID, role); err != nil {
			return nil, nil, err
		}
		m.notify(person, gatehouse.MailRoleChanged, gatehouse.MessageDetail{OldRole: person.Role, NewRole: role})
		return facts{"role": person.Role}, facts{"role": role}, nil
	})
}

// Delete deletes administrators in every status, for good: what this partner holds
// of them goes at once, and with the last membership anywhere the account itself.
func (a Admins) Delete(ctx context.Context, actor gatehouse.Actor, key string, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionAdminDelete, ask: needs(gatehouse.ManageAdmins), key: key, deletes: true}
	results, err := a.each(ctx, actor, op, bulk, gatehouse.BulkLimit, func(ctx context.Context, m *invitations, admin gatehouse.Admin) (before, after facts, err error) {
		if err := m.checkKeepsMaster(ctx, admin.Person, gatehouse.NoPartnerRole); err != nil {
			return nil, nil, err
		}
		before = facts{"role": admin.Role(), "status": admin.Status}
		if admin.Person.Technician {
			return before, nil, m.tx.EndAdmin(ctx, admin.Person)
		}
		return before, nil, m.endPartner(ctx, admin.Person)
	})
	if err != nil || bulk.DryRun || results.Changed() == 0 {
		return results, err
	}
	a.scrubNow(ctx)
	return results, nil
}

// checkKeepsMaster counts the Masters, under the partner's lock.
func (m *invitations) checkKeepsMaster(ctx context.Context, person gatehouse.Person, role gatehouse.PartnerRole) error {
	masters, err := m.tx.CountMasters(ctx, m.partner)
	if err != nil {
		return err
	}
	return person.CheckKeepsMaster(role, masters)
}

// deletePerson removes the person, and the account with its last membership.
// Whoever had accepted is told by a mail that keeps no trace once it is sent.
func (m *invitations) deletePerson(ctx context.Context, person gatehouse.Person) error {
	return m.core.deletePerson(ctx, m.tx, person, &m.mails)
}

func (c *core) deletePerson(ctx context.Context, tx *store.Tx, person gatehouse.Person, mails *[]gatehouse.Message) error {
	if err := tx.DeletePerson(ctx, person); err != nil {
		return err
	}
	if err := tx.EnqueueScrub(ctx); err != nil {
		return err
	}
	if person.Account == "" {
		return c.forgetAddress(ctx, tx, person.Email)
	}
	account, err := tx.UnscopedAccount(ctx, person.Account)
	if err != nil {
		return err
	}
	left, err := tx.UnscopedMemberships(ctx, account.ID)
	if err != nil {
		return err
	}
	if len(left) == 0 {
		if err := tx.UnscopedEraseAccount(ctx, account); err != nil {
			return err
		}
	}
	now, err := tx.Now(ctx)
	if err != nil {
		return err
	}
	*mails = append(*mails, gatehouse.Message{
		ID: store.NewMessageID(), Partner: person.Partner, Kind: gatehouse.MailDeleted, To: person.Email,
		Language: account.Language, Detail: gatehouse.MessageDetail{Name: account.Name}, CreatedAt: now,
	})
	return nil
}

// forgetAddress removes what is kept about an invited address that never became
// an account, unless some partner still knows it.
func (c *core) forgetAddress(ctx context.Context, tx *store.Tx, email gatehouse.Email) error {
	known, err := tx.UnscopedAddressKnown(ctx, email)
	if err != nil || known {
		return err
	}
	return tx.UnscopedForgetAddress(ctx, email)
}
