package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/serve"
)

// policy says who may come to a route: it returns the actor, or why nobody.
type policy func(s *Site, r *http.Request, stranger gatehouse.Actor, token string) (gatehouse.Actor, error)

// mustHavePolicy stops the start over a route that nobody decided about.
func mustHavePolicy(rt route) {
	if rt.policy == nil {
		panic("web: the route " + rt.pattern + " has no policy")
	}
}

// public lets everybody come. A session that has ended is no session here.
func public(s *Site, r *http.Request, stranger gatehouse.Actor, token string) (gatehouse.Actor, error) {
	if token == "" {
		return stranger, nil
	}
	actor, err := s.App.Sessions.Actor(r.Context(), stranger, token)
	if gatehouse.CodeOf(err) == gatehouse.CodeNotSignedIn {
		return stranger, nil
	}
	return actor, err
}

// signedIn lets whoever has a living session come.
func signedIn(s *Site, r *http.Request, stranger gatehouse.Actor, token string) (gatehouse.Actor, error) {
	return s.App.Sessions.Actor(r.Context(), stranger, token)
}

// watching lets everybody come, and does not use the session: whoever only watches
// does not keep it alive.
func watching(s *Site, r *http.Request, stranger gatehouse.Actor, token string) (gatehouse.Actor, error) {
	actor, err := s.App.Sessions.Watcher(r.Context(), stranger, token)
	if gatehouse.CodeOf(err) == gatehouse.CodeNotSignedIn {
		return stranger, nil
	}
	return actor, err
}

// local reports whether the request comes from the machine that the portal runs on,
// while mails stay there and may be shown (SPEC section 12).
func local(s *Site, r *http.Request) bool { return s.Mailbox != nil && serve.FromLoopback(r) }

// localOnly lets those come who may read the local mailbox. For everybody else
// there is nothing.
func localOnly(s *Site, r *http.Request, stranger gatehouse.Actor, _ string) (gatehouse.Actor, error) {
	if !local(s, r) {
		return stranger, gatehouse.E(gatehouse.CodeNotFound)
	}
	return stranger, nil
}

// member lets everybody come who may enter the partner that the path names.
func member(s *Site, r *http.Request, stranger gatehouse.Actor, token string) (gatehouse.Actor, error) {
	return s.App.Sessions.ActorAt(r.Context(), stranger, token, partnerSpot(r))
}

// partnerSpot is the partner's portal that the path names.
func partnerSpot(r *http.Request) gatehouse.Spot {
	return gatehouse.Spot{Partner: gatehouse.PartnerID(r.PathValue("partner"))}
}

// onSite lets those come who may do the action at the site that the path names. A
// site that the account cannot enter is not there.
func onSite(action gatehouse.SiteAction) policy {
	return func(s *Site, r *http.Request, stranger gatehouse.Actor, token string) (gatehouse.Actor, error) {
		spot := gatehouse.Spot{Site: gatehouse.SiteID(r.PathValue("site"))}
		actor, err := s.App.Sessions.ActorAt(r.Context(), stranger, token, spot)
		if err != nil || r.Method != http.MethodGet {
			return actor, err
		}
		return actor, s.App.Sessions.AdmitToSite(r.Context(), actor, action)
	}
}

// at lets those come who have the permission at the partner that the path names.
// A partner that the account cannot enter is not there.
func at(p gatehouse.Permission) policy {
	return func(s *Site, r *http.Request, stranger gatehouse.Actor, token string) (gatehouse.Actor, error) {
		actor, err := s.App.Sessions.ActorAt(r.Context(), stranger, token, partnerSpot(r))
		if err != nil || r.Method != http.MethodGet {
			// Whoever changes something is asked by the use case, which also
			// records a refusal as what was tried.
			return actor, err
		}
		return actor, s.App.Sessions.Admit(r.Context(), actor, p)
	}
}

// guard asks the route's policy, and for a request that may change something the
// token that only our own form carries.
func (s *Site) guard(rt route) serve.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v := visitOf(r)
		token := serve.SessionToken(r)
		actor, err := rt.policy(s, r, serve.Stranger(r, gatehouse.ViaPage), token)
		v.meet(actor, token)
		v.site = siteOf(r)
		serve.Annotate(r, actor)
		if err != nil {
			return err
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			if err := s.checkForm(r, v); err != nil {
				return err
			}
		}
		return rt.handle(w, r, v)
	}
}
