package cli

import (
	"context"
	"fmt"

	"gatehouse.example/gatehouse/internal/app"
)

// partnerCreate creates a partner.
type partnerCreate struct {
	Name  string `arg:"" help:"Name of the partner."`
	Email string `arg:"" help:"Address of its first Master."`
}

// Run creates the partner and invites its first Master. It also ends set-up.
func (c partnerCreate) Run(ctx context.Context, p *process) error {
	return p.withPartners(ctx, func(partners app.Partners) error {
		partner, results, err := partners.Create(ctx, owner, c.Name, c.Email)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "Partner %s is created with the id %s. It is active once its first Master has signed up.\n", partner.Name, partner.ID)
		return p.printInvited(results)
	})
}
