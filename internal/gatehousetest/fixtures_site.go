package gatehousetest

import (
	"testing"

	"github.com/google/uuid"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// NewSite makes a site in Berlin with the usual settings: Technician Access on,
// approval required.
func (e *Env) NewSite(t *testing.T, by gatehouse.Actor, name string) gatehouse.SiteID {
	t.Helper()
	id, err := e.Sites.Create(t.Context(), by, "", app.NewSite{
		SiteInput:        gatehouse.SiteInput{Name: name, Country: "DE", TimeZone: "Europe/Berlin"},
		TechnicianAccess: true, ApprovalRequired: true,
	})
	if err != nil {
		t.Fatalf("create the site %s: %v", name, err)
	}
	return id
}

// Site returns a site as it is stored.
func (e *Env) Site(t *testing.T, partner gatehouse.PartnerID, id gatehouse.SiteID) gatehouse.Site {
	t.Helper()
	site, err := e.Store.Site(t.Context(), partner, id)
	if err != nil {
		t.Fatalf("read the site %s: %v", id, err)
	}
	return site
}

// AtSite returns the member standing at a site.
func (e *Env) AtSite(t *testing.T, m Member, site gatehouse.SiteID) Member {
	t.Helper()
	actor, err := e.Sessions.ActorAt(t.Context(), Stranger(), m.Token, gatehouse.Spot{Site: site})
	if err != nil {
		t.Fatalf("stand at %s as %s: %v", site, m.Account.Email, err)
	}
	m.Actor = actor
	return m
}

// SiteMember makes an administrator of a site who has nothing else at the partner,
// and returns them standing there. The rows are written past the program: this is for
// tests of what a site's role may do, not of how one comes by it.
func (e *Env) SiteMember(t *testing.T, by gatehouse.Actor, site gatehouse.SiteID, email string, role gatehouse.SiteRole) Member {
	t.Helper()
	m := e.Join(t, by, email, gatehouse.PartnerObserver)
	person, partner := string(m.Actor.Person), string(m.Actor.Partner)
	e.Exec(t, `UPDATE person SET role = 0, listed_role = 0 WHERE id = $1`, person)
	e.Exec(t, `UPDATE invitation SET kind = 'site_admin', site_id = $2, role = $3 WHERE person_id = $1`, person, string(site), int64(role))
	e.Exec(t, `INSERT INTO site_admin (partner_id, site_id, person_id, role, listed_role, created_at) VALUES ($1, $2, $3, $4, $4, 1)`,
		partner, string(site), person, int64(role))
	e.Exec(t, `UPDATE site SET owned_at = 1 WHERE id = $1 AND owned_at = 0`, string(site))
	return e.AtSite(t, m, site)
}

// SiteTechnician makes a technician who is assigned to a site at a level, and returns
// them standing there, or for the level None in their own portal. The rows are written
// past the program.
func (e *Env) SiteTechnician(t *testing.T, by gatehouse.Actor, site gatehouse.SiteID, email string, level gatehouse.Level) Member {
	t.Helper()
	m := e.Join(t, by, email, gatehouse.PartnerObserver)
	person, partner := string(m.Actor.Person), string(m.Actor.Partner)
	e.Exec(t, `UPDATE person SET role = 0, listed_role = 0, technician = true, listed_technician = 1, sites = 1 WHERE id = $1`, person)
	e.Exec(t, `UPDATE invitation SET kind = 'technician', role = 0 WHERE person_id = $1`, person)
	e.Exec(t, `INSERT INTO assignment (id, partner_id, site_id, person_id, level, level_at, created_at) VALUES ($1, $2, $3, $4, $5, 1, 1)`,
		uuid.NewString(), partner, string(site), person, int64(level))
	e.Exec(t, `UPDATE site SET technicians = technicians + 1 WHERE id = $1`, string(site))
	if level == gatehouse.LevelNone {
		m.Actor = e.Again(t, m)
		return m
	}
	return e.AtSite(t, m, site)
}
