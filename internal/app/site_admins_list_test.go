package app_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// keepersWorld is a site with administrators in every status and role, one of them
// locked, and one whose name sorts otherwise than their address.
func keepersWorld(t *testing.T, e *gatehousetest.Env) (owner gatehousetest.Member, site gatehouse.SiteID) {
	t.Helper()
	master := e.SetUp(t)
	e.Clock.Advance(time.Minute)
	site = e.NewSite(t, master.Actor, "Harbour Gate")
	owner = e.AtSite(t, e.JoinSite(t, master.Actor, site, "zoe@site.example", gatehouse.SiteMaster), site)
	locked := e.JoinSite(t, owner.Actor, site, "lou@site.example", gatehouse.SiteOperator)
	revoked := e.InviteToSite(t, owner.Actor, site, "rex@site.example", gatehouse.SiteAdminRole)
	expired := e.InviteToSite(t, owner.Actor, site, "eva_100%@site.example", gatehouse.SiteObserver)
	for i, role := range []gatehouse.SiteRole{gatehouse.SiteObserver, gatehouse.SiteAdminRole, gatehouse.SiteObserver} {
		e.InviteToSite(t, owner.Actor, site, fmt.Sprintf("p%d@site.example", i), role)
	}
	_, err := e.SiteAdmins.Lock(t.Context(), owner.Actor, "", site, app.Bulk{IDs: []gatehouse.PersonID{locked.Actor.Person}})
	wantCode(t, "lock", err, "")
	_, err = e.SiteAdmins.Revoke(t.Context(), owner.Actor, "", site, app.Bulk{IDs: []gatehouse.PersonID{revoked}})
	wantCode(t, "revoke", err, "")
	e.Exec(t, "UPDATE invitation SET expires_at = invited_at + 1 WHERE person_id = $1", string(expired))
	// Somebody else's site is never in the list.
	e.InviteToSite(t, master.Actor, e.NewSite(t, master.Actor, "Elsewhere"), "away@site.example", gatehouse.SiteMaster)
	return owner, site
}

// everySiteAdmin goes through a list page by page.
func everySiteAdmin(t *testing.T, e *gatehousetest.Env, actor gatehouse.Actor, site gatehouse.SiteID, filter gatehouse.SiteAdminFilter, limit int) []gatehouse.SiteAdmin {
	t.Helper()
	list, page := []gatehouse.SiteAdmin{}, app.Page{Limit: limit}
	for {
		got, err := e.SiteAdmins.List(t.Context(), actor, site, filter, page)
		wantCode(t, "list", err, "")
		if len(got.Items) > limit {
			t.Fatalf("a page has %d rows, asked were %d", len(got.Items), limit)
		}
		list = append(list, got.Items...)
		if page.Cursor = got.Next; page.Cursor == "" {
			return list
		}
	}
}

func addressesOfAdmins(list []gatehouse.SiteAdmin) []string {
	addresses := []string{}
	for _, a := range list {
		addresses = append(addresses, string(a.Person.Email))
	}
	return addresses
}

