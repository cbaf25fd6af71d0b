package api

import (
	"context"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/serve"
)

// technicianItem is a row of the technicians' list.
type technicianItem = export.TechnicianItem

type technicianList struct {
	Items      []technicianItem `json:"items" nullable:"false"`
	NextCursor string           `json:"next_cursor,omitempty" doc:"Send it as cursor for the next page. Absent on the last page." example:"djE6MDE5OGYwYzI"`
}

// technicianSort is an order of the technicians' list.
type technicianSort string

// Schema lists the orders.
func (technicianSort) Schema(huma.Registry) *huma.Schema {
	s := choice("The order; a leading minus turns it round.", gatehouse.TechnicianSorts())
	s.Default = string(gatehouse.TechniciansNewest)
	return s
}

// TechnicianQuery narrows and orders the technicians. It is exported because huma
// passes unexported embedded structs over.
type TechnicianQuery struct {
	Status statusName     `query:"status"`
	Locked string         `query:"locked" enum:"true,false" doc:"Only locked people, or only those who are not."`
	Q      searchText     `query:"q" doc:"A part of the name or the address, in any case."`
	Sort   technicianSort `query:"sort"`
}

func (q TechnicianQuery) filter() gatehouse.TechnicianFilter {
	filter := gatehouse.TechnicianFilter{
		Status: gatehouse.InvitationStatus(q.Status),
		Query:  string(q.Q),
		Sort:   gatehouse.TechnicianSort(q.Sort),
	}
	if locked, err := strconv.ParseBool(q.Locked); err == nil {
		filter.Locked = &locked
	}
	return filter
}

type listTechniciansInput struct {
	TechnicianQuery
	Paging
}

func (s *server) listTechnicians(ctx context.Context, c *call, in *listTechniciansInput) (*reply[technicianList], error) {
	page, err := s.app.Technicians.List(ctx, c.actor, in.filter(), in.page())
	if err != nil {
		return nil, err
	}
	list := technicianList{Items: make([]technicianItem, 0, len(page.Items)), NextCursor: page.Next}
	for _, t := range page.Items {
		list.Items = append(list.Items, export.NewTechnicianItem(t))
	}
	return answer(list), nil
}

type exportTechniciansInput struct {
	TechnicianQuery
	Format formatName `query:"format" default:"csv"`
}

func (s *server) exportTechnicians(ctx context.Context, c *call, in *exportTechniciansInput) error {
	file := &download{w: c.w, format: in.Format, name: "gatehouse-technicians"}
	write, end := rows(file, export.TechnicianList)
	if err := s.app.Technicians.Export(ctx, c.actor, in.filter(), write); err != nil {
		return err
	}
	return end()
}

type personPath struct {
	ID gatehouse.PersonID `path:"id" doc:"The person's id." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
}

type technicianOutput struct {
	ETag string `header:"ETag" doc:"The row's version, for If-Match."`
	Body technicianItem
}

func (s *server) getTechnician(ctx context.Context, c *call, in *personPath) (*technicianOutput, error) {
	t, err := s.app.Technicians.Get(ctx, c.actor, in.ID)
	if err != nil {
		return nil, err
	}
	return &technicianOutput{ETag: etag(t.Version()), Body: export.NewTechnicianItem(t)}, nil
}

type inviteTechniciansInput struct {
	Invitations addressList `json:"invitations"`
	DryRun      bool        `json:"dry_run,omitempty" doc:"Answer what would happen, and change nothing."`
}

type addressItem struct {
	Email string `json:"email" format:"email" doc:"The address as it is typed. A malformed one makes the whole call 422." example:"tess@example.com"`
}

// addressList is the addresses of one call.
type addressList []addressItem

// TransformSchema adds the numbers of the list.
func (addressList) TransformSchema(r huma.Registry, s *huma.Schema) *huma.Schema {
	return inviteList{}.TransformSchema(r, s)
}

func (s *server) inviteTechnicians(ctx context.Context, c *call, in *body[inviteTechniciansInput]) (*reply[resultList], error) {
	addresses := make([]string, 0, len(in.Body.Invitations))
	for _, row := range in.Body.Invitations {
		addresses = append(addresses, row.Email)
	}
	results, err := s.app.Technicians.Invite(ctx, c.actor, c.key, addresses, in.Body.DryRun)
	if err != nil {
		return nil, err
	}
	c.annotate(results, in.Body.DryRun)
	return answer(resultItems(results, in.Body.DryRun)), nil
}

// annotate names what was created in the request's line of the log.
func (c *call) annotate(results gatehouse.Results, dryRun bool) {
	for _, row := range results.Rows {
		if row.Outcome == gatehouse.Changed && !dryRun {
			serve.Annotate(c.r, c.actor, string(row.ID))
		}
	}
}

// technicianChange is what PATCH takes.
type technicianChange struct {
	Locked bool   `json:"locked" doc:"Lock or unlock, at once."`
	Reason string `json:"reason,omitempty" doc:"Why it is locked." example:"lost phone"`
}

type changeTechnicianInput struct {
	ID   gatehouse.PersonID `path:"id" doc:"The person's id." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	Body technicianChange
}

func (s *server) changeTechnician(ctx context.Context, c *call, in *changeTechnicianInput) (*technicianOutput, error) {
	do := s.app.Technicians.Unlock
	if in.Body.Locked {
		do = s.app.Technicians.Lock
	}
	ask := app.Bulk{IDs: []gatehouse.PersonID{in.ID}, Reason: in.Body.Reason, IfMatch: c.ifMatch}
	if err := onlyRow(do(ctx, c.actor, c.key, ask)); err != nil {
		return nil, err
	}
	return s.getTechnician(ctx, c, &personPath{ID: in.ID})
}

func (s *server) deleteTechnician(ctx context.Context, c *call, in *personPath) (*nothing, error) {
	ask := app.Bulk{IDs: []gatehouse.PersonID{in.ID}, IfMatch: c.ifMatch}
	return &nothing{}, onlyRow(s.app.Technicians.Delete(ctx, c.actor, c.key, ask))
}
