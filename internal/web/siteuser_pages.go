package web

import (
	"context"
	"io"
	"net/url"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/web/templates"
	"gatehouse.example/gatehouse/internal/web/words"
)

// userPages is User Management.
var userPages = &registerPages{
	section: templates.UsersSection, name: "users", symbol: "person", manage: gatehouse.UsersManage,
	text: func(w *words.Words) registerText {
		text := w.SitePortal.Register
		return registerText{
			heading: w.SitePortal.Users, add: text.AddUser, edit: text.EditUser, caption: text.UsersOf,
			emptyTitle: text.NoUsers, emptyLead: text.NoUsersLead, deleteTitle: text.DeleteUser, deleteNote: text.DeleteUserNote,
		}
	},
	fields: []registerField{
		{name: "name", label: func(w *words.Words) string { return w.Admins.ColumnName }},
		{name: "email", kind: "email", label: func(w *words.Words) string { return w.SitePortal.Register.Email }, optional: true},
		{name: "phone", kind: "tel", label: func(w *words.Words) string { return w.SitePortal.Register.Phone }, optional: true},
		{name: "card", label: func(w *words.Words) string { return w.SitePortal.Register.Card }, optional: true},
	},
	list: func(ctx context.Context, a *app.App, actor gatehouse.Actor, search string, page app.Page) ([]entry, string, error) {
		list, err := a.Registers.Users(ctx, actor, actor.Site, search, page)
		entries := []entry{}
		for _, u := range list.Items {
			entries = append(entries, userEntry(u))
		}
		return entries, list.Next, err
	},
	get: func(ctx context.Context, a *app.App, actor gatehouse.Actor, id string) (entry, error) {
		u, err := a.Registers.User(ctx, actor, actor.Site, gatehouse.SiteUserID(id))
		return userEntry(u), err
	},
	create: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key string, form url.Values) error {
		_, err := a.Registers.CreateUser(ctx, actor, key, actor.Site, app.SiteUserInput{
			Name: form.Get("name"), Email: form.Get("email"), Phone: form.Get("phone"), Card: form.Get("card"),
		})
		return err
	},
	edit: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key, id string, version int, form url.Values) error {
		return a.Registers.EditUser(ctx, actor, key, actor.Site, gatehouse.SiteUserID(id), app.SiteUserEdit{
			Name: field(form, "name"), Email: field(form, "email"), Phone: field(form, "phone"), Card: field(form, "card"), IfMatch: version,
		})
	},
	remove: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key, id string) error {
		return a.Registers.DeleteUser(ctx, actor, key, actor.Site, gatehouse.SiteUserID(id), 0)
	},
	export: func(ctx context.Context, a *app.App, actor gatehouse.Actor, search string, w io.Writer) (io.Closer, error) {
		rows := export.SiteUsers(w)
		return rows, a.Registers.ExportUsers(ctx, actor, actor.Site, search, rows.Write)
	},
}

func userEntry(u gatehouse.SiteUser) entry {
	return entry{
		id: string(u.ID), name: u.Name, version: u.Version,
		values: map[string]string{"name": u.Name, "email": u.Email, "phone": u.Phone, "card": u.Card},
	}
}
