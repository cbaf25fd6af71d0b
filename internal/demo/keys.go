package demo

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// planKeys makes the API keys of the partner and of one of its sites: one that is in
// use, one that was rotated yesterday, so that its older token still counts, and one
// that has expired. Nobody learns their tokens; who wants to use one rotates it.
func (s *stage) planKeys() {
	c, tower := s.cast, s.sites[0]
	const year = 365 * 24 * time.Hour
	s.at(88, 10, 20, "a key for reports", s.inOffice(c.ingrid, s.createKey("Monthly report", gatehouse.KeyObserver, year)))
	s.at(64, 14, 5, "a key for a rollout", s.inOffice(c.tomas, s.createKey("Rollout script", gatehouse.KeyOperator, 30*24*time.Hour)))
	s.at(41, 9, 35, "a key for the doors", s.atSite(tower.manager, tower, s.createKey("Turnstiles", gatehouse.KeyDecisions, year)))
	s.at(1, 9, 50, "a rotated key", s.atSite(tower.manager, tower, func(ctx context.Context, actor gatehouse.Actor) error {
		keys, err := s.Portal.APIKeys.List(ctx, actor)
		if err != nil {
			return err
		}
		_, err = s.Portal.APIKeys.Rotate(ctx, actor, "", keys[0].Key.ID, app.KeyRotation{})
		return err
	}))
}

// createKey makes an API key at the place where the actor stands.
func (s *stage) createKey(name string, scope gatehouse.KeyScope, lifetime time.Duration) func(context.Context, gatehouse.Actor) error {
	return func(ctx context.Context, actor gatehouse.Actor) error {
		_, err := s.Portal.APIKeys.Create(ctx, actor, "", gatehouse.KeyInput{Name: name, Scope: scope, Lifetime: lifetime})
		return err
	}
}
