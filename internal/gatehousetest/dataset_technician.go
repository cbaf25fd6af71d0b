package gatehousetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// AccessDataset is what [Dataset.FillAccess] has added to a large partner.
type AccessDataset struct {
	// Sites are all of them, Technicians those who have accepted, both in the order
	// of creation.
	Sites       []gatehouse.Site
	Technicians []gatehouse.PersonID
	// Assignments are in the order of creation.
	Assignments []gatehouse.Assignment

	assigned int
}

// AccessSize is how much [Dataset.FillAccess] adds: technicians, sites, and the most
// sites that a technician is assigned to.
type AccessSize struct{ Technicians, Sites, Assigned int }

// FillAccess gives the partner sites and technicians through the store, all with
// the one password hash, and assigns each technician who has accepted to none to
// the most sites. Nine of ten have accepted. Nobody of them has an address that a
// search for administrators would find. The same numbers make the same rows.
func (d Dataset) FillAccess(ctx context.Context, db *store.DB, size AccessSize, hash string) (AccessDataset, error) {
	a := AccessDataset{assigned: size.Assigned}
	random := rand.New(rand.NewPCG(5, 6))
	now, err := db.Now(ctx)
	if err != nil {
		return a, err
	}
	err = inBatches(ctx, db, d.Partner.ID, size.Sites, func(tx *store.Tx, i int) error {
		return fillSite(ctx, tx, d.Partner.ID, i, random, now.Add(time.Duration(i-size.Sites)*time.Minute))
	})
	if err != nil {
		return a, err
	}
	everything := gatehouse.SiteFilter{Sort: gatehouse.SitesOldest}
	if _, err := db.Sites(ctx, d.Partner.ID, everything, store.After{}, 0, func(row gatehouse.SiteRow) error {
		a.Sites = append(a.Sites, row.Site)
		return nil
	}); err != nil {
		return a, err
	}
	err = inBatches(ctx, db, d.Partner.ID, size.Technicians, func(tx *store.Tx, i int) error {
		return a.addTechnician(ctx, tx, d, i, random, hash, now.Add(time.Duration(i-size.Technicians)*time.Second))
	})
	return a, err
}

// inBatches calls fill for 0 to n-1 in transactions that stay short.
func inBatches(ctx context.Context, db *store.DB, partner gatehouse.PartnerID, n int, fill func(*store.Tx, int) error) error {
	for from := 0; from < n; from += datasetBatch {
		err := db.Update(ctx, func(tx *store.Tx) error {
			if _, err := tx.LockPartner(ctx, partner); err != nil {
				return err
			}
			for i := from; i < min(from+datasetBatch, n); i++ {
				if err := fill(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *AccessDataset) addTechnician(ctx context.Context, tx *store.Tx, d Dataset, i int, random *rand.Rand, hash string, at time.Time) error {
	status := gatehouse.Accepted
	if random.IntN(10) == 0 {
		status = []gatehouse.InvitationStatus{gatehouse.Pending, gatehouse.Expired, gatehouse.Revoked}[random.IntN(3)]
	}
	name := givenNames[random.IntN(len(givenNames))] + " " + familyNames[random.IntN(len(familyNames))]
	invitation := gatehouse.Invitation{Kind: gatehouse.InviteTechnician, Email: gatehouse.Email(fmt.Sprintf("technician%06d@field.example", i))}
	person, err := d.join(ctx, tx, invitation, name, hash, status, at)
	if err != nil || status != gatehouse.Accepted {
		return err
	}
	a.Technicians = append(a.Technicians, person.ID)
	return a.assignSome(ctx, tx, person, random, at)
}

// assignSome assigns a technician to sites that stand next to each other in the
// order of creation, at any level, some of them still waiting.
func (a *AccessDataset) assignSome(ctx context.Context, tx *store.Tx, person gatehouse.Person, random *rand.Rand, at time.Time) error {
	if len(a.Sites) < a.assigned {
		return nil
	}
	first, n := random.IntN(len(a.Sites)), random.IntN(a.assigned+1)
	created := make([]gatehouse.Assignment, n)
	for i := range created {
		site := a.Sites[(first+i)%len(a.Sites)]
		assignment := site.Assign(gatehouse.Levels()[random.IntN(len(gatehouse.Levels()))], gatehouse.Window{}, gatehouse.SiteMemory{}, at, "")
		assignment.Person = person.ID
		if err := tx.CreateAssignment(ctx, &assignment); err != nil {
			return err
		}
		created[i] = assignment
	}
	a.Assignments = append(a.Assignments, created...)
	return tx.CountAssigned(ctx, person.Partner, created)
}
