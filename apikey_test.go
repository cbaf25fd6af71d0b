package gatehouse_test

import (
	"fmt"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
)

// rankOf is how far a scope reaches, and what it takes at least: written by hand, with
// decisions like the least role that sees the explain page.
var (
	partnerRankOf = map[gatehouse.KeyScope]int{gatehouse.KeyDecisions: 1, gatehouse.KeyObserver: 1, gatehouse.KeyOperator: 2, gatehouse.KeyAdmin: 3, gatehouse.KeyMaster: 4}
	siteRankOf    = map[gatehouse.KeyScope]int{gatehouse.KeyDecisions: 3, gatehouse.KeyObserver: 1, gatehouse.KeyOperator: 2, gatehouse.KeyAdmin: 3, gatehouse.KeyMaster: 4}
)

// TestKeyState goes through every combination of the facts that decide about an API key.
func TestKeyState(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	no, yes := time.Time{}, now.Add(-time.Hour)
	seen := map[gatehouse.KeyState]int{}
	for _, site := range []gatehouse.SiteID{"", "site"} {
		for _, scope := range gatehouse.KeyScopes() {
			for role := range 5 {
				for n := range 64 {
					bit := func(i int) bool { return n>>i&1 == 1 }
					at := func(on bool) time.Time {
						if on {
							return yes
						}
						return no
					}
					keyEnds, tokenEnds := now.Add(time.Microsecond), now.Add(time.Microsecond)
					if bit(0) {
						keyEnds = now
					}
					if bit(1) {
						tokenEnds = now
					}
					f := gatehouse.KeyFacts{
						Now: now, TokenEnds: tokenEnds, Partner: gatehouse.Partner{ID: "p", ActivatedAt: at(!bit(2))},
						Key:    gatehouse.APIKey{ID: "k", Partner: "p", Site: site, Scope: scope, ExpiresAt: keyEnds},
						Holder: gatehouse.Person{ID: "m", Partner: "p", Account: "a", Lock: gatehouse.Lock{At: at(bit(3))}},
					}
					if bit(5) {
						f.Holder.Account = ""
					}
					rank, least, locked := role, partnerRankOf[scope], bit(3)
					if site == "" {
						f.Holder.Role = gatehouse.PartnerRole(role) //nolint:gosec // 0 to 4
					} else {
						f.HolderAtSite = gatehouse.SiteMembership{Role: gatehouse.SiteRole(role), Since: yes, Lock: gatehouse.Lock{At: at(bit(4))}} //nolint:gosec // 0 to 4
						f.Holder.Technician, f.Holder.Role = true, gatehouse.PartnerMaster
						least, locked = siteRankOf[scope], bit(4)
					}
					want := gatehouse.KeyActive
					switch {
					case bit(0) || bit(1):
						want = gatehouse.KeyExpired
					case bit(2), bit(5), locked, rank < least:
						want = gatehouse.KeySuspended
					}
					seen[want]++
					what := fmt.Sprintf("site %q, scope %s, role %d, case %b", site, scope, role, n)
					if got := f.State(); got != want {
						t.Fatalf("%s: %s, want %s", what, got, want)
					}
					if got := f.Check() == nil; got != (want == gatehouse.KeyActive) {
						t.Fatalf("%s: usable %v", what, got)
					}
				}
			}
		}
	}
	for _, state := range gatehouse.KeyStates() {
		if seen[state] == 0 {
			t.Errorf("no combination is %s", state)
		}
	}
}

// TestKeyStateUnknownScope: a scope that nobody knows opens nothing.
func TestKeyStateUnknownScope(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	for _, site := range []gatehouse.SiteID{"", "site"} {
		f := gatehouse.KeyFacts{
			Now: now, TokenEnds: now.Add(time.Hour), Partner: gatehouse.Partner{ActivatedAt: now},
			Key:          gatehouse.APIKey{Site: site, Scope: "owner", ExpiresAt: now.Add(time.Hour)},
			Holder:       gatehouse.Person{Account: "a", Role: gatehouse.PartnerMaster},
			HolderAtSite: gatehouse.SiteMembership{Role: gatehouse.SiteMaster, Since: now},
		}
		if f.State() != gatehouse.KeySuspended {
			t.Errorf("at %q it is %s", site, f.State())
		}
	}
}

