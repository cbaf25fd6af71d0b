package cli

import (
	"context"
	"fmt"

	"gatehouse.example/gatehouse/internal/app"
)

// partnerRename gives a partner another name.
type partnerRename struct {
	Partner string `arg:"" help:"Id or exact name of the partner."`
	Name    string `arg:"" help:"Its new name."`
}

// Run renames the partner and says what it is called then.
func (c partnerRename) Run(ctx context.Context, p *process) error {
	return p.withPartners(ctx, func(partners app.Partners) error {
		partner, err := partners.RenameAny(ctx, owner, c.Partner, c.Name)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "The partner %s is called %s.\n", partner.ID, partner.Name)
		return nil
	})
}
