package web

import (
	"net/http"

	"gatehouse.example/gatehouse/internal/export"
)

// exportAdmins answers with the list as a file, filtered and ordered like the
// page.
func (s *Site) exportAdmins(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, admins.names()...)
	if err != nil {
		return err
	}
	filter, err := peopleFilter(query)
	if err != nil {
		return err
	}
	file := s.download(w, "admins", "csv")
	rows := export.Admins(file)
	if err := s.App.Admins.Export(r.Context(), v.actor, adminFilter(filter), rows.Write); err != nil {
		return err
	}
	return file.end(rows)
}
