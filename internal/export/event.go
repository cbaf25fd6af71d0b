package export

import (
	"encoding/json"
	"io"
	"time"

	"gatehouse.example/gatehouse"
)

// Event is an audit event as the API's lists and every NDJSON file write it. The
// tags doc and example go into the API's OpenAPI document, which also says which
// values the names have.
type Event struct {
	ID        string                 `json:"id" example:"0198f0c3-0a1b-7c2d-8e3f-4a5b6c7d8e9f"`
	Seq       int64                  `json:"seq" doc:"Counts the partner's events without a gap, in the order in which they were committed." example:"42"`
	At        time.Time              `json:"at" example:"2026-03-05T10:15:00Z"`
	Via       gatehouse.Via          `json:"via" example:"api"`
	APIKey    gatehouse.APIKeyID     `json:"api_key,omitempty" doc:"The id of the API key that was used. Absent for everything else." example:"0198f0c8-1f5e-7a44-9c31-7d6e5f4a3b2c"`
	Actor     *Named                 `json:"actor"`
	Action    gatehouse.Action       `json:"action" example:"admin.revoke"`
	Target    *Named                 `json:"target"`
	Site      gatehouse.SiteID       `json:"site,omitempty" doc:"The id of the site that it was done at, or about. Absent for everything else." example:"0198f0c2-77a1-7b0e-8f4d-90ab12cd34ef"`
	Outcome   gatehouse.AuditOutcome `json:"outcome" example:"done"`
	Code      gatehouse.Code         `json:"code,omitempty" doc:"Why it was refused. Absent otherwise."`
	Before    json.RawMessage        `json:"before,omitempty" doc:"The changed fields before, as an object. Absent where nothing was before."`
	After     json.RawMessage        `json:"after,omitempty" doc:"The changed fields after, as an object. Absent where nothing is after."`
	Reason    string                 `json:"reason,omitempty" doc:"Why, in the words of whoever did it: of a lock." example:"On leave"`
	Address   string                 `json:"address,omitempty" doc:"The network address of the caller. Absent for the command line and jobs." example:"203.0.113.7"`
	UserAgent string                 `json:"user_agent,omitempty" example:"curl/8.5.0"`
	RequestID string                 `json:"request_id,omitempty" example:"0198f0c3-0a1b-7c2d-8e3f-000000000000"`
	Count     int                    `json:"count" doc:"How often the same refused attempt was made within a minute; 1 otherwise." example:"1"`
	LastAt    *time.Time             `json:"last_at" doc:"When it was made last. Null when once."`
}

// Named is an opaque id with the name that stands beside it as long as it is not
// erased.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// NewEvent returns the event in that form.
func NewEvent(e gatehouse.AuditEvent) Event {
	event := Event{
		ID: e.ID, Seq: e.Seq, At: e.At.UTC(), Via: e.Via, APIKey: e.Key,
		Action: e.Action, Site: e.Site, Outcome: e.Outcome, Code: e.Code, Before: e.Before, After: e.After,
		Reason: e.Context.Reason, Address: e.Context.Address, UserAgent: e.Context.UserAgent, RequestID: e.RequestID,
		Count: max(e.Context.Count, 1),
	}
	if e.Actor != "" {
		event.Actor = &Named{e.Actor, e.Context.ActorName}
	}
	if e.Target != "" {
		event.Target = &Named{e.Target, e.Context.TargetName}
	}
	if event.Count > 1 {
		last := e.Context.LastAt.UTC()
		event.LastAt = &last
	}
	return event
}

// Lines is an NDJSON file of audit events.
type Lines struct{ ndjson *NDJSON }

// EventLines returns an NDJSON file of audit events, each as an [Event].
func EventLines(w io.Writer) *Lines { return &Lines{NewNDJSON(w)} }

// Write adds one event.
func (l *Lines) Write(e gatehouse.AuditEvent) error { return l.ndjson.Write(NewEvent(e)) }

// Close writes what is still held back. The writer below stays open.
func (l *Lines) Close() error { return l.ndjson.Close() }
