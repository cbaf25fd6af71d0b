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

// devicePages is Device Management.
var devicePages = &registerPages{
	section: templates.DevicesSection, name: "devices", symbol: "device", manage: gatehouse.DevicesManage,
	text: func(w *words.Words) registerText {
		text := w.SitePortal.Register
		return registerText{
			heading: w.SitePortal.Devices, add: text.AddDevice, edit: text.EditDevice, caption: text.DevicesOf,
			emptyTitle: text.NoDevices, emptyLead: text.NoDevicesLead, deleteTitle: text.DeleteDevice, deleteNote: text.DeleteDeviceNote,
		}
	},
	fields: []registerField{
		{name: "name", label: func(w *words.Words) string { return w.Admins.ColumnName }},
		{name: "serial", label: func(w *words.Words) string { return w.SitePortal.Register.Serial }},
		{name: "model", label: func(w *words.Words) string { return w.SitePortal.Register.Model }, optional: true},
		{name: "place", label: func(w *words.Words) string { return w.SitePortal.Register.Place }, optional: true},
	},
	list: func(ctx context.Context, a *app.App, actor gatehouse.Actor, search string, page app.Page) ([]entry, string, error) {
		list, err := a.Registers.Devices(ctx, actor, actor.Site, search, page)
		entries := []entry{}
		for _, d := range list.Items {
			entries = append(entries, deviceEntry(d))
		}
		return entries, list.Next, err
	},
	get: func(ctx context.Context, a *app.App, actor gatehouse.Actor, id string) (entry, error) {
		d, err := a.Registers.Device(ctx, actor, actor.Site, gatehouse.DeviceID(id))
		return deviceEntry(d), err
	},
	create: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key string, form url.Values) error {
		_, err := a.Registers.CreateDevice(ctx, actor, key, actor.Site, app.DeviceInput{
			Name: form.Get("name"), Serial: form.Get("serial"), Model: form.Get("model"), Place: form.Get("place"),
			Status: gatehouse.DeviceStatus(form.Get("status")),
		})
		return err
	},
	edit: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key, id string, version int, form url.Values) error {
		status := gatehouse.DeviceStatus(form.Get("status"))
		return a.Registers.EditDevice(ctx, actor, key, actor.Site, gatehouse.DeviceID(id), app.DeviceEdit{
			Name: field(form, "name"), Serial: field(form, "serial"), Model: field(form, "model"), Place: field(form, "place"),
			Status: &status, IfMatch: version,
		})
	},
	remove: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key, id string) error {
		return a.Registers.DeleteDevice(ctx, actor, key, actor.Site, gatehouse.DeviceID(id), 0)
	},
	export: func(ctx context.Context, a *app.App, actor gatehouse.Actor, search string, w io.Writer) (io.Closer, error) {
		rows := export.Devices(w)
		return rows, a.Registers.ExportDevices(ctx, actor, actor.Site, search, rows.Write)
	},
}

func deviceEntry(d gatehouse.Device) entry {
	return entry{
		id: string(d.ID), name: d.Name, status: d.Status, version: d.Version,
		values: map[string]string{"name": d.Name, "serial": d.Serial, "model": d.Model, "place": d.Place},
	}
}

// field returns what a form says about a field.
func field(form url.Values, name string) *string {
	value := form.Get(name)
	return &value
}
