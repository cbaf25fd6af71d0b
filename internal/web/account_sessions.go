package web

import (
	"net/http"

	"gatehouse.example/gatehouse/internal/serve"
	"gatehouse.example/gatehouse/internal/web/templates"
)

const accountSessionsPath = accountPath + "/sessions"

// sessionsPage lists where the visitor is signed in.
func (s *Site) sessionsPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	sessions, err := s.App.Accounts.Sessions(r.Context(), v.actor)
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.Own.Sessions)
	if err != nil {
		return err
	}
	p := templates.OwnSessions{Base: base}
	for _, own := range sessions {
		p.Sessions = append(p.Sessions, templates.OwnSession{
			ID:         own.ID.Public(),
			Device:     device(v.words, own.UserAgent),
			Address:    own.Address,
			Place:      own.PartnerName,
			SignedInAt: own.CreatedAt,
			LastUsedAt: own.LastUsedAt,
			Current:    own.Current,
		})
	}
	return render(w, r, http.StatusOK, p)
}

// endSession ends one of the visitor's sessions. The one that asks is signed out.
func (s *Site) endSession(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"id"})
	if err != nil {
		return err
	}
	if err := s.App.Accounts.EndSession(r.Context(), v.actor, form.Get("id")); err != nil {
		return err
	}
	if form.Get("id") == v.actor.Session.Public() {
		serve.ClearSession(w, r)
		s.setFlash(w, flash{Notice: noticeSignedOut})
		return seeOther(w, r, "/sign-in")
	}
	s.setFlash(w, flash{Notice: noticeSession})
	return seeOther(w, r, accountSessionsPath)
}

// endOthers ends every session of the visitor but this one.
func (s *Site) endOthers(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readForm(r, nil); err != nil {
		return err
	}
	if _, err := s.App.Accounts.EndOtherSessions(r.Context(), v.actor); err != nil {
		return err
	}
	s.setFlash(w, flash{Notice: noticeOthers})
	return seeOther(w, r, accountSessionsPath)
}
