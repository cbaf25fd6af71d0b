package gatehousetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// FillSites makes a partner with n sites through the store: in every country, with
// credits from 0 to 999, created a minute after each other. The same n makes the same
// sites.
func FillSites(ctx context.Context, db *store.DB, name string, n int) (gatehouse.PartnerID, error) {
	random := rand.New(rand.NewPCG(3, 4))
	now, err := db.Now(ctx)
	if err != nil {
		return "", err
	}
	partner := gatehouse.Partner{Name: name, CreatedAt: now, ActivatedAt: now}
	if err := db.Update(ctx, func(tx *store.Tx) error { return tx.CreatePartner(ctx, &partner) }); err != nil {
		return "", err
	}
	for from := 0; from < n; from += datasetBatch {
		if err := db.Update(ctx, func(tx *store.Tx) error {
			if _, err := tx.LockPartner(ctx, partner.ID); err != nil {
				return err
			}
			for i := from; i < min(from+datasetBatch, n); i++ {
				if err := fillSite(ctx, tx, partner.ID, i, random, now.Add(time.Duration(i-n)*time.Minute)); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return "", err
		}
	}
	return partner.ID, nil
}

func fillSite(ctx context.Context, tx *store.Tx, partner gatehouse.PartnerID, i int, random *rand.Rand, at time.Time) error {
	countries := gatehouse.Countries()
	site := gatehouse.Site{
		Partner: partner, Name: fmt.Sprintf("%s site %05d", familyNames[random.IntN(len(familyNames))], i),
		Country: countries[random.IntN(len(countries))], TimeZone: "UTC", TechnicianAccess: true, AccessAt: at, ApprovalRequired: true, CreatedAt: at,
	}
	if err := tx.CreateSite(ctx, &site); err != nil {
		return err
	}
	credits := random.Int64N(1000)
	if credits == 0 {
		return nil
	}
	for _, kind := range []gatehouse.TransferKind{gatehouse.TopUp, gatehouse.Allocation} {
		transfer := gatehouse.Transfer{Partner: partner, At: at, Kind: kind, Amount: credits}
		if kind == gatehouse.Allocation {
			transfer.Site, transfer.SiteName = site.ID, site.Name
		}
		if err := tx.Transfer(ctx, &transfer); err != nil {
			return err
		}
	}
	return nil
}
