package cli

import (
	"context"
	"fmt"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// partnerNoun groups the commands about partners.
type partnerNoun struct {
	Create partnerCreate `cmd:"" help:"Create a partner and invite its first Master."`
	Invite partnerInvite `cmd:"" help:"Send a Master invitation of a partner."`
	List   partnerList   `cmd:"" help:"List the partners."`
	Rename partnerRename `cmd:"" help:"Give a partner another name."`
}

// owner is who the command line acts for.
var owner = gatehouse.Actor{Installation: true, Via: gatehouse.ViaCommandLine}

// withPartners runs f with the use cases about partners on the installation's data.
func (p *process) withPartners(ctx context.Context, f func(app.Partners) error) error {
	return p.withPortal(ctx, func(portal *app.App) error { return f(portal.Partners) })
}

// withPortal runs f with the use cases on the installation's data.
func (p *process) withPortal(ctx context.Context, f func(*app.App) error) error {
	config, err := p.config()
	if err != nil {
		return err
	}
	db, err := p.openStore(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	// Mail is sent by the serving process, so no sender is needed here.
	portal, err := p.newApp(ctx, config, db, nil, newLog(p.stderr, config.Log))
	if err != nil {
		return err
	}
	return f(portal)
}

// printInvited tells what became of one invitation, or returns why there is none.
func (p *process) printInvited(results gatehouse.Results) error {
	for _, row := range results.Rows {
		if row.Outcome == gatehouse.Refused {
			return &gatehouse.Error{Code: row.Code, Message: row.Message}
		}
		fmt.Fprintf(p.stdout, "%s is invited as Master. The mail goes out while gatehouse serve runs.\n", row.Email)
	}
	return nil
}
