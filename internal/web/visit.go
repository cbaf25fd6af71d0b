package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
	"gatehouse.example/gatehouse/internal/web/words"
)

// visit is one request for a page: who makes it and in which language it is
// answered.
type visit struct {
	actor gatehouse.Actor
	words *words.Words
	// token is the session's, "" for a stranger.
	token string
	// site is the one that the path names: where the visitor stands, or the one that
	// the partner edits.
	site gatehouse.SiteID
}

type visitKey struct{}

// newVisit knows no more than what the browser says about languages.
func newVisit(r *http.Request) *visit {
	return &visit{words: words.Match(r.Header.Get("Accept-Language"))}
}

// visitOf returns the request's visit.
func visitOf(r *http.Request) *visit {
	if v, ok := r.Context().Value(visitKey{}).(*visit); ok {
		return v
	}
	return newVisit(r)
}

// meet takes who the visitor turned out to be. An account's own language goes
// before the browser's.
func (v *visit) meet(actor gatehouse.Actor, token string) {
	v.actor = actor
	if !actor.SignedIn() {
		return
	}
	v.token = token
	v.words = words.For(actor.Language)
}

// plain is the base of a page without forms. It holds nothing of the request but
// its language.
func (s *Site) plain(v *visit, title string) templates.Base {
	return templates.Base{Frame: &templates.Frame{Words: v.words, Title: title, Assets: s.assets.base, Now: s.Now()}}
}

// base is the base of a page with forms.
func (s *Site) base(w http.ResponseWriter, r *http.Request, v *visit, title string) templates.Base {
	b := s.plain(v, title)
	b.Actor = v.actor
	b.CSRF = auth.CSRFToken(s.formSecret(w, r, v))
	left := s.takeFlash(w, r)
	b.Notice, b.PlainNotice = left.sentence(v), left.plain()
	return b
}

// portal is the base of a page of a partner or a site.
func (s *Site) portal(w http.ResponseWriter, r *http.Request, v *visit, title string) (templates.Base, error) {
	places, err := s.App.Sessions.Places(r.Context(), v.actor)
	b := s.base(w, r, v, title)
	b.MorePlaces = len(places) > 1
	switch {
	case !v.actor.AtSite():
		b.Edited = v.site
	case err == nil:
		err = s.siteFrame(r, v, &b)
	}
	return b, err
}
