package store

import (
	"context"

	"gatehouse.example/gatehouse"
)

const deviceColumns = `v.id, v.partner_id, v.site_id, v.name, v.serial, v.model, v.place, v.status, v.created_at, v.version`

func deviceFields(d *gatehouse.Device) []any {
	return []any{&d.ID, &d.Partner, &d.Site, &d.Name, &d.Serial, &d.Model, &d.Place, &d.Status, when(&d.CreatedAt), &d.Version}
}

const deviceSelect = `
	SELECT ` + deviceColumns + `
	FROM device v
	WHERE v.partner_id = $1 AND v.site_id = $2`

// Device returns a device of the site's register, or CodeNotFound.
func (r Reads) Device(ctx context.Context, site gatehouse.Site, id gatehouse.DeviceID) (gatehouse.Device, error) {
	return one(ctx, r.q, deviceFields, deviceSelect+` AND v.id = $3`, site.Partner, site.ID, id)
}

// Devices calls fn for the devices of a site whose name contains the text, by name,
// from the place after on, at most limit of them (0 for all).
func (r Reads) Devices(ctx context.Context, site gatehouse.Site, search string, after After, limit int, fn func(gatehouse.Device) error) error {
	q := newQuery(deviceSelect, site.Partner)
	q.param(site.ID)
	q.register("v", search, after, limit)
	return each(ctx, r.q, deviceFields, fn, q.String(), q.args...)
}

// register narrows a register by name, orders it by name and begins a page of it. A
// site's register is small enough to look into without an index of its text.
func (q *query) register(as, search string, after After, limit int) {
	if search != "" {
		q.and(as+`.sort_name LIKE %s ESCAPE '\'`, "%"+escapeLike(fold(search))+"%")
	}
	if after.ID != "" {
		q.and(`(`+as+`.sort_name, `+as+`.id) > (%s, %s)`, after.Value, after.ID)
	}
	q.orderBy(as+".sort_name", as+".id", false)
	q.limit(limit)
}

// RegisterKey returns the place of an entry of a register in its order, for the next
// page.
func RegisterKey[ID ~string](name string, id ID) After {
	return After{Value: fold(name), ID: string(id)}
}

// CreateDevice inserts a device, gives it its id and counts it. A serial number that
// the site has already is CodeSerialTaken.
func (tx *Tx) CreateDevice(ctx context.Context, d *gatehouse.Device) error {
	if err := tx.checkSerialFree(ctx, *d); err != nil {
		return err
	}
	d.ID, d.Version = newID[gatehouse.DeviceID](), 1
	if err := exec(ctx, tx.q, `
		INSERT INTO device (id, partner_id, site_id, name, serial, model, place, status, sort_name, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		d.ID, d.Partner, d.Site, d.Name, d.Serial, d.Model, d.Place, d.Status, fold(d.Name), micros(d.CreatedAt)); err != nil {
		return err
	}
	return tx.countDevices(ctx, *d, 1)
}

// UpdateDevice writes what is registered of a device. CodeSerialTaken as for
// CreateDevice.
func (tx *Tx) UpdateDevice(ctx context.Context, d gatehouse.Device) error {
	if err := tx.checkSerialFree(ctx, d); err != nil {
		return err
	}
	return mustChange(ctx, tx.q, `
		UPDATE device
		SET name = $4, serial = $5, model = $6, place = $7, status = $8, sort_name = $9, version = version + 1
		WHERE partner_id = $1 AND site_id = $2 AND id = $3`,
		d.Partner, d.Site, d.ID, d.Name, d.Serial, d.Model, d.Place, d.Status, fold(d.Name))
}

// DeleteDevice takes a device off the register and off the count.
func (tx *Tx) DeleteDevice(ctx context.Context, d gatehouse.Device) error {
	if err := mustChange(ctx, tx.q, `
		DELETE FROM device
		WHERE partner_id = $1 AND site_id = $2 AND id = $3`,
		d.Partner, d.Site, d.ID); err != nil {
		return err
	}
	return tx.countDevices(ctx, d, -1)
}

// checkSerialFree asks before the row is written: on PostgreSQL a violated constraint
// would end the transaction, and with it the audit of the refusal's row. The partner is
// locked, so that nobody registers the number in between.
func (tx *Tx) checkSerialFree(ctx context.Context, d gatehouse.Device) error {
	n, err := value[int](ctx, tx.q, `
		SELECT count(*)
		FROM device v
		WHERE v.partner_id = $1 AND v.site_id = $2 AND v.serial = $3 AND v.id <> $4`,
		d.Partner, d.Site, d.Serial, d.ID)
	if err == nil && n > 0 {
		return gatehouse.E(gatehouse.CodeSerialTaken)
	}
	return err
}

func (tx *Tx) countDevices(ctx context.Context, d gatehouse.Device, n int64) error {
	return mustChange(ctx, tx.q, `UPDATE site SET devices = devices + $3 WHERE partner_id = $1 AND id = $2`, d.Partner, d.Site, n)
}
