package api

import (
	"context"
	"encoding/json"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
)

// eventItem is one line of the audit trail.
type eventItem struct {
	ID        string          `json:"id" example:"0198f0c3-0a1b-7c2d-8e3f-4a5b6c7d8e9f"`
	Seq       int64           `json:"seq" doc:"Counts the partner's events without a gap, in the order in which they were committed." example:"42"`
	At        time.Time       `json:"at" example:"2026-03-05T10:15:00Z"`
	Via       viaName         `json:"via" example:"api"`
	Actor     *eventActor     `json:"actor"`
	Action    actionName      `json:"action" example:"admin.revoke"`
	Target    *eventTarget    `json:"target"`
	Outcome   auditOutcome    `json:"outcome" example:"done"`
	Code      codeName        `json:"code,omitempty" doc:"Why it was refused. Absent otherwise."`
	Before    json.RawMessage `json:"before,omitempty" doc:"The changed fields before, as an object. Absent where nothing was before."`
	After     json.RawMessage `json:"after,omitempty" doc:"The changed fields after, as an object. Absent where nothing is after."`
	Address   string          `json:"address,omitempty" doc:"The network address of the caller. Absent for the command line and jobs." example:"203.0.113.7"`
	UserAgent string          `json:"user_agent,omitempty" example:"curl/8.5.0"`
	RequestID string          `json:"request_id,omitempty" example:"0198f0c3-0a1b-7c2d-8e3f-000000000000"`
	Count     int             `json:"count" doc:"How often the same refused attempt was made within a minute; 1 otherwise." example:"1"`
	LastAt    *time.Time      `json:"last_at" doc:"When it was made last. Null when once."`
}

// eventActor is a personRef that may be null.
type eventActor personRef

// Schema says null or a person.
func (eventActor) Schema(huma.Registry) *huma.Schema {
	return nullablePerson("Who did it: the person at this partner, else the account. Null for a stranger and for the installation; see via.")
}

// eventTarget is a personRef that may be null.
type eventTarget personRef

// Schema says null or a person.
func (eventTarget) Schema(huma.Registry) *huma.Schema {
	return nullablePerson("What it was done to. Null when nothing in particular.")
}

type eventList struct {
	Items      []eventItem `json:"items" nullable:"false"`
	NextCursor string      `json:"next_cursor,omitempty" doc:"Send it as cursor for the next page. Absent on the last page." example:"djE6NDI"`
}

// AuditQuery narrows the audit trail. It is exported because huma passes
// unexported embedded structs over.
type AuditQuery struct {
	From    time.Time    `query:"from" doc:"Only events at or after this time." example:"2026-03-01T00:00:00Z"`
	Until   time.Time    `query:"until" doc:"Only events before this time." example:"2026-04-01T00:00:00Z"`
	Actor   searchText   `query:"actor" doc:"The id of who did it."`
	Action  actionName   `query:"action"`
	Target  searchText   `query:"target" doc:"The id of what it was done to."`
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
	list := eventList{Items: make([]eventItem, 0, len(page.Items)), NextCursor: page.Next}
	for _, e := range page.Items {
		list.Items = append(list.Items, newEventItem(e))
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
		Outcome: gatehouse.AuditOutcome(q.Outcome),
	}
}

func newEventItem(e gatehouse.AuditEvent) eventItem {
	item := eventItem{
		ID:        e.ID,
		Seq:       e.Seq,
		At:        e.At.UTC(),
		Via:       viaName(e.Via),
		Action:    actionName(e.Action),
		Outcome:   auditOutcome(e.Outcome),
		Code:      codeName(e.Code),
		Before:    e.Before,
		After:     e.After,
		Address:   e.Context.Address,
		UserAgent: e.Context.UserAgent,
		RequestID: e.RequestID,
		Count:     max(e.Context.Count, 1),
	}
	if item.Count > 1 {
		item.LastAt = moment(e.Context.LastAt)
	}
	if e.Actor != "" {
		item.Actor = &eventActor{ID: e.Actor, Name: e.Context.ActorName}
	}
	if e.Target != "" {
		item.Target = &eventTarget{ID: e.Target, Name: e.Context.TargetName}
	}
	return item
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
