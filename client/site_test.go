package client_test

import (
	"io"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestSites(t *testing.T) {
	p := startPortal(t, gatehousetest.SQLite)
	ctx := t.Context()
	master, session := p.setUp(t)
	partner := gatehouse.PartnerID(session.Places[0].Partner.ID)
	if _, _, err := p.Credits.TopUp(ctx, gatehousetest.Operator(), string(partner), 100); err != nil {
		t.Fatal(err)
	}
	site, err := master.CreateSite(ctx, client.NewSite{Name: "Harbour", Country: "DE", TimeZone: "Europe/Berlin"}, client.IdempotencyKey("create"))
	if err != nil || site.ETag != `"1"` || !site.TechnicianAccess || site.TechnicianApproval != "required" {
		t.Fatalf("created %+v, %v", site, err)
	}
	t.Run("OK sites", func(t *testing.T) {
		name := "Harbour North"
		changed, err := master.ChangeSite(ctx, site.ID, client.SiteChange{Name: &name}, client.IfMatch(site.ETag))
		if err != nil || changed.Name != name {
			t.Errorf("changed %+v, %v", changed, err)
		}
		_, err = master.ChangeSite(ctx, site.ID, client.SiteChange{Name: &name}, client.IfMatch(site.ETag))
		wantCode(t, err, "stale")
		for found, err := range master.Sites(ctx, client.SiteFilter{Query: "north", Country: "DE"}) {
			if err != nil || found.ID != site.ID {
				t.Errorf("found %+v, %v", found, err)
			}
		}
		file, err := master.ExportSites(ctx, client.SiteFilter{}, client.CSV)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if text, _ := io.ReadAll(file); !strings.Contains(string(text), name) {
			t.Errorf("the file is %q", text)
		}
	})
	t.Run("OK credits", func(t *testing.T) {
		moved, err := master.MoveCredits(ctx, site.ID, 30, client.IdempotencyKey("move"))
		if err != nil || moved.Kind != "allocation" || moved.SiteCredits != 30 || moved.Site.ID != site.ID {
			t.Errorf("moved %+v, %v", moved, err)
		}
		if again, err := master.MoveCredits(ctx, site.ID, 30, client.IdempotencyKey("move")); err != nil || again.ID != moved.ID {
			t.Errorf("again %+v, %v", again, err)
		}
		balance, err := master.Credits(ctx)
		if err != nil || balance.Credits != 70 || balance.Allocated != 30 {
			t.Errorf("the balance is %+v, %v", balance, err)
		}
		page, err := master.TransferPage(ctx, client.TransferFilter{Kind: "allocation"}, client.Paging{})
		if err != nil || len(page.Items) != 1 || page.Totals.Allocated != 30 || page.Items[0].Actor.Name != "Mara Master" {
			t.Errorf("the history is %+v, %v", page, err)
		}
	})
	t.Run("OK registers", func(t *testing.T) {
		by := p.SignIn(t, "mara@meridian.example").Actor
		p.SiteMember(t, by, gatehouse.SiteID(site.ID), "owner@site.example", gatehouse.SiteMaster)
		owner := p.client(t)
		if _, err := owner.SignIn(ctx, "owner@site.example", gatehousetest.Password); err != nil {
			t.Fatal(err)
		}
		owner = owner.AtSite(site.ID)
		device, err := owner.CreateDevice(ctx, site.ID, client.NewDevice{Name: "Door", Serial: "1"})
		if err != nil || device.Status != "online" || device.ETag == "" {
			t.Fatalf("registered %+v, %v", device, err)
		}
		_, err = owner.CreateDevice(ctx, site.ID, client.NewDevice{Name: "Twin", Serial: "1"})
		wantCode(t, err, "serial_taken")
		if device, err = owner.ChangeDevice(ctx, site.ID, device.ID, client.DeviceChange{Status: "offline"}, client.IfMatch(device.ETag)); err != nil || device.Status != "offline" {
			t.Errorf("changed %+v, %v", device, err)
		}
		user, err := owner.CreateSiteUser(ctx, site.ID, client.NewSiteUser{Name: "Rosa Silva", Card: "A-1"})
		if err != nil {
			t.Fatal(err)
		}
		for found, err := range owner.SiteUsers(ctx, site.ID, "silva") {
			if err != nil || found.ID != user.ID {
				t.Errorf("found %+v, %v", found, err)
			}
		}
		if err := owner.DeleteSiteUser(ctx, site.ID, user.ID); err != nil {
			t.Error(err)
		}
		_, err = owner.SiteUser(ctx, site.ID, user.ID)
		wantCode(t, err, "not_found")
		_, err = master.Device(ctx, site.ID, device.ID)
		wantCode(t, err, "forbidden")
	})
	t.Run("OK delete", func(t *testing.T) {
		wantCode(t, master.DeleteSite(ctx, site.ID, ""), "site_has_devices")
		if err := master.DeleteSite(ctx, site.ID, "Harbour North"); err != nil {
			t.Error(err)
		}
		_, err := master.Site(ctx, site.ID)
		wantCode(t, err, "not_found")
	})
}
