package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/export"
)

// exportTechnicians answers with the list as a file, filtered and ordered like the
// page.
func (s *Site) exportTechnicians(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, technicians.names("format")...)
	if err != nil {
		return err
	}
	filter, err := peopleFilter(query)
	if err != nil {
		return err
	}
	format := query.Get("format")
	file := s.download(w, "technicians", format)
	rows, err := technicianWriter(file, format)
	if err != nil {
		return err
	}
	if err := s.App.Technicians.Export(r.Context(), v.actor, technicianFilter(filter), rows.Write); err != nil {
		return err
	}
	return file.end(rows)
}

// technicianRowsFile is a file of technicians that is being written.
type technicianRowsFile interface {
	Write(gatehouse.Technician) error
	Close() error
}

func technicianWriter(file *download, format string) (technicianRowsFile, error) {
	switch format {
	case "csv":
		return export.Technicians(file), nil
	case "ndjson":
		return export.TechnicianLines(file), nil
	default:
		return nil, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
}
