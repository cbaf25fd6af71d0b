package gatehousetest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

var (
	givenNames  = []string{"Ada", "Bruno", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hana", "Ivo", "Jonas", "Katja", "Lamine", "Mara", "Noor", "Oskar", "Priya", "Quentin", "Rosa", "Sven", "Tomás", "Ulla", "Viktor", "Wanda", "Ximena", "Yusuf", "Zoë"}
	familyNames = []string{"Abbot", "Berg", "Castillo", "Demir", "Eriksen", "Fischer", "Garnier", "Haddad", "Ito", "Jansen", "Kowalski", "Lindqvist", "Moreau", "Novak", "Okafor", "Petrov", "Quist", "Rossi", "Silva", "Tanaka", "Urban", "Virtanen", "Weiss", "Xu", "Yilmaz", "Zimmer"}
)

// Dataset is a large partner for measurements.
type Dataset struct {
	Partner gatehouse.Partner
	// Email and Password sign its Master in.
	Email string
	// Marked maps a share of the people, in thousandths, to a word that stands
	// in that share of the names.
	Marked map[int]string
}

// datasetBatch keeps each transaction of filling short.
const datasetBatch = 5000

// FillAdmins makes a partner with n administrators through the store, all with
// the one password hash. Nine of ten have accepted; the others are pending,
// expired or revoked. The same seed makes the same people.
func FillAdmins(ctx context.Context, db *store.DB, n int, hash string) (Dataset, error) {
	d := Dataset{Email: "master@bench.example", Marked: map[int]string{1: "thousandth", 10: "hundredth", 40: "fourpercent", 100: "tenthpart"}}
	random := rand.New(rand.NewPCG(1, 2))
	now, err := db.Now(ctx)
	if err != nil {
		return d, err
	}
	d.Partner = gatehouse.Partner{Name: "Bench", CreatedAt: now, ActivatedAt: now}
	err = db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.FinishSetup(ctx, now); err != nil {
			return err
		}
		if err := tx.CreatePartner(ctx, &d.Partner); err != nil {
			return err
		}
		return d.add(ctx, tx, gatehouse.Email(d.Email), "The Master", hash, gatehouse.PartnerMaster, gatehouse.Accepted, now)
	})
	if err != nil {
		return d, err
	}
	return d, inBatches(ctx, db, d.Partner.ID, n, func(tx *store.Tx, i int) error {
		return d.addNth(ctx, tx, i, n, random, hash, now)
	})
}

func (d Dataset) addNth(ctx context.Context, tx *store.Tx, i, n int, random *rand.Rand, hash string, now time.Time) error {
	name := givenNames[random.IntN(len(givenNames))] + " " + familyNames[random.IntN(len(familyNames))]
	for share, word := range d.Marked {
		if random.IntN(1000) < share {
			name += " " + word
		}
	}
	status := gatehouse.Accepted
	if random.IntN(10) == 0 {
		status = []gatehouse.InvitationStatus{gatehouse.Pending, gatehouse.Expired, gatehouse.Revoked}[random.IntN(3)]
	}
	invited := now.Add(-time.Duration(n-i) * time.Second)
	role := gatehouse.PartnerRoles()[random.IntN(3)]
	return d.add(ctx, tx, gatehouse.Email(fmt.Sprintf("person%06d@bench.example", i)), name, hash, role, status, invited)
}

func (d Dataset) add(ctx context.Context, tx *store.Tx, email gatehouse.Email, name, hash string, role gatehouse.PartnerRole, status gatehouse.InvitationStatus, at time.Time) error {
	_, err := d.join(ctx, tx, gatehouse.Invitation{Kind: gatehouse.InviteAdmin, Email: email, Role: role}, name, hash, status, at)
	return err
}

// join makes the person behind an invitation of the status, and where it is accepted
// their account and membership.
func (d Dataset) join(ctx context.Context, tx *store.Tx, invitation gatehouse.Invitation, name, hash string, status gatehouse.InvitationStatus, at time.Time) (gatehouse.Person, error) {
	person := gatehouse.Person{Partner: d.Partner.ID, Email: invitation.Email, CreatedAt: at}
	if status == gatehouse.Accepted {
		person.Name = name
	}
	if err := tx.CreatePerson(ctx, &person); err != nil {
		return person, err
	}
	now, err := tx.Now(ctx)
	if err != nil {
		return person, err
	}
	invitation.Partner, invitation.Person, invitation.Rotation = d.Partner.ID, person.ID, 1
	invitation.InvitedAt, invitation.ExpiresAt = at, now.Add(gatehouse.InvitationTTL)
	switch status {
	case gatehouse.Accepted:
		invitation.AcceptedAt = at
	case gatehouse.Expired:
		invitation.ExpiresAt = at
	}
	if err := tx.CreateInvitation(ctx, &invitation, "", ""); err != nil {
		return person, err
	}
	switch status {
	case gatehouse.Revoked:
		return person, tx.RevokeInvitation(ctx, d.Partner.ID, invitation.ID, now)
	case gatehouse.Accepted:
		account := gatehouse.Account{Email: invitation.Email, Name: name, Language: gatehouse.English, PasswordHash: hash, CreatedAt: at}
		if err := tx.CreateAccount(ctx, &account); err != nil {
			return person, err
		}
		if err := tx.JoinPerson(ctx, person, account); err != nil {
			return person, err
		}
		return person, tx.SetMembership(ctx, person, invitation)
	}
	return person, nil
}

// FillAudit adds n events to the partner's trail through the store, in the order of
// time, the last of them now.
func (d Dataset) FillAudit(ctx context.Context, db *store.DB, a AccessDataset, n int) error {
	return inBatches(ctx, db, d.Partner.ID, n, func(tx *store.Tx, i int) error {
		event := gatehouse.AuditEvent{
			Partner: d.Partner.ID, Site: a.Sites[i%len(a.Sites)].ID, Via: gatehouse.ViaAPI, Action: gatehouse.ActionSiteEdit,
			Target: string(a.Sites[i%len(a.Sites)].ID), Outcome: gatehouse.Done, After: json.RawMessage(`{"notes":"changed"}`),
			Context: gatehouse.AuditContext{ActorName: "The Master", TargetName: a.Sites[i%len(a.Sites)].Name, Address: "192.0.2.7", UserAgent: "bench"},
		}
		tx.Record(event)
		return nil
	})
}
