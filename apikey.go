package gatehouse

import (
	"cmp"
	"time"
)

// APIKeyID names an API key; rotating keeps it.
type APIKeyID string

// KeyTokenID names one token of an API key: its hash, never the token.
type KeyTokenID string

// KeyPrefix begins every token of an API key, so that one is known for what it is
// wherever it turns up.
const KeyPrefix = "gh_"

// The bounds of API keys.
const (
	// KeyLifetime is how long an API key lives unless told otherwise, and
	// MinKeyLifetime and MaxKeyLifetime bound it.
	KeyLifetime    = 90 * 24 * time.Hour
	MinKeyLifetime = time.Hour
	MaxKeyLifetime = 366 * 24 * time.Hour
	// KeyOverlap is how long the older token of a rotated key goes on unless told
	// otherwise, MaxKeyOverlap the longest.
	KeyOverlap    = 24 * time.Hour
	MaxKeyOverlap = 7 * 24 * time.Hour
	// KeysPerPlace is how many API keys one partner, and one site, can have.
	KeysPerPlace = 100
	// KeyTokens is how many tokens of one API key can live at a time: the newest,
	// and older ones in their overlap.
	KeyTokens = 5
	// KeyTouch is how often the last use of an API key is written down.
	KeyTouch = time.Minute
	// KeyHint is how many characters of the token the list shows, its last.
	KeyHint = 4
)

// KeyScope says what an API key may do at its place: what a role may do there, or
// nothing but ask for decisions. A scope of a role has the role's name; whether it
// is a partner role or a site role follows from the place of the key.
type KeyScope string

// The scopes in rising order.
const (
	// KeyDecisions lets a key ask the decision endpoint (SPEC section 15) and do
	// nothing else.
	KeyDecisions KeyScope = "decisions"
	KeyObserver  KeyScope = "observer"
	KeyOperator  KeyScope = "operator"
	KeyAdmin     KeyScope = "admin"
	KeyMaster    KeyScope = "master"
)

// KeyScopes lists every scope, the narrowest first.
func KeyScopes() []KeyScope {
	return []KeyScope{KeyDecisions, KeyObserver, KeyOperator, KeyAdmin, KeyMaster}
}

// ParseKeyScope reads the exact name of a scope. Everything else, the empty string
// included, is an error with the code [CodeInvalid] on "scope".
func ParseKeyScope(s string) (KeyScope, error) {
	for _, scope := range KeyScopes() {
		if string(scope) == s {
			return scope, nil
		}
	}
	return "", InvalidField("scope", "The scope is one of decisions, observer, operator, admin, master.")
}

// PartnerRole returns the role that the scope gives at a partner's portal, none for
// KeyDecisions.
func (s KeyScope) PartnerRole() PartnerRole {
	if s == KeyDecisions {
		return NoPartnerRole
	}
	role, _ := ParsePartnerRole(string(s))
	return role
}

// SiteRole returns the role that the scope gives at a site, none for KeyDecisions.
func (s KeyScope) SiteRole() SiteRole {
	if s == KeyDecisions {
		return NoSiteRole
	}
	role, _ := ParseSiteRole(string(s))
	return role
}

// APIKey is a credential for programs: of one partner or of one site, scoped, and
// with an end (SPEC section 14).
type APIKey struct {
	ID      APIKeyID
	Partner PartnerID
	// Site is "" for a key of the partner.
	Site  SiteID
	Name  string
	Scope KeyScope
	// Creator is who created the key, or rotated it last: to them its newest token
	// was shown. Somebody who is deleted takes their keys along.
	Creator    PersonID
	CreatedAt  time.Time
	ExpiresAt  time.Time
	LastUsedAt time.Time
	// Hint is the end of the newest token, to tell keys apart.
	Hint string
	// Version grows with every change, for If-Match; uses do not count.
	Version int
}

// Spot returns where the key stands.
func (k APIKey) Spot() Spot { return Spot{k.Partner, k.Site} }

// KeyFacts is everything that decides what an API key is worth now, read by one
// statement. The store fills it in and decides nothing.
type KeyFacts struct {
	// Now is the database's time.
	Now time.Time
	Key APIKey
	// Token is the token that was presented, TokenEnds its end: that of the key, or
	// of the overlap for an older token of a rotated key.
	Token     KeyTokenID
	TokenEnds time.Time
	Partner   Partner
	// SiteName is of the key's site.
	SiteName string
	// Holder is to whom the token was shown: its rights bound the token's. The lock
	// is read without its reason. HolderAtSite is the holder's membership of the
	// key's site.
	Holder       Person
	HolderAtSite SiteMembership
}

// KeyState says whether an API key can be used, and why not.
type KeyState string

// The states of an API key. A revoked one is gone.
const (
	KeyActive KeyState = "active"
	// KeyExpired is past its end.
	KeyExpired KeyState = "expired"
	// KeySuspended is a key whose creator is locked, or no longer has the role that
	// its scope takes: it is dead for as long as that is so.
	KeySuspended KeyState = "suspended"
)

// KeyStates lists the states.
func KeyStates() []KeyState { return []KeyState{KeyActive, KeyExpired, KeySuspended} }

// State is the one rule about what an API key is worth: it lives until its end, and
// for as long as its holder could do by signing in what the scope allows (SPEC
// section 14: never outranking the creator's present role, and dead with its
// creator). REST, decision endpoint and lists all ask this function.
func (f *KeyFacts) State() KeyState {
	switch {
	case !f.Now.Before(f.Key.ExpiresAt) || !f.Now.Before(f.TokenEnds):
		return KeyExpired
	case !f.holderMay():
		return KeySuspended
	default:
		return KeyActive
	}
}

