package web

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/serve"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// Answer says an error as a page, in a person's words and with the request's id.
// Whoever is not signed in is led to the page where that is done, and back.
func (s *Site) Answer(w http.ResponseWriter, r *http.Request, e *gatehouse.Error) {
	if e.Code == gatehouse.CodeNotSignedIn {
		s.askToSignIn(w, r)
		return
	}
	v := visitOf(r)
	status := e.Code.Status()
	s.recognise(r, v, status)
	title := v.words.Errors.Titles[status]
	problem := templates.Problem{
		Base:      s.problemBase(w, r, v, title, status),
		Status:    status,
		Heading:   title,
		Sentence:  sentenceFor(v, e),
		Help:      s.helpWith(v, e),
		RequestID: gatehouse.RequestID(r.Context()),
	}
	if err := render(w, r, status, problem); err != nil && r.Context().Err() == nil {
		s.Log.ErrorContext(r.Context(), "error page", "error", err)
	}
}

// recognise finds out who is signed in where no page was there to do that: the page of
// the error speaks their language.
func (s *Site) recognise(r *http.Request, v *visit, status int) {
	if token := serve.SessionToken(r); token != "" && !v.actor.SignedIn() && (status == http.StatusNotFound || status == http.StatusMethodNotAllowed) {
		if actor, err := s.App.Sessions.Actor(r.Context(), serve.Stranger(r, gatehouse.ViaPage), token); err == nil {
			v.meet(actor, token)
		}
	}
}

// problemBase is the base of an error page. Whoever is signed in keeps the frame of
// the portal, when the error is about the request: after one of our own, and where
// the session itself was not looked at, the page needs nothing that may fail again.
func (s *Site) problemBase(w http.ResponseWriter, r *http.Request, v *visit, title string, status int) templates.Base {
	if v.actor.SignedIn() && status < http.StatusInternalServerError {
		if base, err := s.portal(w, r, v, title); err == nil {
			return base
		}
	}
	return s.plain(v, title)
}

// helpWith says what to do next, and when where that is known.
func (s *Site) helpWith(v *visit, e *gatehouse.Error) string {
	if e.Code == gatehouse.CodeInvitationVoid {
		return v.words.Errors.VoidHelp
	}
	if e.Code.Status() == http.StatusForbidden {
		return forbiddenHelp(v, e.Code)
	}
	if e.RetryAfter < time.Minute {
		return v.words.Errors.Helps[e.Code.Status()]
	}
	now := s.Now()
	return v.words.Errors.RetryAfter(v.words.Times.Relative(now.Add(e.RetryAfter), now))
}

// sentenceFor says what happened. What somebody may do is a matter of a role at a
// partner's portal only: technicians have none there, and at a site a level.
func sentenceFor(v *visit, e *gatehouse.Error) string {
	switch {
	case e.Code != gatehouse.CodeForbidden || e.Message != "":
		return v.words.Error(e)
	case v.actor.AtSite():
		return v.words.Errors.ForbiddenAtSite
	case v.actor.Technician():
		return v.words.Errors.ForbiddenTechnician
	default:
		return v.words.Error(e)
	}
}

// forbiddenHelp says what the visitor's rights depend on where they stand, and who can
// give them more. What is refused for another reason says so itself.
func forbiddenHelp(v *visit, code gatehouse.Code) string {
	switch {
	case code != gatehouse.CodeForbidden && code != gatehouse.CodeRoleAboveYours:
		return ""
	case v.actor.AtSite():
		return v.words.SitePortal.Forbidden
	case v.actor.Technician():
		return v.words.Errors.TechnicianHelp
	case v.actor.Placed():
		return v.words.Errors.Helps[http.StatusForbidden]
	default:
		return ""
	}
}

// askToSignIn leads to the sign-in page and, for a page that was only to be seen,
// back to it. A form that came too late is not sent again by itself.
func (s *Site) askToSignIn(w http.ResponseWriter, r *http.Request) {
	target := "/sign-in"
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		if next := ownPath(r.URL.RequestURI()); next != "" && next != "/" {
			target += "?next=" + url.QueryEscape(next)
		}
	}
	if serve.SessionToken(r) != "" {
		serve.ClearSession(w, r)
		s.setFlash(w, flash{Notice: noticeEnded})
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
}

// asError returns the error that a use case answered; anything else is none of a
// page's business and has no fields.
func asError(err error) *gatehouse.Error {
	if e, ok := errors.AsType[*gatehouse.Error](err); ok {
		return e
	}
	return gatehouse.E(gatehouse.CodeInternal)
}
