package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// keysPage lists the API keys of the place.
func (s *Site) keysPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	rows, err := s.App.APIKeys.List(r.Context(), v.actor)
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.Keys.Title)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.Keys{Base: base, Rows: rows})
}

// keyOf returns the API key that the path names.
func keyOf(r *http.Request) gatehouse.APIKeyID { return gatehouse.APIKeyID(r.PathValue("key")) }
