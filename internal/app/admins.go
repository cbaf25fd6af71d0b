package app

import (
	"context"
	"fmt"
	"unicode/utf8"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// Admins are the use cases about a partner's administrators.
type Admins struct{ *core }

// AdminPage is a page of the administrators' list; Next is "" at its end.
type AdminPage struct {
	Items []gatehouse.Admin
	Next  string
	// Capped is true when a search found more people than are put into an order
	// other than creation: the rows are the newest [store.SearchSortLimit] of them.
	Capped bool
}

// List returns a page of the partner's administrators. The role needs
// [gatehouse.ViewPartner]. A filter, order or cursor that does not exist is
// CodeUnknownParameter.
func (a Admins) List(ctx context.Context, actor gatehouse.Actor, filter gatehouse.AdminFilter, page Page) (AdminPage, error) {
	if err := a.checkRead(ctx, actor, gatehouse.ViewPartner, gatehouse.ActionAdminView); err != nil {
		return AdminPage{}, err
	}
	filter, err := cleanAdminFilter(filter)
	if err != nil {
		return AdminPage{}, err
	}
	items, next, capped, err := readPage(page, actor.Partner, string(filter.Sort), func(after store.After, limit int, each func(gatehouse.Admin) error) (bool, error) {
		return a.Store.Admins(ctx, actor.Partner, filter, after, limit, each)
	}, func(row gatehouse.Admin) store.After { return store.AdminKey(row, filter.Sort) })
	return AdminPage{Items: items, Next: next, Capped: capped}, err
}

func cleanAdminFilter(f gatehouse.AdminFilter) (gatehouse.AdminFilter, error) {
	if f.Sort == "" {
		f.Sort = gatehouse.SortNewest
	}
	unknown := utf8.RuneCountInString(f.Query) > gatehouse.QueryLimit || !utf8.ValidString(f.Query)
	unknown = unknown || !oneOf(f.Sort, gatehouse.AdminSorts())
	unknown = unknown || f.Status != "" && !oneOf(f.Status, gatehouse.InvitationStatuses())
	if unknown {
		return f, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	return f, nil
}

// Get returns one administrator, or CodeNotFound.
func (a Admins) Get(ctx context.Context, actor gatehouse.Actor, id gatehouse.PersonID) (gatehouse.Admin, error) {
	if err := a.checkRead(ctx, actor, gatehouse.ViewPartner, gatehouse.ActionAdminView); err != nil {
		return gatehouse.Admin{}, err
	}
	return a.Store.Admin(ctx, actor.Partner, id)
}

// Export calls each for every administrator that passes the filter, in its order,
// and records that the list was exported.
func (a Admins) Export(ctx context.Context, actor gatehouse.Actor, filter gatehouse.AdminFilter, each func(gatehouse.Admin) error) error {
	filter, err := cleanAdminFilter(filter)
	if err != nil {
		return err
	}
	if filter.Query != "" {
		// A sorted search is capped, an export must be whole.
		filter.Sort = gatehouse.SortNewest
	}
	op := operation{action: gatehouse.ActionAdminExport, partner: actor.Partner, ask: needs(gatehouse.ViewPartner)}
	return exporting(ctx, a.core, actor, op, facts{"status": filter.Status, "role": filter.Role}, each, func(each func(gatehouse.Admin) error) error {
		_, err := a.Store.Admins(ctx, actor.Partner, filter, store.After{}, 0, each)
		return err
	})
}

// recordExport authorises and records an export before its first row leaves.
func (c *core) recordExport(ctx context.Context, actor gatehouse.Actor, op operation, what facts) error {
	if err := op.check(actor); err != nil && !actor.Placed() && !actor.AtSite() {
		return err
	}
	_, err := change(ctx, c, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (struct{}, error) {
		e := event(actor, actor.Partner, op.action, "", "")
		e.After = what.json()
		tx.Record(e)
		return struct{}{}, nil
	})
	return err
}

// Invitee is one row of an invitation call, as typed.
type Invitee struct {
	Email string `json:"email"`
	Role  string `json:"role"`
}

// Invite invites addresses as administrators: one outcome per row, in one
// transaction. A malformed address or role makes the whole call CodeInvalid and
// names the rows; a role that gives no right to invite makes it CodeForbidden.
func (a Admins) Invite(ctx context.Context, actor gatehouse.Actor, key string, invitees []Invitee, dryRun bool) (gatehouse.Results, error) {
	offers, err := parseInvitees(invitees)
	if err != nil {
		return gatehouse.Results{}, err
	}
	op := operation{
		action: gatehouse.ActionAdminInvite, partner: actor.Partner, ask: needs(gatehouse.ManageAdmins),
		key: key, input: invitees, dryRun: dryRun,
	}
	return placed(actor, op.ask, func() (gatehouse.Results, error) {
		return change(ctx, a.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (gatehouse.Results, error) {
			return a.inviteAll(ctx, tx, actor, op, offers, false)
		})
	})
}

// parseInvitees reads the rows; every malformed one is named.
func parseInvitees(invitees []Invitee) ([]offer, error) {
	return parseOffers(addressesOf(invitees), func(i int, o *offer) (err error) {
		o.role, err = gatehouse.ParsePartnerRole(invitees[i].Role)
		return err
	})
}

func addressesOf(invitees []Invitee) []string {
	addresses := make([]string, len(invitees))
	for i, in := range invitees {
		addresses[i] = in.Email
	}
	return addresses
}

// parseOffers reads the addresses of an invitation call, and by role what else a
// row has. Every malformed row is named.
func parseOffers(addresses []string, role func(i int, o *offer) error) ([]offer, error) {
	switch {
	case len(addresses) == 0:
		return nil, gatehouse.InvalidField("invitations", "Name at least one address.")
	case len(addresses) > gatehouse.BulkLimit:
		return nil, gatehouse.InvalidField("invitations", "One call takes at most 1,000 addresses.")
	}
	offers := make([]offer, len(addresses))
	invalid := &gatehouse.Error{Code: gatehouse.CodeInvalid}
	for i, address := range addresses {
		var emailErr error
		offers[i].email, emailErr = mail.ParseAddress(address)
		roleErr := role(i, &offers[i])
		if emailErr != nil {
			invalid.Add(fmt.Sprintf("invitations[%d].email", i), emailErr)
		}
		if roleErr != nil {
			invalid.Add(fmt.Sprintf("invitations[%d].role", i), roleErr)
		}
	}
	if len(invalid.Fields) > 0 {
		return nil, invalid
	}
	return offers, nil
}

// inviteAll invites each address in turn and collects the outcomes.
func (a Admins) inviteAll(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, op operation, offers []offer, force bool) (gatehouse.Results, error) {
	machine, err := a.machine(ctx, tx, actor, op.partner, gatehouse.InviteAdmin)
	if err != nil {
		return gatehouse.Results{}, err
	}
	return machine.inviteAll(ctx, op, offers, force)
}

// Revoke kills the links of pending invitations.
func (a Admins) Revoke(ctx context.Context, actor gatehouse.Actor, key string, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionAdminRevoke, ask: needs(gatehouse.ManageAdmins), key: key}
	return a.each(ctx, actor, op, bulk, gatehouse.BulkLimit, func(ctx context.Context, m *invitations, admin gatehouse.Admin) (before, after facts, err error) {
		if err := admin.Status.CheckRevocable(); err != nil {
			return nil, nil, err
		}
		if err := m.tx.RevokeInvitation(ctx, m.partner, admin.Invitation.ID, m.now); err != nil {
			return nil, nil, err
		}
		return facts{"status": admin.Status}, facts{"status": gatehouse.Revoked}, m.dropAssignments(ctx, admin.Person)
	})
}

// Resend sends invitations again that nobody has accepted: a new link, a fresh
// deadline, the old link dead.
func (a Admins) Resend(ctx context.Context, actor gatehouse.Actor, key string, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionAdminResend, ask: needs(gatehouse.ManageAdmins), key: key}
	return a.each(ctx, actor, op, bulk, gatehouse.BulkLimit, func(ctx context.Context, m *invitations, admin gatehouse.Admin) (before, after facts, err error) {
		if err := admin.Status.CheckResendable(); err != nil {
			return nil, nil, err
		}
		if err := admin.Person.CheckPromotion(admin.Invitation.Role); err != nil {
			return nil, nil, err
		}
		err = m.renew(ctx, admin.Invitation)
		return facts{"status": admin.Status}, facts{"status": gatehouse.Pending}, err
	})
}
