package gatehousetest

import (
	"testing"

	"gatehouse.example/gatehouse"
)

// Key is an API key with its token.
type Key struct {
	ID    gatehouse.APIKeyID
	Token string
}

// NewKey creates an API key where the actor stands.
func (e *Env) NewKey(t *testing.T, by gatehouse.Actor, scope gatehouse.KeyScope) Key {
	t.Helper()
	made, err := e.APIKeys.Create(t.Context(), by, "", gatehouse.KeyInput{Name: "Key of " + by.Name, Scope: scope})
	if err != nil {
		t.Fatalf("create a key for %s: %v", scope, err)
	}
	return Key{ID: made.ID, Token: made.Token}
}

// ByKey returns who a request with the key's token is.
func (e *Env) ByKey(t *testing.T, token string) gatehouse.Actor {
	t.Helper()
	actor, err := e.APIKeys.Actor(t.Context(), Stranger(), token, gatehouse.Spot{})
	if err != nil {
		t.Fatalf("come with a key: %v", err)
	}
	return actor
}