// TestKeyActor: a key has the rights of its scope and none besides, whatever its creator
// may do.
func TestKeyActor(t *testing.T) {
	t.Parallel()
	f := gatehouse.KeyFacts{
		Partner: gatehouse.Partner{ID: "p"}, Key: gatehouse.APIKey{ID: "k", Partner: "p"},
		Holder: gatehouse.Person{ID: "m", Account: "a", Role: gatehouse.PartnerMaster}, HolderAtSite: gatehouse.SiteMembership{Role: gatehouse.SiteMaster},
	}
	for _, scope := range gatehouse.KeyScopes() {
		f.Key.Scope, f.Key.Site = scope, ""
		actor := f.Actor(gatehouse.Actor{})
		for _, permission := range gatehouse.PartnerMaster.Permissions() {
			if got, want := actor.CheckMay(permission) == nil, scope.PartnerRole().May(permission); got != want {
				t.Errorf("%s of the partner: %s %v, want %v", scope, permission, got, want)
			}
		}
		f.Key.Site = "s"
		actor = f.Actor(gatehouse.Actor{})
		for _, action := range gatehouse.SiteActions() {
			if got, want := actor.CheckAtSite(action) == nil, scope.SiteRole().May(action); got != want {
				t.Errorf("%s of a site: %s %v, want %v", scope, action, got, want)
			}
		}
		for _, permission := range gatehouse.PartnerMaster.Permissions() {
			if actor.CheckMay(permission) == nil {
				t.Errorf("%s of a site may %s at the partner", scope, permission)
			}
		}
		for _, part := range []gatehouse.SelfService{gatehouse.SelfName, gatehouse.SelfPassword, gatehouse.SelfDelete} {
			if got := gatehouse.CodeOf(actor.CheckSelf(part)); got != gatehouse.CodeKeyNotAllowed {
				t.Errorf("%s: %q for the own account", scope, got)
			}
		}
	}
}

// TestKeyCheckAsk: whoever may not see who may do what does not ask for decisions.
func TestKeyCheckAsk(t *testing.T) {
	t.Parallel()
	for scope, rank := range siteRankOf {
		for site, want := range map[gatehouse.SiteID]bool{"": true, "s": scope == gatehouse.KeyDecisions || rank >= 3} {
			if got := (gatehouse.APIKey{Scope: scope, Site: site}).CheckAsk() == nil; got != want {
				t.Errorf("%s at %q: %v", scope, site, got)
			}
		}
	}
	if (gatehouse.APIKey{Scope: "owner"}).CheckAsk() == nil {
		t.Error("an unknown scope may ask")
	}
}

// TestKeyGive: nobody gives a scope above their own role, and no key gives any.
func TestKeyGive(t *testing.T) {
	t.Parallel()
	for _, scope := range gatehouse.KeyScopes() {
		for _, role := range gatehouse.PartnerRoles() {
			want := gatehouse.Code("")
			if scope.PartnerRole() > role {
				want = gatehouse.CodeRoleAboveYours
			}
			if got := gatehouse.CodeOf(gatehouse.Actor{Person: "m", Role: role}.CheckGiveKey(scope)); got != want {
				t.Errorf("%s by %s: %q", scope, role, got)
			}
			siteRole := gatehouse.SiteRole(role)
			at := gatehouse.Actor{Person: "m", Site: "s", At: gatehouse.Decision{Access: true, Way: gatehouse.WaySiteAdmin, Role: siteRole}}
			if got := gatehouse.CodeOf(at.CheckGiveKey(scope)); got != want {
				t.Errorf("%s by %s of a site: %q", scope, siteRole, got)
			}
		}
		if got := gatehouse.CodeOf(gatehouse.Actor{Key: "k", Role: gatehouse.PartnerMaster}.CheckGiveKey(scope)); got != gatehouse.CodeKeyNotAllowed {
			t.Errorf("%s by a key: %q", scope, got)
		}
	}
}
