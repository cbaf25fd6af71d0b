package gatehousetest

import (
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// InviteTechnician invites an address as technician and returns the person's id.
func (e *Env) InviteTechnician(t *testing.T, by gatehouse.Actor, email string) gatehouse.PersonID {
	t.Helper()
	results, err := e.Technicians.Invite(t.Context(), by, "", []string{email}, false)
	if err != nil || results.Changed() != 1 {
		t.Fatalf("invite %s: %+v, %v", email, results, err)
	}
	return results.Rows[0].ID
}

// Technician invites an address as technician and accepts as a newcomer.
func (e *Env) Technician(t *testing.T, by gatehouse.Actor, email string) Member {
	t.Helper()
	e.InviteTechnician(t, by, email)
	return e.AcceptAs(t, email, "Tess Technician")
}

// InviteToSite invites an address as administrator of a site and returns the
// person's id.
func (e *Env) InviteToSite(t *testing.T, by gatehouse.Actor, site gatehouse.SiteID, email string, role gatehouse.SiteRole) gatehouse.PersonID {
	t.Helper()
	results, err := e.SiteAdmins.Invite(t.Context(), by, "", site, []app.Invitee{{Email: email, Role: role.String()}}, false)
	if err != nil || results.Changed() != 1 {
		t.Fatalf("invite %s to the site: %+v, %v", email, results, err)
	}
	return results.Rows[0].ID
}

// JoinSite invites an address as administrator of a site and accepts as a newcomer,
// who then stands there.
func (e *Env) JoinSite(t *testing.T, by gatehouse.Actor, site gatehouse.SiteID, email string, role gatehouse.SiteRole) Member {
	t.Helper()
	e.InviteToSite(t, by, site, email, role)
	return e.AtSite(t, e.AcceptAs(t, email, "Sam of the site"), site)
}

// Assign assigns a person to a site and returns the assignment's id.
func (e *Env) Assign(t *testing.T, by gatehouse.Actor, person gatehouse.PersonID, site gatehouse.SiteID, level gatehouse.Level) gatehouse.AssignmentID {
	t.Helper()
	results, err := e.Assignments.Assign(t.Context(), by, "", []app.Pair{{Person: person, Site: site, Level: level}}, false)
	if err != nil || results[0].Outcome != gatehouse.Changed {
		t.Fatalf("assign %s to %s: %+v, %v", person, site, results, err)
	}
	return results[0].ID
}

// Enters reports whether a person may enter a site now.
func (e *Env) Enters(t *testing.T, partner gatehouse.PartnerID, person gatehouse.PersonID, site gatehouse.SiteID) bool {
	t.Helper()
	facts, err := e.Store.AccessFacts(t.Context(), partner, site, person)
	if err != nil {
		t.Fatalf("read the access of %s: %v", person, err)
	}
	return gatehouse.Decide(&facts, gatehouse.SiteEnter).Access
}