// Check returns CodeKeyInvalid unless the key can be used: callers never learn why.
func (f *KeyFacts) Check() error {
	if f.State() != KeyActive {
		return E(CodeKeyInvalid)
	}
	return nil
}

// holderMay reports whether the holder still has what the scope gives. A key that
// only asks for decisions takes the right to ask the same of the explain page.
func (f *KeyFacts) holderMay() bool {
	if f.Key.Site == "" {
		if f.Holder.MayEnterPartner(f.Partner.Active(), f.Now) != nil {
			return false
		}
		if f.Key.Scope == KeyDecisions {
			return f.Holder.Role.May(ViewPartner)
		}
		return f.Holder.Role >= f.Key.Scope.PartnerRole() && f.Key.Scope.PartnerRole() != NoPartnerRole
	}
	at := f.atSite()
	if !at.Access || at.Way != WaySiteAdmin {
		return false
	}
	if f.Key.Scope == KeyDecisions {
		return at.Role.May(TechniciansView)
	}
	return at.Role >= f.Key.Scope.SiteRole() && f.Key.Scope.SiteRole() != NoSiteRole
}

// atSite is how the holder may stand at the key's site.
func (f *KeyFacts) atSite() Decision {
	return Decide(&AccessFacts{
		Now: f.Now, Partner: f.Partner, Person: f.Holder, Admin: f.HolderAtSite,
		Site: Site{ID: f.Key.Site, Partner: f.Key.Partner, Name: f.SiteName},
	}, SiteEnter)
}

// CheckAsk returns why the key may not ask for decisions about the people at its
// place: CodeForbidden for a role that may not see there who may do what.
func (k APIKey) CheckAsk() error {
	may := k.Scope == KeyDecisions || k.Scope.PartnerRole().May(ViewPartner)
	if k.Site != "" {
		may = k.Scope == KeyDecisions || k.Scope.SiteRole().May(TechniciansView)
	}
	if !may {
		return E(CodeForbidden)
	}
	return nil
}

// Actor makes the actor of a request that comes with the key: the holder, with the
// rights of the scope and none besides. It is worth something after [KeyFacts.Check].
func (f *KeyFacts) Actor(request Actor) Actor {
	actor := Actor{
		Via: ViaKey, Origin: request.Origin,
		Account: f.Holder.Account, Email: f.Holder.Email, Name: f.Holder.Name,
		Key: f.Key.ID, KeyToken: f.Token, KeyScope: f.Key.Scope,
		Partner: f.Partner.ID, PartnerName: f.Partner.Name, Person: f.Holder.ID,
		Role: f.Key.Scope.PartnerRole(),
	}
	if f.Key.Site != "" {
		actor.Site, actor.SiteName, actor.Role = f.Key.Site, f.SiteName, NoPartnerRole
		actor.At = Decision{Access: f.Key.Scope.SiteRole() != NoSiteRole, Way: WaySiteAdmin, Role: f.Key.Scope.SiteRole()}
	}
	return actor
}

// KeyRow is a row of the list of API keys.
type KeyRow struct {
	KeyFacts
	// OlderEnds is when the last older token of a rotated key ends, zero when none
	// lives.
	OlderEnds time.Time
}

// KeyInput is what a new API key is asked for with.
type KeyInput struct {
	Name  string
	Scope KeyScope
	// ExpiresAt is the key's end; zero for Lifetime from now, and without that for
	// [KeyLifetime].
	ExpiresAt time.Time
	Lifetime  time.Duration
}

// Clean checks the input against the bounds at now and fills in what was left out.
// Errors carry CodeInvalid on "name", "scope" and "expires_at".
func (in KeyInput) Clean(now time.Time) (KeyInput, error) {
	invalid := &Error{Code: CodeInvalid}
	var err error
	if in.Name, err = CleanName("name", in.Name); err != nil {
		invalid.Add("name", err)
	}
	if _, err = ParseKeyScope(string(in.Scope)); err != nil {
		invalid.Add("scope", err)
	}
	if in.ExpiresAt.IsZero() {
		in.ExpiresAt = now.Add(cmp.Or(in.Lifetime, KeyLifetime))
	}
	if err = CheckKeyEnd(in.ExpiresAt, now); err != nil {
		invalid.Add("expires_at", err)
	}
	if len(invalid.Fields) > 0 {
		return in, invalid
	}
	return in, nil
}

// CheckKeyEnd returns CodeInvalid on "expires_at" unless a key may end then.
func CheckKeyEnd(end, now time.Time) error {
	if end.Before(now.Add(MinKeyLifetime)) || end.After(now.Add(MaxKeyLifetime)) {
		return InvalidField("expires_at", "A key lives for at least an hour and at most 366 days.")
	}
	return nil
}

// CheckKeyOverlap returns CodeInvalid on "overlap" unless an older token may go on
// for that long.
func CheckKeyOverlap(overlap time.Duration) error {
	if overlap < 0 || overlap > MaxKeyOverlap {
		return InvalidField("overlap", "The older token goes on for at most 7 days.")
	}
	return nil
}

// CheckManageKeys returns CodeKeyNotAllowed for a request that came with an API key:
// keys are managed by people who sign in.
func (a Actor) CheckManageKeys() error {
	if a.Key != "" {
		return E(CodeKeyNotAllowed)
	}
	return nil
}

// CheckGiveKey returns why the actor may not give an API key the scope: it never
// outranks them.
func (a Actor) CheckGiveKey(scope KeyScope) error {
	if err := a.CheckManageKeys(); err != nil {
		return err
	}
	if a.AtSite() && scope.SiteRole() > a.At.Role || !a.AtSite() && scope.PartnerRole() > a.Role {
		return E(CodeRoleAboveYours)
	}
	return nil
}