// TestSiteAdminList holds every filter and order against the rows themselves.
func TestSiteAdminList(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		owner, site := keepersWorld(t, e)
		whole := everySiteAdmin(t, e, owner.Actor, site, gatehouse.SiteAdminFilter{}, gatehouse.PageLimit)
		if len(whole) != 7 {
			t.Fatalf("the list has %d rows: %v", len(whole), addressesOfAdmins(whole))
		}
		passes := func(f gatehouse.SiteAdminFilter, a gatehouse.SiteAdmin) bool {
			return (f.Status == "" || f.Status == a.Status) && (f.Role == gatehouse.NoSiteRole || f.Role == a.Role()) &&
				(f.Locked == nil || *f.Locked == a.Membership.Lock.On()) &&
				strings.Contains(strings.ToLower(a.Person.Name+" "+string(a.Person.Email)), strings.ToLower(f.Query))
		}
		t.Run("OK filters", func(t *testing.T) {
			filters := []gatehouse.SiteAdminFilter{{Locked: new(true)}, {Locked: new(false)}, {Query: "SITE.ex"}, {Query: "e"}, {Query: "_100%"}, {Query: "%"}, {Query: "nobody"}}
			for _, status := range gatehouse.InvitationStatuses() {
				filters = append(filters, gatehouse.SiteAdminFilter{Status: status}, gatehouse.SiteAdminFilter{Status: status, Query: "p"})
				for _, role := range gatehouse.SiteRoles() {
					filters = append(filters, gatehouse.SiteAdminFilter{Status: status, Role: role, Locked: new(false)})
				}
			}
			for _, filter := range filters {
				want := []string{}
				for _, a := range whole {
					if passes(filter, a) {
						want = append(want, string(a.Person.Email))
					}
				}
				got := addressesOfAdmins(everySiteAdmin(t, e, owner.Actor, site, filter, 2))
				if diff := gocmp.Diff(want, got); diff != "" {
					t.Errorf("%+v (-want +got):\n%s", filter, diff)
				}
			}
		})
		t.Run("OK orders", func(t *testing.T) {
			rising := map[gatehouse.AdminSort]func(a, b gatehouse.SiteAdmin) int{
				gatehouse.SortOldest: func(a, b gatehouse.SiteAdmin) int { return a.Membership.Since.Compare(b.Membership.Since) },
				gatehouse.SortName: func(a, b gatehouse.SiteAdmin) int {
					return strings.Compare(strings.ToLower(a.Person.DisplayName()), strings.ToLower(b.Person.DisplayName()))
				},
				gatehouse.SortEmail: func(a, b gatehouse.SiteAdmin) int {
					return strings.Compare(string(a.Person.Email), string(b.Person.Email))
				},
				gatehouse.SortRole:   func(a, b gatehouse.SiteAdmin) int { return cmp.Compare(a.Role(), b.Role()) },
				gatehouse.SortSignIn: func(a, b gatehouse.SiteAdmin) int { return a.LastEntryAt.Compare(b.LastEntryAt) },
			}
			for _, sort := range gatehouse.AdminSorts() {
				name, falls := strings.CutPrefix(string(sort), "-")
				want := slices.SortedStableFunc(slices.Values(whole), func(a, b gatehouse.SiteAdmin) int {
					order := cmp.Or(rising[gatehouse.AdminSort(name)](a, b), strings.Compare(string(a.Person.ID), string(b.Person.ID)))
					if falls {
						return -order
					}
					return order
				})
				got := everySiteAdmin(t, e, owner.Actor, site, gatehouse.SiteAdminFilter{Sort: sort}, 3)
				if diff := gocmp.Diff(addressesOfAdmins(want), addressesOfAdmins(got)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", sort, diff)
				}
			}
		})
		t.Run("OK export", func(t *testing.T) {
			got := []gatehouse.SiteAdmin{}
			err := e.SiteAdmins.Export(t.Context(), owner.Actor, site, gatehouse.SiteAdminFilter{Sort: gatehouse.SortEmail, Status: gatehouse.Pending}, func(a gatehouse.SiteAdmin) error {
				got = append(got, a)
				return nil
			})
			wantCode(t, "export", err, "")
			if diff := gocmp.Diff([]string{"p0@site.example", "p1@site.example", "p2@site.example"}, addressesOfAdmins(got)); diff != "" {
				t.Errorf("the file (-want +got):\n%s", diff)
			}
			events := trail(t, e, owner.Actor.Partner, gatehouse.AuditFilter{Action: gatehouse.ActionSiteAdminExport})
			if len(events) != 1 || events[0].Site != site || events[0].Actor != string(owner.Actor.Person) {
				t.Errorf("recorded is %+v", events)
			}
		})
		t.Run("Err unknown", func(t *testing.T) {
			first, err := e.SiteAdmins.List(t.Context(), owner.Actor, site, gatehouse.SiteAdminFilter{}, app.Page{Limit: 1})
			wantCode(t, "list", err, "")
			for _, c := range []struct {
				filter gatehouse.SiteAdminFilter
				page   app.Page
			}{
				{filter: gatehouse.SiteAdminFilter{Sort: "notes"}},
				{filter: gatehouse.SiteAdminFilter{Status: "gone"}},
				{filter: gatehouse.SiteAdminFilter{Query: strings.Repeat("q", gatehouse.QueryLimit+1)}},
				{page: app.Page{Limit: gatehouse.PageLimit + 1}},
				{filter: gatehouse.SiteAdminFilter{Sort: gatehouse.SortEmail}, page: app.Page{Cursor: first.Next}},
			} {
				_, err := e.SiteAdmins.List(t.Context(), owner.Actor, site, c.filter, c.page)
				wantCode(t, fmt.Sprintf("%+v", c), err, gatehouse.CodeUnknownParameter)
			}
		})
	})
}

// TestVoidInvitations: which pending invitations nobody could accept any more, at the
// partner and at a site, and never another partner's.
func TestVoidInvitations(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		site := e.NewSite(t, master.Actor, "Harbour Gate")
		owner := e.AtSite(t, e.JoinSite(t, master.Actor, site, "zoe@site.example", gatehouse.SiteMaster), site)
		ada := e.AtSite(t, e.JoinSite(t, owner.Actor, site, "ada@site.example", gatehouse.SiteAdminRole), site)
		e.InviteToSite(t, ada.Actor, site, "one@site.example", gatehouse.SiteObserver)
		e.InviteToSite(t, ada.Actor, site, "two@site.example", gatehouse.SiteAdminRole)
		e.InviteToSite(t, owner.Actor, site, "own@site.example", gatehouse.SiteMaster)
		void := func(actor gatehouse.Actor) []string {
			list := everySiteAdmin(t, e, owner.Actor, site, gatehouse.SiteAdminFilter{Status: gatehouse.Pending, Sort: gatehouse.SortEmail}, gatehouse.PageLimit)
			invitations := []gatehouse.Invitation{}
			for _, a := range list {
				invitations = append(invitations, a.Invitation)
			}
			marked, err := e.Invitations.Void(t.Context(), actor, invitations)
			wantCode(t, "void", err, "")
			emails := []string{}
			for _, a := range list {
				if marked[a.Invitation.ID] {
					emails = append(emails, string(a.Person.Email))
				}
			}
			return emails
		}
		if got := void(owner.Actor); len(got) > 0 {
			t.Errorf("void is %v", got)
		}
		_, err := e.SiteAdmins.Lock(t.Context(), owner.Actor, "", site, app.Bulk{IDs: []gatehouse.PersonID{ada.Actor.Person}})
		wantCode(t, "lock", err, "")
		if diff := gocmp.Diff([]string{"one@site.example", "two@site.example"}, void(owner.Actor)); diff != "" {
			t.Errorf("void (-want +got):\n%s", diff)
		}
		if got := void(e.NewPartner(t, "Northgate", "nora@northgate.example").Actor); len(got) > 0 {
			t.Errorf("another partner is told of %v", got)
		}
	})
}
