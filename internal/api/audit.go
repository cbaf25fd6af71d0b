package api

import (
	"cmp"
	"context"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/export"
)

type eventList struct {
	Items      []export.Event `json:"items" nullable:"false"`
	NextCursor string         `json:"next_cursor,omitempty" doc:"Send it as cursor for the next page. Absent on the last page." example:"djE6NDI"`
}

// AuditQuery narrows the audit trail. It is exported because huma passes
// unexported embedded structs over.
type AuditQuery struct {
	From    time.Time    `query:"from" doc:"Only events at or after this time." example:"2026-03-01T00:00:00Z"`
	Until   time.Time    `query:"until" doc:"Only events before this time." example:"2026-04-01T00:00:00Z"`
	Actor   searchText   `query:"actor" doc:"The id of who did it."`
	Action  actionName   `query:"action"`
	Target  searchText   `query:"target" doc:"The id of what it was done to."`
	Site    searchText   `query:"site" doc:"The id of the site that it was done at, or about. A site's log has its own only." example:"0198f0c2-77a1-7b0e-8f4d-90ab12cd34ef"`
	Outcome auditOutcome `query:"outcome"`
}

type listAuditInput struct {
	AuditQuery
	Paging
}

func (s *server) listAudit(ctx context.Context, c *call, in *listAuditInput) (*reply[eventList], error) {
	page, err := s.app.Audit.List(ctx, c.actor, in.filter(), in.page())
	if err != nil {
		return nil, err
	}
	list := eventList{Items: make([]export.Event, 0, len(page.Items)), NextCursor: page.Next}
	for _, e := range page.Items {
		list.Items = append(list.Items, export.NewEvent(e))
	}
	return answer(list), nil
}

func (q AuditQuery) filter() gatehouse.AuditFilter {
	return gatehouse.AuditFilter{
		From:    q.From,
		Until:   q.Until,
		Actor:   string(q.Actor),
		Action:  gatehouse.Action(q.Action),
		Target:  string(q.Target),
		Site:    gatehouse.SiteID(q.Site),
		Outcome: gatehouse.AuditOutcome(q.Outcome),
	}
}

// describeEvent registers the form of an event that exports and lists share, and
// says which values its names have.
func describeEvent(registry huma.Registry) {
	registry.Schema(reflect.TypeFor[export.Event](), true, "")
	fields := registry.Map()["Event"].Properties
	for name, schema := range map[string]*huma.Schema{
		"via":     viaName("").Schema(registry),
		"action":  actionName("").Schema(registry),
		"outcome": auditOutcome("").Schema(registry),
		"code":    codeName("").Schema(registry),
		"actor":   nullablePerson("Who did it: the person at this partner, else the account. Null for a stranger and for the installation; see via."),
		"target":  nullablePerson("What it was done to. Null when nothing in particular."),
	} {
		schema.Examples = fields[name].Examples
		schema.Description = cmp.Or(fields[name].Description, schema.Description)
		fields[name] = schema
	}
}

// nullablePerson returns the schema of null or an id with a name.
func nullablePerson(about string) *huma.Schema {
	text := func(about, example string) *huma.Schema {
		return &huma.Schema{Type: huma.TypeString, Description: about, Examples: []any{example}}
	}
	return &huma.Schema{
		Type:        huma.TypeObject,
		Nullable:    true,
		Description: about,
		Properties: map[string]*huma.Schema{
			"id":   text("", examplePersonTwo),
			"name": text("Empty when the person is gone.", "Ana Weber"),
		},
		Required:             []string{"id", "name"},
		AdditionalProperties: false,
	}
}
