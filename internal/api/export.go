package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse/internal/export"
)

// The content types of exports.
const (
	csvType    = "text/csv"
	ndjsonType = "application/x-ndjson"
)

// formatName is the format that an export is asked for in.
type formatName string

// The formats, and the endings of the files.
const (
	formatCSV    formatName = "csv"
	formatNDJSON formatName = "ndjson"
)

// Schema lists the formats.
func (formatName) Schema(huma.Registry) *huma.Schema {
	s := choice("CSV for spreadsheets, safe against formulas; or NDJSON, the items of the list, one a line.",
		[]formatName{formatCSV, formatNDJSON})
	s.Default = string(formatCSV)
	return s
}

type exportAdminsInput struct {
	AdminQuery
	Format formatName `query:"format" default:"csv"`
}

type exportAuditInput struct {
	AuditQuery
	Format formatName `query:"format" default:"csv"`
}

func (s *server) exportAdmins(ctx context.Context, c *call, in *exportAdminsInput) error {
	file := &download{w: c.w, format: in.Format, name: "gatehouse-admins"}
	write, end := rows(file, export.AdminList)
	if err := s.app.Admins.Export(ctx, c.actor, in.filter(), write); err != nil {
		return err
	}
	return end()
}

func (s *server) exportAudit(ctx context.Context, c *call, in *exportAuditInput) error {
	file := &download{w: c.w, format: in.Format, name: "gatehouse-audit"}
	write, end := rows(file, export.ListOf(export.Events, export.NewEvent))
	if err := s.app.Audit.Export(ctx, c.actor, in.filter(), string(in.Format), write); err != nil {
		return err
	}
	return end()
}

// rows returns how to write one row of the file in its format, and how to end it.
func rows[T, J any](file *download, list export.List[T, J]) (write func(T) error, end func() error) {
	rows, err := list.File(file, string(file.format))
	if err != nil {
		return func(T) error { return err }, func() error { return err }
	}
	return rows.Write, func() error { return file.end(rows.Close()) }
}

// download sends a file. Its headers go out with its first byte, so that an export
// refused before that is still answered as a problem; one that breaks off later
// ends the connection, and nobody takes half a file for the whole.
type download struct {
	w      http.ResponseWriter
	format formatName
	name   string
	begun  bool
}

// Write sends a part of the file.
func (d *download) Write(p []byte) (int, error) {
	d.begin()
	return d.w.Write(p)
}

func (d *download) begin() {
	if d.begun {
		return
	}
	d.begun = true
	contentType := csvType + "; charset=utf-8; header=present"
	if d.format == formatNDJSON {
		contentType = ndjsonType
	}
	d.w.Header().Set("Content-Type", contentType)
	d.w.Header().Set("Content-Disposition", `attachment; filename="`+d.name+"."+string(d.format)+`"`)
	d.w.WriteHeader(http.StatusOK)
}

// end begins a file that has not a single byte.
func (d *download) end(err error) error {
	if err == nil {
		d.begin()
	}
	return err
}
