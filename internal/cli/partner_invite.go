package cli

import (
	"context"

	"gatehouse.example/gatehouse/internal/app"
)

// partnerInvite invites a Master of a partner.
type partnerInvite struct {
	Partner string `arg:"" help:"Id or exact name of the partner."`
	Email   string `arg:"" help:"Address to invite as Master."`
}

// Run sends the invitation; one that is pending already gets a new link.
func (c partnerInvite) Run(ctx context.Context, p *process) error {
	return p.withPartners(ctx, func(partners app.Partners) error {
		results, err := partners.Invite(ctx, owner, c.Partner, c.Email)
		if err != nil {
			return err
		}
		return p.printInvited(results)
	})
}
