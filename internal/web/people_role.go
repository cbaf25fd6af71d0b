package web

import (
	"net/http"

	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// chooseRole is the list of the roles that the viewer may give, for a form that
// names none yet.
func (s *Site) chooseRole(w http.ResponseWriter, r *http.Request, v *visit, f bulkForm) error {
	l := f.action.of
	if err := l.admit(r.Context(), s.App, v); err != nil {
		return err
	}
	row, err := l.row(r.Context(), s.App, v, f.ask.IDs[0])
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.Manage.RoleTitle)
	if err != nil {
		return err
	}
	options := []templates.PickOption{}
	for _, rank := range l.givable(v.actor) {
		options = append(options, templates.PickOption{
			Value: string(rank), Label: l.list.RankName(v.words, rank), Note: l.list.RankNote(v.words, rank), Now: rank == row.Role,
		})
	}
	return render(w, r, http.StatusOK, templates.Pick{
		Base: base, Section: l.list.Section(), Key: auth.NewToken(), Action: f.path, Title: v.words.Manage.RoleTitle,
		Lead: v.words.Manage.RoleChoose(row.Person.DisplayName()), Back: f.back, List: listURL(v, l, f.back),
		IDs: []string{string(row.Person.ID)}, Name: "role", Options: options, Single: true,
	})
}
