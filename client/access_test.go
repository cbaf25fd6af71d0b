package client_test

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestAccess(t *testing.T) {
	p := startPortal(t, gatehousetest.SQLite)
	ctx := t.Context()
	master, _ := p.setUp(t)
	created, err := master.CreateSite(ctx, client.NewSite{Name: "Harbour", Country: "DE", TimeZone: "Europe/Berlin"})
	if err != nil {
		t.Fatal(err)
	}
	site := created.ID

	invited, err := master.InviteTechnicians(ctx, []string{"tess@example.com"})
	if err != nil || invited.Count(client.Changed) != 1 {
		t.Fatalf("invited %+v, %v", invited, err)
	}
	tess := invited.Rows[0].ID
	p.AcceptAs(t, "tess@example.com", "Tess Lindgren")
	if results, err := master.SiteAdmins(site).Invite(ctx, []client.Invitation{{Email: "sam@site.example", Role: "master"}}); err != nil || results.Count(client.Changed) != 1 {
		t.Fatalf("invited %+v, %v", results, err)
	}
	token := p.LinkToken(t, "sam@site.example")
	sam := p.client(t)
	accepted, err := sam.AcceptInvitation(ctx, client.Acceptance{Token: token, Name: "Sam", Password: gatehousetest.Password})
	if err != nil || accepted.Kind != "site_admin" || accepted.Site.ID != site || accepted.Role != "master" || accepted.Places[0].Site.Name != "Harbour" {
		t.Fatalf("accepted %+v, %v", accepted, err)
	}

	t.Run("OK pick and assign", func(t *testing.T) {
		candidates, err := master.Candidates(ctx, site, false, "tess")
		if err != nil || len(candidates) != 1 || candidates[0].ID != tess {
			t.Fatalf("candidates %+v, %v", candidates, err)
		}
		if dry, err := master.AssignToSite(ctx, site, []client.SiteAssignment{{Person: tess, Level: client.DevicesOnly}}, client.DryRun()); err != nil || dry[0].Outcome != client.Changed {
			t.Errorf("dry run %+v, %v", dry, err)
		}
		window := client.Window{EndsAt: time.Now().Add(48 * time.Hour)}
		pairs, err := master.Assign(ctx, []string{tess}, []string{site}, client.DevicesOnly, window)
		if err != nil || pairs[0].Outcome != client.Changed || !pairs[0].Waiting {
			t.Fatalf("assigned %+v, %v", pairs, err)
		}
	})
	rows, etag, err := master.TechnicianAssignments(ctx, tess)
	if err != nil || len(rows) != 1 || etag == "" || !rows[0].Waiting || rows[0].SiteLock.WhoCanLift != "site_admins" {
		t.Fatalf("the assignments are %+v %q, %v", rows, etag, err)
	}
	id := rows[0].ID
	t.Run("OK approve, lift the end, lock", func(t *testing.T) {
		off, on, never := false, true, time.Time{}
		row, err := sam.AtSite(site).ChangeAssignment(ctx, site, id, client.AssignmentChange{SiteLocked: &off, EndsAt: &never})
		if err != nil || !row.Access || !row.EndsAt.IsZero() || row.ETag == "" {
			t.Fatalf("approved %+v, %v", row, err)
		}
		_, err = master.SetPartnerLocks(ctx, tess, []client.PartnerLock{{ID: id, Locked: true}}, client.IfMatch(etag))
		wantCode(t, err, "stale")
		if problem, ok := errors.AsType[*client.Problem](err); !ok || len(problem.Differences) != 1 || problem.Differences[0].ID != id || problem.Differences[0].Change != "changed" {
			t.Errorf("the differences are in %+v", err)
		}
		dry, err := master.SetPartnerLocks(ctx, tess, []client.PartnerLock{{ID: id, Locked: true}}, client.DryRun())
		if err != nil || dry.Impact == nil || dry.Impact.SitesUncovered != 1 || dry.Count(client.Changed) != 1 {
			t.Errorf("asked beforehand %+v, %v", dry, err)
		}
		if results, err := master.SetPartnerLocks(ctx, tess, []client.PartnerLock{{ID: id, Locked: true}}); err != nil || results.Count(client.Changed) != 1 {
			t.Errorf("locked %+v, %v", results, err)
		}
		explained, err := master.Explain(ctx, tess, site, "")
		if err != nil || explained.Access || explained.Action != "site.enter" || len(explained.Gates) == 0 {
			t.Errorf("explained %+v, %v", explained, err)
		}
		if results, err := master.ChangeAssignments(ctx, site, []string{id}, client.AssignmentChange{PartnerLocked: &off}); err != nil || results.Count(client.Changed) != 1 {
			t.Errorf("unlocked %+v, %v", results, err)
		}
		_, err = master.ChangeAssignment(ctx, site, id, client.AssignmentChange{SiteLocked: &on})
		wantCode(t, err, "owned_by_site")
		if explained, err := sam.ExplainAssignment(ctx, id, "devices.view"); err != nil || explained.Way != "assignment" {
			t.Errorf("explained %+v, %v", explained, err)
		}
	})
	t.Run("OK lists", func(t *testing.T) {
		n := 0
		for row, err := range master.Technicians(ctx, client.TechnicianFilter{Query: "tess"}) {
			if n++; err != nil || row.InvitedSites != 1 || row.Administrator {
				t.Errorf("the row is %+v, %v", row, err)
			}
		}
		for row, err := range sam.SiteAssignments(ctx, site, client.AssignmentFilter{}) {
			if n++; err != nil || row.ID != id {
				t.Errorf("the row is %+v, %v", row, err)
			}
		}
		for row, err := range master.Assignments(ctx, client.AssignmentFilter{Person: tess}) {
			if n++; err != nil || row.Site.ID != site {
				t.Errorf("the row is %+v, %v", row, err)
			}
		}
		masters := []string{}
		for admin, err := range sam.SiteAdmins(site).List(ctx, client.SiteAdminFilter{Role: "master", Sort: "email"}) {
			if err != nil {
				t.Fatal(err)
			}
			masters = append(masters, admin.Email)
		}
		if len(masters) != 1 || n != 3 {
			t.Errorf("%d rows, and the Masters %v", n, masters)
		}
		lines, err := sam.SiteAdmins(site).Export(ctx, client.SiteAdminFilter{Query: "SAM"}, client.NDJSON)
		if err != nil {
			t.Fatal(err)
		}
		defer lines.Close()
		var line client.Admin
		if err := json.NewDecoder(lines).Decode(&line); err != nil || line.Email != "sam@site.example" || line.Role != "master" {
			t.Errorf("the file has %+v, %v", line, err)
		}
		file, err := master.ExportAssignments(ctx, client.AssignmentFilter{}, client.CSV)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(file)
		if err != nil || !strings.Contains(string(text), "Tess Lindgren") || file.Close() != nil {
			t.Errorf("the file is %s, %v", text, err)
		}
	})
	t.Run("OK lock and delete", func(t *testing.T) {
		locked, err := master.LockTechnician(ctx, tess, client.Reason("lost phone"))
		if err != nil || !locked.Locked || locked.LockReason != "lost phone" {
			t.Errorf("locked %+v, %v", locked, err)
		}
		if row, err := master.UnlockTechnician(ctx, tess, client.IfMatch(locked.ETag)); err != nil || row.Locked {
			t.Errorf("unlocked %+v, %v", row, err)
		}
		if err := sam.RemoveAssignment(ctx, site, id); err != nil {
			t.Error(err)
		}
		if results, err := master.DeleteTechnicians(ctx, []string{tess}); err != nil || results.Count(client.Changed) != 1 {
			t.Errorf("deleted %+v, %v", results, err)
		}
		_, err = master.Technician(ctx, tess)
		wantCode(t, err, "not_found")
	})
}
