package export

import (
	"io"
	"strconv"

	"gatehouse.example/gatehouse"
)

// Events returns a CSV file of audit events. Before and after stand as JSON in
// one cell each.
func Events(w io.Writer) *CSV[gatehouse.AuditEvent] {
	return newCSV(w, []column[gatehouse.AuditEvent]{
		{"seq", func(e gatehouse.AuditEvent) string { return strconv.FormatInt(e.Seq, 10) }},
		{"id", func(e gatehouse.AuditEvent) string { return e.ID }},
		{"at", func(e gatehouse.AuditEvent) string { return stamp(e.At) }},
		{"via", func(e gatehouse.AuditEvent) string { return string(e.Via) }},
		{"api_key", func(e gatehouse.AuditEvent) string { return string(e.Key) }},
		{"actor", func(e gatehouse.AuditEvent) string { return e.Actor }},
		{"actor_name", func(e gatehouse.AuditEvent) string { return e.Context.ActorName }},
		{"action", func(e gatehouse.AuditEvent) string { return string(e.Action) }},
		{"target", func(e gatehouse.AuditEvent) string { return e.Target }},
		{"target_name", func(e gatehouse.AuditEvent) string { return e.Context.TargetName }},
		{"site", func(e gatehouse.AuditEvent) string { return string(e.Site) }},
		{"outcome", func(e gatehouse.AuditEvent) string { return string(e.Outcome) }},
		{"code", func(e gatehouse.AuditEvent) string { return string(e.Code) }},
		{"before", func(e gatehouse.AuditEvent) string { return string(e.Before) }},
		{"after", func(e gatehouse.AuditEvent) string { return string(e.After) }},
		{"reason", func(e gatehouse.AuditEvent) string { return e.Context.Reason }},
		{"address", func(e gatehouse.AuditEvent) string { return e.Context.Address }},
		{"user_agent", func(e gatehouse.AuditEvent) string { return e.Context.UserAgent }},
		{"request_id", func(e gatehouse.AuditEvent) string { return e.RequestID }},
		{"count", func(e gatehouse.AuditEvent) string { return strconv.Itoa(e.Context.Count) }},
		{"last_at", func(e gatehouse.AuditEvent) string { return stamp(e.Context.LastAt) }},
	})
}
