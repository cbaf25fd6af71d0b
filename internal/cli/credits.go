package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"gatehouse.example/gatehouse/internal/app"
)

// creditsNoun groups the commands about credits.
type creditsNoun struct {
	TopUp creditsTopUp `cmd:"" name:"top-up" help:"Issue credits to a partner."`
}

// creditsTopUp issues credits to a partner.
type creditsTopUp struct {
	Partner string `arg:"" help:"Id or exact name of the partner."`
	Amount  string `arg:"" help:"How many credits, a whole number from 1 to 1000000000."`
}

// Run issues the credits and says what the partner holds then.
func (c creditsTopUp) Run(ctx context.Context, p *process) error {
	amount, err := wholeNumber(c.Amount)
	if err != nil {
		return err
	}
	return p.withPortal(ctx, func(portal *app.App) error {
		partner, transfer, err := portal.Credits.TopUp(ctx, owner, c.Partner, amount)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%s got %d credits and holds %d that are not allocated to a site.\n", partner.Name, transfer.Amount, transfer.PartnerAfter)
		return nil
	})
}

// wholeNumber reads digits and nothing else: no sign, no exponent, no point.
func wholeNumber(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strings.Trim(text, "0123456789") != "" {
		return 0, usageError{fmt.Sprintf("the amount %q is not a whole number from 1 to 1000000000", text)}
	}
	return n, nil
}
