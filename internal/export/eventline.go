package export

import (
	"encoding/json"
	"io"
	"time"

	"gatehouse.example/gatehouse"
)

// EventLines returns an NDJSON file of audit events, each with the names and in
// the form that the API gives one.
func EventLines(w io.Writer) *Lines {
	return &Lines{NewNDJSON(w)}
}

// Lines is an NDJSON file of audit events.
type Lines struct{ ndjson *NDJSON }

// Write adds one event.
func (l *Lines) Write(e gatehouse.AuditEvent) error { return l.ndjson.Write(newEventLine(e)) }

// Close writes what is still held back. The writer below stays open.
func (l *Lines) Close() error { return l.ndjson.Close() }

type eventLine struct {
	ID        string                 `json:"id"`
	Seq       int64                  `json:"seq"`
	At        time.Time              `json:"at"`
	Via       gatehouse.Via          `json:"via"`
	Actor     *named                 `json:"actor"`
	Action    gatehouse.Action       `json:"action"`
	Target    *named                 `json:"target"`
	Outcome   gatehouse.AuditOutcome `json:"outcome"`
	Code      gatehouse.Code         `json:"code,omitempty"`
	Before    json.RawMessage        `json:"before,omitempty"`
	After     json.RawMessage        `json:"after,omitempty"`
	Address   string                 `json:"address,omitempty"`
	UserAgent string                 `json:"user_agent,omitempty"`
	RequestID string                 `json:"request_id,omitempty"`
	Count     int                    `json:"count"`
	LastAt    *time.Time             `json:"last_at"`
}

// named is an opaque id with the name that stands beside it as long as it is not
// erased.
type named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func newEventLine(e gatehouse.AuditEvent) eventLine {
	line := eventLine{
		ID: e.ID, Seq: e.Seq, At: e.At.UTC(), Via: e.Via,
		Action: e.Action, Outcome: e.Outcome, Code: e.Code, Before: e.Before, After: e.After,
		Address: e.Context.Address, UserAgent: e.Context.UserAgent, RequestID: e.RequestID,
		Count: max(e.Context.Count, 1),
	}
	if e.Actor != "" {
		line.Actor = &named{e.Actor, e.Context.ActorName}
	}
	if e.Target != "" {
		line.Target = &named{e.Target, e.Context.TargetName}
	}
	if at := e.Context.LastAt.UTC(); !e.Context.LastAt.IsZero() {
		line.LastAt = &at
	}
	return line
}
