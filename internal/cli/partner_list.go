package cli

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// partnerList lists the partners.
type partnerList struct{}

// Run prints a table of the partners by name.
func (partnerList) Run(ctx context.Context, p *process) error {
	return p.withPartners(ctx, func(partners app.Partners) error {
		list, err := partners.List(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tNAME\tACTIVE\tADMINISTRATORS\tPENDING")
		for _, row := range list {
			fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%d\n", row.Partner.ID, row.Partner.Name, activeSince(row.Partner), row.Admins, row.Pending)
		}
		return table.Flush()
	})
}

// activeSince tells when the first Master has signed up.
func activeSince(partner gatehouse.Partner) string {
	if !partner.Active() {
		return "no"
	}
	return "since " + partner.ActivatedAt.UTC().Format(time.DateOnly)
}
