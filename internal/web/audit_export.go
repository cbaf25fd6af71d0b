package web

import (
	"net/http"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/export"
)

// exportAudit answers with the audit log as a file, filtered like the page, oldest
// event first.
func (s *Site) exportAudit(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, slices.Concat(auditNames, []string{"format"})...)
	if err != nil {
		return err
	}
	filter, err := auditFilter(query)
	if err != nil {
		return err
	}
	format := query.Get("format")
	file := s.download(w, "audit", format)
	rows, err := eventWriter(file, format)
	if err != nil {
		return err
	}
	if err := s.App.Audit.Export(r.Context(), v.actor, filter, format, rows.Write); err != nil {
		return err
	}
	return file.end(rows)
}

// events is a file of audit events that is being written.
type events interface {
	Write(gatehouse.AuditEvent) error
	Close() error
}

func eventWriter(file *download, format string) (events, error) {
	switch format {
	case "csv":
		return export.Events(file), nil
	case "ndjson":
		return export.EventLines(file), nil
	default:
		return nil, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
}
