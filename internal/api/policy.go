package api

import (
	"net/http"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/serve"
)

// policy says who may call an operation. The zero value is no policy, and a route
// with none stops the start.
type policy struct {
	who who
	// permission is what the use case asks of the role, inside its transaction
	// and with the refusal audited. Here it documents the call and demands that
	// a place is chosen.
	permission gatehouse.Permission
	// siteAction is the same for those who stand at a site.
	siteAction gatehouse.SiteAction
	// people is true for calls that no API key can make.
	people bool
}

type who int

const (
	nobody who = iota
	anybody
	anybodyOrSession
	signedIn
	placed
	// atSite calls are for those who stand at a site, atEither for both.
	atSite
	atEither
	// anyKey calls are for API keys, of whatever scope, and for nobody else.
	anyKey
)

var (
	// public calls never look at the session cookie.
	public = policy{who: anybody}
	// optional calls are for strangers, and use a session when there is one.
	optional = policy{who: anybodyOrSession}
	// session calls need a session, wherever it stands.
	session = policy{who: signedIn}
	// ownKey calls are what an API key asks about itself.
	ownKey = policy{who: anyKey}
)

// byPeople is the policy without API keys.
func (p policy) byPeople() policy {
	p.people = true
	return p
}

// takesKeys reports whether an API key can make calls of this policy: those about the
// own account and the own session are for people.
func (p policy) takesKeys() bool {
	return !p.people && (p.demandsPlace() || p.who == anyKey)
}

// needs is the policy of calls at a partner for roles with the permission.
func needs(p gatehouse.Permission) policy { return policy{who: placed, permission: p} }

// onSite is the policy of calls at a site for those who may do the action.
func onSite(a gatehouse.SiteAction) policy { return policy{who: atSite, siteAction: a} }

// either is the policy of calls that the partner makes from its portal and a site's
// people from the site.
func either(p gatehouse.Permission, a gatehouse.SiteAction) policy {
	return policy{who: atEither, permission: p, siteAction: a}
}

// covers reports whether the actor stands where calls of this policy are made from.
func (p policy) covers(actor gatehouse.Actor) bool {
	switch p.who {
	case placed:
		return actor.Placed()
	case atSite:
		return actor.AtSite()
	case atEither:
		return actor.Placed() || actor.AtSite()
	case anyKey:
		return actor.Key != ""
	default:
		return true
	}
}

// demandsPlace reports whether calls of this policy are made from a place.
func (p policy) demandsPlace() bool { return p.who == placed || p.who == atSite || p.who == atEither }

// extensions are how the document says what a call asks of a role: the permission
// at a partner's portal, the action at a site.
func (p policy) extensions() map[string]any {
	said := map[string]any{}
	if p.permission != "" {
		said["x-permission"] = string(p.permission)
	}
	if p.siteAction != "" {
		said["x-site-action"] = string(p.siteAction)
	}
	return said
}

// bodyLimit returns how many bytes a request's body may have. What strangers send
// is an address, a name, a password: they get no more than that takes, because
// they also cost a password hash.
func (p policy) bodyLimit() int64 {
	if p.who == anybody || p.who == anybodyOrSession {
		return strangerBodyLimit
	}
	return gatehouse.BodyLimit
}

const strangerBodyLimit = 4 << 10

// identify turns the request's API key, or its cookie, and headers into an actor. It
// answers CodeNotSignedIn, CodeCSRF, CodePlaceNotChosen, CodeMalformed for a place
// header that cannot be read, and CodeNotFound for a place that cannot be entered.
func (s *server) identify(p policy, r *http.Request) (gatehouse.Actor, string, error) {
	stranger := serve.Stranger(r, gatehouse.ViaAPI)
	if p.who == anybody {
		return stranger, "", nil
	}
	if bringsKey(r.Header) {
		actor, err := s.identifyKey(p, r, stranger)
		return actor, "", err
	}
	token := serve.SessionToken(r)
	actor, err := s.actor(stranger, token, r)
	switch {
	case p.who == anybodyOrSession && gatehouse.CodeOf(err) == gatehouse.CodeNotSignedIn:
		return stranger, "", nil
	case err != nil:
		return stranger, "", err
	case mutates(r) && !auth.CheckCSRF(token, r.Header.Get("X-CSRF-Token")):
		return actor, "", gatehouse.E(gatehouse.CodeCSRF)
	case !p.covers(actor) && (actor.Placed() || actor.AtSite() || p.who == anyKey):
		return actor, "", gatehouse.E(gatehouse.CodeForbidden)
	case !p.covers(actor):
		return actor, "", gatehouse.E(gatehouse.CodePlaceNotChosen)
	default:
		return actor, token, nil
	}
}

// actor asks who the session's token stands for, at the place that the
// Gatehouse-Place header names or else where the session stands.
func (s *server) actor(stranger gatehouse.Actor, token string, r *http.Request) (gatehouse.Actor, error) {
	if token == "" {
		return stranger, gatehouse.E(gatehouse.CodeNotSignedIn)
	}
	spot, err := wantedPlace(r)
	switch {
	case err != nil:
		return stranger, err
	case spot == gatehouse.Spot{}:
		return s.app.Sessions.Actor(r.Context(), stranger, token)
	default:
		return s.app.Sessions.ActorAt(r.Context(), stranger, token, spot)
	}
}

// wantedPlace returns where the Gatehouse-Place header says that the request stands,
// the zero Spot when there is none.
func wantedPlace(r *http.Request) (gatehouse.Spot, error) {
	places := r.Header.Values("Gatehouse-Place")
	if len(places) == 0 {
		return gatehouse.Spot{}, nil
	}
	return readPlace(places)
}

// readPlace reads the Gatehouse-Place header: partner:ID or site:ID.
func readPlace(values []string) (gatehouse.Spot, error) {
	kind, id, _ := strings.Cut(values[0], ":")
	switch {
	case len(values) == 1 && kind == "partner" && visibleASCII(id):
		return gatehouse.Spot{Partner: gatehouse.PartnerID(id)}, nil
	case len(values) == 1 && kind == "site" && visibleASCII(id):
		return gatehouse.Spot{Site: gatehouse.SiteID(id)}, nil
	default:
		return gatehouse.Spot{}, malformed("the header Gatehouse-Place is partner:ID or site:ID, once")
	}
}

// mutates reports whether the method may change something.
func mutates(r *http.Request) bool {
	return r.Method != http.MethodGet && r.Method != http.MethodHead
}
