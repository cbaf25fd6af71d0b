package gatehouse

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Via is the pathway of a request, for the audit trail.
type Via string

// The pathways.
const (
	ViaPage        Via = "page"
	ViaAPI         Via = "api"
	ViaCommandLine Via = "command_line"
	ViaJob         Via = "job"
	// ViaKey is the API, with an API key instead of a session.
	ViaKey Via = "api_key"
)

// Vias lists the pathways.
func Vias() []Via { return []Via{ViaPage, ViaAPI, ViaKey, ViaCommandLine, ViaJob} }

// Actor is who is behind a request and through what. It is an explicit argument
// of every use case; the zero value is a stranger.
type Actor struct {
	Via Via
	// Installation is true for set-up, the command line and jobs, which act for
	// the owner of the installation.
	Installation bool

	// Account is who is signed in, empty for a stranger.
	Account  AccountID
	Email    Email
	Name     string
	Language Language
	// Session is the id of the session (the hash of its token, never the token),
	// SignedInAt its beginning.
	Session    SessionID
	SignedInAt time.Time

	// Key is the API key that the request came with, "" for a session, KeyToken the
	// token and KeyScope what it may: the actor is the key's creator then, with the
	// rights of the scope.
	Key      APIKeyID
	KeyToken KeyTokenID
	KeyScope KeyScope

	// Partner and Person say where the actor stands; both are empty while no
	// place is chosen. Role is NoPartnerRole for a technician.
	Partner     PartnerID
	PartnerName string
	Person      PersonID
	Role        PartnerRole

	// Site is set when the actor stands at a site instead of at the partner's
	// portal; Role is NoPartnerRole there, since rights come from the place alone.
	// At is how they came in.
	Site     SiteID
	SiteName string
	At       Decision

	// Portals are the partners' portals that are open to the account, where they
	// were read together with the session.
	Portals Portals

	// Origin describes the request.
	Origin Origin
}

// Portals are the partners' portals that are open to an account.
type Portals struct {
	// Known is false where nobody has read them.
	Known bool
	Open  []Place
	// HasSites is true when the account has to do with sites, besides.
	HasSites bool
}

// Origin is where a request came from.
type Origin struct {
	RequestID string
	Address   string
	UserAgent string
}

// SignedIn reports whether somebody is signed in.
func (a Actor) SignedIn() bool { return a.Account != "" }

// Placed reports whether the actor stands at a partner's portal.
func (a Actor) Placed() bool { return a.Person != "" && a.Site == "" }

// AtSite reports whether the actor stands at a site.
func (a Actor) AtSite() bool { return a.Site != "" }

// MayAtSite reports whether the actor may do the action at the site where they
// stand.
func (a Actor) MayAtSite(action SiteAction) bool {
	switch {
	case !a.AtSite() || !a.At.Access:
		return false
	case a.At.Way == WaySiteAdmin:
		return a.At.Role.May(action)
	default:
		return a.At.Level.May(action)
	}
}

// CheckAtSite returns CodeNotSignedIn, CodePlaceNotChosen or CodeForbidden when
// the actor may not do the action at the site where they stand.
func (a Actor) CheckAtSite(action SiteAction) error {
	switch {
	case a.Installation:
		return nil
	case !a.SignedIn():
		return E(CodeNotSignedIn)
	case !a.AtSite():
		return E(CodePlaceNotChosen)
	case !a.MayAtSite(action):
		return E(CodeForbidden)
	default:
		return nil
	}
}

// May asks the permission table for the place where the actor stands.
func (a Actor) May(p Permission) bool { return a.Role.May(p) }

// CheckMay returns CodeNotSignedIn, CodePlaceNotChosen or CodeForbidden when the
// actor may not.
func (a Actor) CheckMay(p Permission) error {
	switch {
	case a.Installation:
		return nil
	case !a.SignedIn():
		return E(CodeNotSignedIn)
	case !a.Placed():
		return E(CodePlaceNotChosen)
	case !a.May(p):
		return E(CodeForbidden)
	default:
		return nil
	}
}

