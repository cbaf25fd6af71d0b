package api

import (
	"cmp"
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/serve"
)

// RegisterQuery narrows a site's register. It is exported because huma passes
// unexported embedded structs over.
type RegisterQuery struct {
	SitePath
	Q searchText `query:"q" doc:"A part of the name, in any case."`
}

type listRegisterInput struct {
	RegisterQuery
	Paging
}

type exportRegisterInput struct {
	RegisterQuery
	Format formatName `query:"format" default:"csv"`
}

// deviceItem is a device of a site's register.
type deviceItem struct {
	ID        string       `json:"id" example:"0198f0c6-7c2e-7f13-8d55-2a3b4c5d6e7f"`
	Name      string       `json:"name" example:"Front door"`
	Serial    string       `json:"serial" doc:"Unique at the site." example:"SN-20417"`
	Model     string       `json:"model" example:"R2"`
	Place     string       `json:"place" example:"Ground floor"`
	Status    deviceStatus `json:"status" example:"online"`
	CreatedAt instant      `json:"created_at" format:"date-time" example:"2026-02-02T10:00:00Z"`
}

func newDeviceItem(d gatehouse.Device) deviceItem {
	return deviceItem{
		ID: string(d.ID), Name: d.Name, Serial: d.Serial, Model: d.Model, Place: d.Place, Status: deviceStatus(d.Status), CreatedAt: at(d.CreatedAt),
	}
}

type deviceList struct {
	Items      []deviceItem `json:"items" nullable:"false"`
	NextCursor string       `json:"next_cursor,omitempty" doc:"Send it as cursor for the next page. Absent on the last page." example:"djE6MDE5OGYwYzY"`
}

func (s *server) listDevices(ctx context.Context, c *call, in *listRegisterInput) (*reply[deviceList], error) {
	page, err := s.app.Registers.Devices(ctx, c.actor, in.Site, string(in.Q), in.page())
	if err != nil {
		return nil, err
	}
	list := deviceList{Items: make([]deviceItem, 0, len(page.Items)), NextCursor: page.Next}
	for _, d := range page.Items {
		list.Items = append(list.Items, newDeviceItem(d))
	}
	return answer(list), nil
}

func (s *server) exportDevices(ctx context.Context, c *call, in *exportRegisterInput) error {
	file := &download{w: c.w, format: in.Format, name: "gatehouse-devices"}
	write, end := rows(file, export.ListOf(export.Devices, newDeviceItem))
	if err := s.app.Registers.ExportDevices(ctx, c.actor, in.Site, string(in.Q), write); err != nil {
		return err
	}
	return end()
}

type devicePath struct {
	SitePath
	ID gatehouse.DeviceID `path:"id" doc:"The device's id." example:"0198f0c6-7c2e-7f13-8d55-2a3b4c5d6e7f"`
}

func (s *server) getDevice(ctx context.Context, c *call, in *devicePath) (*versioned[deviceItem], error) {
	d, err := s.app.Registers.Device(ctx, c.actor, in.Site, in.ID)
	if err != nil {
		return nil, err
	}
	return &versioned[deviceItem]{ETag: etag(d.Version), Body: newDeviceItem(d)}, nil
}

type deviceInput struct {
	Name   string       `json:"name" example:"Front door"`
	Serial string       `json:"serial" example:"SN-20417"`
	Model  string       `json:"model,omitempty" example:"R2"`
	Place  string       `json:"place,omitempty" example:"Ground floor"`
	Status deviceStatus `json:"status,omitempty" doc:"online unless given." example:"online"`
}

type createDeviceInput struct {
	SitePath
	Body deviceInput
}

func (s *server) createDevice(ctx context.Context, c *call, in *createDeviceInput) (*versioned[deviceItem], error) {
	b := in.Body
	id, err := s.app.Registers.CreateDevice(ctx, c.actor, c.key, in.Site, app.DeviceInput{
		Name: b.Name, Serial: b.Serial, Model: b.Model, Place: b.Place, Status: cmp.Or(gatehouse.DeviceStatus(b.Status), gatehouse.DeviceOnline),
	})
	if err != nil {
		return nil, err
	}
	serve.Annotate(c.r, c.actor, string(id))
	return s.getDevice(ctx, c, &devicePath{in.SitePath, id})
}

type deviceChange struct {
	Name   *string      `json:"name,omitempty" example:"Back door"`
	Serial *string      `json:"serial,omitempty" example:"SN-20418"`
	Model  *string      `json:"model,omitempty" example:"R3"`
	Place  *string      `json:"place,omitempty" example:"First floor"`
	Status deviceStatus `json:"status,omitempty" example:"offline"`
}

type changeDeviceInput struct {
	SitePath
	ID   gatehouse.DeviceID `path:"id" doc:"The device's id." example:"0198f0c6-7c2e-7f13-8d55-2a3b4c5d6e7f"`
	Body deviceChange
}

func (s *server) changeDevice(ctx context.Context, c *call, in *changeDeviceInput) (*versioned[deviceItem], error) {
	b := in.Body
	edit := app.DeviceEdit{Name: b.Name, Serial: b.Serial, Model: b.Model, Place: b.Place, IfMatch: c.ifMatch}
	if b.Status != "" {
		status := gatehouse.DeviceStatus(b.Status)
		edit.Status = &status
	}
	if err := s.app.Registers.EditDevice(ctx, c.actor, c.key, in.Site, in.ID, edit); err != nil {
		return nil, err
	}
	return s.getDevice(ctx, c, &devicePath{in.SitePath, in.ID})
}

func (s *server) deleteDevice(ctx context.Context, c *call, in *devicePath) (*nothing, error) {
	return &nothing{}, s.app.Registers.DeleteDevice(ctx, c.actor, c.key, in.Site, in.ID, c.ifMatch)
}
