package client_test

import (
	"testing"
	"time"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestAPIKeys(t *testing.T) {
	p := startPortal(t, gatehousetest.SQLite)
	ctx := t.Context()
	master, _ := p.setUp(t)
	until := time.Now().Add(48 * time.Hour).UTC().Truncate(time.Second)
	made, err := master.CreateAPIKey(ctx, client.NewAPIKey{Name: "Turnstiles", Scope: "operator", ExpiresAt: until}, client.IdempotencyKey("create"))
	if err != nil || made.Token == "" || !made.ExpiresAt.Equal(until) || made.CreatedBy.Name != "Mara Master" {
		t.Fatalf("created %+v, %v", made, err)
	}
	if again, err := master.CreateAPIKey(ctx, client.NewAPIKey{Name: "Turnstiles", Scope: "operator", ExpiresAt: until}, client.IdempotencyKey("create")); err != nil || again.ID != made.ID || again.Token != "" {
		t.Errorf("created again %+v, %v", again, err)
	}
	program := p.client(t, client.WithKey(made.Token))
	t.Run("OK calls", func(t *testing.T) {
		if own, err := program.OwnAPIKey(ctx); err != nil || own.ID != made.ID || own.ETag != made.ETag || own.LastUsedAt.IsZero() {
			t.Errorf("the key is %+v, %v", own, err)
		}
		if _, err := program.CreateSite(ctx, client.NewSite{Name: "Harbour", Country: "DE", TimeZone: "Europe/Berlin"}, client.IdempotencyKey("site")); err != nil {
			t.Error(err)
		}
		_, err := program.AuditPage(ctx, client.AuditFilter{}, client.Paging{})
		wantCode(t, err, "forbidden")
		_, err = program.APIKeys(ctx)
		wantCode(t, err, "api_key_not_allowed")
		page, err := master.AuditPage(ctx, client.AuditFilter{Action: "site.create"}, client.Paging{})
		if err != nil || len(page.Items) != 1 || page.Items[0].Via != "api_key" || page.Items[0].APIKey != made.ID {
			t.Errorf("on record is %+v, %v", page.Items, err)
		}
	})
	t.Run("OK manage", func(t *testing.T) {
		renamed, err := master.RenameAPIKey(ctx, made.ID, "Doors", client.IfMatch(made.ETag))
		if err != nil || renamed.Name != "Doors" {
			t.Errorf("renamed %+v, %v", renamed, err)
		}
		atOnce := 0
		rotated, err := master.RotateAPIKey(ctx, made.ID, client.KeyRotation{OverlapHours: &atOnce})
		if err != nil || rotated.Token == made.Token || !rotated.OlderUntil.IsZero() {
			t.Errorf("rotated %+v, %v", rotated, err)
		}
		_, err = program.OwnAPIKey(ctx)
		wantCode(t, err, "api_key_invalid")
		if one, err := master.APIKey(ctx, made.ID); err != nil || one.Name != "Doors" {
			t.Errorf("got %+v, %v", one, err)
		}
		if err := master.RevokeAPIKey(ctx, made.ID); err != nil {
			t.Error(err)
		}
		if left, err := master.APIKeys(ctx); err != nil || len(left) != 0 {
			t.Errorf("left are %+v, %v", left, err)
		}
	})
}
