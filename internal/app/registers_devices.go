package app

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// DeviceInput is what registering a device takes.
type DeviceInput struct {
	Name, Serial, Model, Place string
	Status                     gatehouse.DeviceStatus
}

// DeviceEdit says what to change of a device; nil fields stay as they are.
type DeviceEdit struct {
	Name, Serial, Model, Place *string
	Status                     *gatehouse.DeviceStatus
	// IfMatch is the version the caller has seen, 0 for any.
	IfMatch int
}

func (e DeviceEdit) apply(d gatehouse.Device) gatehouse.Device {
	d.Name, d.Serial, d.Model = orElse(e.Name, d.Name), orElse(e.Serial, d.Serial), orElse(e.Model, d.Model)
	d.Place, d.Status = orElse(e.Place, d.Place), orElse(e.Status, d.Status)
	return d
}

var deviceRegister = register[gatehouse.Device, gatehouse.DeviceID]{
	view: gatehouse.DevicesView, manage: gatehouse.DevicesManage,
	viewed: gatehouse.ActionDeviceView, exported: gatehouse.ActionDeviceExport,
	created: gatehouse.ActionDeviceCreate, edited: gatehouse.ActionDeviceEdit, deleted: gatehouse.ActionDeviceDelete,
	load: store.Reads.Device, list: store.Reads.Devices,
	insert: (*store.Tx).CreateDevice, update: (*store.Tx).UpdateDevice, remove: (*store.Tx).DeleteDevice,
	clean:   gatehouse.Device.Clean,
	about:   func(d gatehouse.Device) (gatehouse.DeviceID, int, string) { return d.ID, d.Version, d.Name },
	key:     func(d gatehouse.Device) store.After { return store.RegisterKey(d.Name, d.ID) },
	changed: changedDevice,
}

// changedDevice tells of each field what it was and what it is: nothing of a device is
// personal.
func changedDevice(old, now gatehouse.Device) (before, after facts) {
	for _, field := range []struct{ name, old, now string }{
		{"name", old.Name, now.Name},
		{"serial", old.Serial, now.Serial},
		{"model", old.Model, now.Model},
		{"place", old.Place, now.Place},
		{"status", string(old.Status), string(now.Status)},
	} {
		if field.old != field.now {
			before, after = before.with(field.name, field.old), after.with(field.name, field.now)
		}
	}
	return before, after
}

// Devices returns a page of the devices at the site, by name; search looks into the
// names. It takes [gatehouse.DevicesView], as the calls below.
func (r Registers) Devices(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID, search string, page Page) (RegisterPage[gatehouse.Device], error) {
	return deviceRegister.page(ctx, r.core, actor, site, search, page)
}

// Device returns one device, or CodeNotFound.
func (r Registers) Device(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID, id gatehouse.DeviceID) (gatehouse.Device, error) {
	return deviceRegister.get(ctx, r.core, actor, site, id)
}

// ExportDevices calls each for every device whose name contains the text, and records
// that the register was exported.
func (r Registers) ExportDevices(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID, search string, each func(gatehouse.Device) error) error {
	return deviceRegister.export(ctx, r.core, actor, site, search, each)
}

// CreateDevice registers a device. It takes [gatehouse.DevicesManage], as the calls
// below. CodeSerialTaken for a serial number that the site has already.
func (r Registers) CreateDevice(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, in DeviceInput) (gatehouse.DeviceID, error) {
	return deviceRegister.create(ctx, r.core, actor, key, site, func(at gatehouse.Site, now time.Time) gatehouse.Device {
		return gatehouse.Device{
			Partner: at.Partner, Site: at.ID, Name: in.Name, Serial: in.Serial, Model: in.Model, Place: in.Place, Status: in.Status, CreatedAt: now,
		}
	})
}

// EditDevice changes a device. CodeSerialTaken as for [Registers.CreateDevice].
func (r Registers) EditDevice(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, id gatehouse.DeviceID, edit DeviceEdit) error {
	return deviceRegister.edit(ctx, r.core, actor, key, site, id, edit.IfMatch, edit.apply, edit)
}

// DeleteDevice takes a device off the register. ifMatch is the version seen, 0 for any.
func (r Registers) DeleteDevice(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, id gatehouse.DeviceID, ifMatch int) error {
	return deviceRegister.delete(ctx, r.core, actor, key, site, id, ifMatch)
}
