package api

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// adminChange is what PATCH takes: one change at a time, because a role and a lock
// depend on each other and a call is never half done.
type adminChange struct {
	Role   roleName `json:"role,omitempty" doc:"The new role, from the person's next request on." example:"operator"`
	Locked *bool    `json:"locked,omitempty" doc:"Lock or unlock, at once."`
	Reason string   `json:"reason,omitempty" doc:"Why it is locked."`
}

type changeAdminInput struct {
	ID   gatehouse.PersonID `path:"id" doc:"The person's id." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	Body adminChange
}

func (s *server) changeAdmin(ctx context.Context, c *call, in *changeAdminInput) (*getAdminOutput, error) {
	ask := app.Bulk{IDs: []gatehouse.PersonID{in.ID}, Reason: in.Body.Reason, IfMatch: c.ifMatch}
	if err := onlyRow(s.change(ctx, c, in.Body, ask)); err != nil {
		return nil, err
	}
	return s.getAdmin(ctx, c, &getAdminInput{ID: in.ID})
}

// change runs the use case that the body asks for.
func (s *server) change(ctx context.Context, c *call, change adminChange, ask app.Bulk) (gatehouse.Results, error) {
	switch {
	case (change.Role == "") == (change.Locked == nil):
		return gatehouse.Results{}, gatehouse.InvalidField("role", "Change the role or the lock, one at a time.")
	case change.Role != "":
		role, err := gatehouse.ParsePartnerRole(string(change.Role))
		if err != nil {
			return gatehouse.Results{}, err
		}
		return s.app.Admins.ChangeRole(ctx, c.actor, c.key, ask, role)
	case *change.Locked:
		return s.app.Admins.Lock(ctx, c.actor, c.key, ask)
	default:
		return s.app.Admins.Unlock(ctx, c.actor, c.key, ask)
	}
}

func (s *server) deleteAdmin(ctx context.Context, c *call, in *getAdminInput) (*nothing, error) {
	ask := app.Bulk{IDs: []gatehouse.PersonID{in.ID}, IfMatch: c.ifMatch}
	return &nothing{}, onlyRow(s.app.Admins.Delete(ctx, c.actor, c.key, ask))
}