// CheckActOn returns why the actor may not act on an administrator of this
// person and role: CodeSelfNotAllowed or CodeRoleAboveYours.
func (a Actor) CheckActOn(person PersonID, role PartnerRole) error {
	if a.Person != "" && a.Person == person {
		return E(CodeSelfNotAllowed)
	}
	return a.CheckGive(role)
}

// CheckGive returns CodeRoleAboveYours when the actor may not give the role.
func (a Actor) CheckGive(role PartnerRole) error {
	if !a.Installation && !a.Role.MayGive(role) {
		return E(CodeRoleAboveYours)
	}
	return nil
}

// Technician reports whether the actor stands at a partner as technician, where
// self-service is all there is.
func (a Actor) Technician() bool { return a.Placed() && a.Role == NoPartnerRole }

// SelfService names a part of the account menu.
type SelfService string

// The parts of the account menu (SPEC section 10).
const (
	SelfName     SelfService = "name"
	SelfLanguage SelfService = "language"
	SelfPassword SelfService = "password"
	SelfSessions SelfService = "sessions"
	SelfDelete   SelfService = "delete"
)

// CheckSelf returns CodeNotSignedIn for a stranger, CodeKeyNotAllowed for an API
// key, and CodeForbidden for a technician at the partner's portal who asks for more
// than password, language and deletion of the own account.
func (a Actor) CheckSelf(part SelfService) error {
	switch {
	case !a.SignedIn():
		return E(CodeNotSignedIn)
	case a.Key != "":
		return E(CodeKeyNotAllowed)
	case a.Technician() && (part == SelfName || part == SelfSessions):
		return E(CodeForbidden)
	default:
		return nil
	}
}

// SessionID names a session: the hash of its token.
type SessionID string

// Public returns the name of the session that its owner sees in lists: enough to
// end it, and nothing that leads back to the token.
func (id SessionID) Public() string {
	sum := sha256.Sum256([]byte("gatehouse session " + id))
	return hex.EncodeToString(sum[:12])
}

// Session is a sign-in of one account.
type Session struct {
	ID      SessionID
	Account AccountID
	// Partner is where the session stands: the chosen place, "" for none.
	Partner PartnerID
	// Site is set when it stands at a site of the partner.
	Site       SiteID
	CreatedAt  time.Time
	LastUsedAt time.Time
	ExpiresAt  time.Time
	UserAgent  string
	Address    string
}

// CheckAlive returns CodeNotSignedIn when the session is over at now: after its
// absolute end, or when it was not used for [SessionIdle].
func (s Session) CheckAlive(now time.Time) error {
	if !now.Before(s.ExpiresAt) || now.Sub(s.LastUsedAt) >= SessionIdle {
		return E(CodeNotSignedIn)
	}
	return nil
}

// PlaceKind says as what an account may stand at a place.
type PlaceKind string

// The kinds of place.
const (
	PlaceAdmin      PlaceKind = "admin"
	PlaceTechnician PlaceKind = "technician"
	// PlaceSiteAdmin is a site as its administrator, PlaceAssignment a site as
	// technician.
	PlaceSiteAdmin  PlaceKind = "site_admin"
	PlaceAssignment PlaceKind = "assignment"
)

// Place is somewhere an account may work: a partner, as administrator or as
// technician, or a site, as its administrator or by an assignment.
type Place struct {
	Kind        PlaceKind
	Partner     PartnerID
	PartnerName string
	Person      PersonID
	// Role is of PlaceAdmin.
	Role PartnerRole
	// Site, SiteName and Country are of the two kinds of site; SiteRole is of
	// PlaceSiteAdmin, Level of PlaceAssignment.
	Site     SiteID
	SiteName string
	Country  string
	SiteRole SiteRole
	Level    Level
}

// Spot names where a session stands or wants to stand: a partner's portal, or a
// site of the partner. The zero Spot is nowhere.
type Spot struct {
	Partner PartnerID
	Site    SiteID
}

// Spot returns where the place is.
func (p Place) Spot() Spot { return Spot{p.Partner, p.Site} }

// Spot returns where the actor stands.
func (a Actor) Spot() Spot { return Spot{a.Partner, a.Site} }

type requestIDKey struct{}

// WithRequestID returns a context that carries the request's id to log lines.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID returns the id that the context carries, or "".
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}
