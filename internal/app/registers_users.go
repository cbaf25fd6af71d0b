package app

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// SiteUserInput is what registering a user takes; all but the name may be empty.
type SiteUserInput struct{ Name, Email, Phone, Card string }

// SiteUserEdit says what to change of a user; nil fields stay as they are.
type SiteUserEdit struct {
	Name, Email, Phone, Card *string
	// IfMatch is the version the caller has seen, 0 for any.
	IfMatch int
}

func (e SiteUserEdit) apply(u gatehouse.SiteUser) gatehouse.SiteUser {
	u.Name, u.Email = orElse(e.Name, u.Name), orElse(e.Email, u.Email)
	u.Phone, u.Card = orElse(e.Phone, u.Phone), orElse(e.Card, u.Card)
	return u
}

var userRegister = register[gatehouse.SiteUser, gatehouse.SiteUserID]{
	view: gatehouse.UsersView, manage: gatehouse.UsersManage,
	viewed: gatehouse.ActionSiteUserView, exported: gatehouse.ActionSiteUserExport,
	created: gatehouse.ActionSiteUserCreate, edited: gatehouse.ActionSiteUserEdit, deleted: gatehouse.ActionSiteUserDelete,
	load: store.Reads.SiteUser, list: store.Reads.SiteUsers,
	insert: (*store.Tx).CreateSiteUser, update: (*store.Tx).UpdateSiteUser, remove: (*store.Tx).DeleteSiteUser,
	clean: gatehouse.SiteUser.Clean,
	// The audit trail names a user by the id alone.
	about:   func(u gatehouse.SiteUser) (gatehouse.SiteUserID, int, string) { return u.ID, u.Version, "" },
	key:     func(u gatehouse.SiteUser) store.After { return store.RegisterKey(u.Name, u.ID) },
	changed: changedUser,
}

// changedUser names the fields that changed and not what stood in them: everything
// about a user is personal.
func changedUser(old, now gatehouse.SiteUser) (before, after facts) {
	var fields []string
	for _, field := range []struct{ name, old, now string }{
		{"name", old.Name, now.Name},
		{"email", old.Email, now.Email},
		{"phone", old.Phone, now.Phone},
		{"card", old.Card, now.Card},
	} {
		if field.old != field.now {
			fields = append(fields, field.name)
		}
	}
	if fields == nil {
		return nil, nil
	}
	return nil, facts{"changed": fields}
}

// Users returns a page of the users of the site, by name; search looks into the names.
// It takes [gatehouse.UsersView], as the calls below: whoever lacks it gets
// CodeForbidden, not masked rows.
func (r Registers) Users(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID, search string, page Page) (RegisterPage[gatehouse.SiteUser], error) {
	return userRegister.page(ctx, r.core, actor, site, search, page)
}

// User returns one user, or CodeNotFound.
func (r Registers) User(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID, id gatehouse.SiteUserID) (gatehouse.SiteUser, error) {
	return userRegister.get(ctx, r.core, actor, site, id)
}

// ExportUsers calls each for every user whose name contains the text, and records that
// the register was exported.
func (r Registers) ExportUsers(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID, search string, each func(gatehouse.SiteUser) error) error {
	return userRegister.export(ctx, r.core, actor, site, search, each)
}

// CreateUser registers a user. It takes [gatehouse.UsersManage], as the calls below.
func (r Registers) CreateUser(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, in SiteUserInput) (gatehouse.SiteUserID, error) {
	return userRegister.create(ctx, r.core, actor, key, site, func(at gatehouse.Site, now time.Time) gatehouse.SiteUser {
		return gatehouse.SiteUser{
			Partner: at.Partner, Site: at.ID, Name: in.Name, Email: in.Email, Phone: in.Phone, Card: in.Card, CreatedAt: now,
		}
	})
}

// EditUser changes a user.
func (r Registers) EditUser(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, id gatehouse.SiteUserID, edit SiteUserEdit) error {
	return userRegister.edit(ctx, r.core, actor, key, site, id, edit.IfMatch, edit.apply, edit)
}

// DeleteUser takes a user off the register, and what is left of them out of the
// database's files. ifMatch is the version seen, 0 for any.
func (r Registers) DeleteUser(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, id gatehouse.SiteUserID, ifMatch int) error {
	if err := userRegister.delete(ctx, r.core, actor, key, site, id, ifMatch); err != nil {
		return err
	}
	r.scrubNow(ctx)
	return nil
}

// NewestUsers returns the users registered last, for the site's dashboard. It takes
// [gatehouse.DashboardView]; whoever may not view users gets them masked.
func (r Registers) NewestUsers(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID, n int) ([]gatehouse.SiteUser, error) {
	if err := r.checkReadAt(ctx, actor, ask{siteAction: gatehouse.DashboardView}, gatehouse.ActionSiteView, site); err != nil {
		return nil, err
	}
	users, err := r.Store.NewestSiteUsers(ctx, place(actor), n)
	if !actor.MayAtSite(gatehouse.UsersView) {
		for i := range users {
			users[i] = users[i].Masked()
		}
	}
	return users, err
}

// Dashboard returns the site with its counts as the dashboard shows it: without the
// partner's notes and without its credits, which are the partner's. It takes
// [gatehouse.DashboardView].
func (r Registers) Dashboard(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID) (gatehouse.Site, error) {
	if err := r.checkReadAt(ctx, actor, ask{siteAction: gatehouse.DashboardView}, gatehouse.ActionSiteView, site); err != nil {
		return gatehouse.Site{}, err
	}
	found, err := r.Store.Site(ctx, actor.Partner, site)
	found.Notes, found.Credits, found.OutOfCreditAt = "", 0, time.Time{}
	return found, err
}
