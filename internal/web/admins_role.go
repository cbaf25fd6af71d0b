package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// chooseRole is the list of the roles that the viewer may give, for a form that
// names none yet.
func (s *Site) chooseRole(w http.ResponseWriter, r *http.Request, v *visit, f bulkForm) error {
	if err := s.App.Sessions.Admit(r.Context(), v.actor, gatehouse.ManageAdmins); err != nil {
		return err
	}
	admin, err := s.App.Admins.Get(r.Context(), v.actor, f.ask.IDs[0])
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.Manage.RoleTitle)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.RoleChoice{
		Base:   base,
		Key:    auth.NewToken(),
		Action: f.path,
		Back:   f.back,
		List:   listURL(v, admins, f.back),
		Admin:  admin,
		Roles:  v.actor.Role.GivableRoles(),
	})
}
