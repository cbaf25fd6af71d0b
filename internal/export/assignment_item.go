package export

import (
	"gatehouse.example/gatehouse"
)

// AssignmentItem is a person's access to a site as technician, with what decides
// whether they may enter now.
type AssignmentItem struct {
	ID            string          `json:"id" doc:"The assignment's id." example:"0198f0c4-5d22-7a63-9b50-2c3d4e5f6071"`
	Person        AssigneeItem    `json:"person"`
	Site          SiteRef         `json:"site"`
	Level         gatehouse.Level `json:"level" example:"devices_only"`
	Access        bool            `json:"access" doc:"Whether the person may enter the site now." example:"false"`
	PartnerLocked bool            `json:"partner_locked" doc:"Whether the partner's lock is on." example:"false"`
	PartnerLock   *LockItem       `json:"partner_lock,omitempty" doc:"Absent while it is off."`
	SiteLocked    bool            `json:"site_locked" doc:"Whether the site's lock is on: also while the site has not approved yet." example:"true"`
	SiteLock      *LockItem       `json:"site_lock,omitempty" doc:"Absent while it is off."`
	Waiting       bool            `json:"waiting_for_approval" doc:"Whether the site's lock stands for an approval to come." example:"true"`
	StartsAt      *Instant        `json:"starts_at,omitempty" format:"date-time" doc:"Nobody enters before. Absent without a start." example:"2026-03-01T06:00:00Z"`
	EndsAt        *Instant        `json:"ends_at,omitempty" format:"date-time" doc:"Nobody enters from then on. Absent without an end." example:"2026-03-31T18:00:00Z"`
	CreatedAt     Instant         `json:"created_at" format:"date-time" example:"2026-03-01T09:00:00Z"`
	LastEntryAt   *Instant        `json:"last_entry_at" format:"date-time" doc:"The person's last entry into the site. Null before the first." example:"2026-03-04T07:45:00Z"`
}

// AssigneeItem is a person who is assigned.
type AssigneeItem struct {
	ID            string                     `json:"id" example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	Name          string                     `json:"name" doc:"Empty until an invitation was accepted." example:"Tess Lindgren"`
	Email         string                     `json:"email" format:"email" example:"tess@example.com"`
	Status        gatehouse.InvitationStatus `json:"status,omitempty" doc:"Of the person's invitation as technician or administrator." example:"accepted"`
	Administrator bool                       `json:"administrator" doc:"True for a partner administrator." example:"false"`
	Locked        bool                       `json:"locked" doc:"Whether the account is locked at the partner, which closes every site." example:"false"`
}

// LockItem is one of the two locks of an assignment.
type LockItem struct {
	At         Instant           `json:"at" format:"date-time" example:"2026-03-05T10:15:00Z"`
	By         *PersonRef        `json:"by,omitempty" doc:"Who set it. Absent where nobody did."`
	Reason     string            `json:"reason,omitempty" doc:"Absent when none was given." example:"works finished"`
	WhoCanLift gatehouse.Changer `json:"who_can_lift" example:"site_admins"`
}

func newLockItem(lock gatehouse.Lock, byName string, whoCanLift gatehouse.Changer) *LockItem {
	if !lock.On() {
		return nil
	}
	item := &LockItem{At: At(lock.At), Reason: lock.Reason, WhoCanLift: whoCanLift}
	if lock.By != "" {
		item.By = &PersonRef{ID: string(lock.By), Name: byName}
	}
	return item
}

// NewAssignmentItem returns the row as the API and every NDJSON file write it.
func NewAssignmentItem(row gatehouse.AssignmentRow) AssignmentItem {
	a := row.Assignment
	item := AssignmentItem{
		ID: string(a.ID),
		Person: AssigneeItem{
			ID: string(row.Person.ID), Name: row.Person.Name, Email: string(row.Person.Email),
			Status: row.Status, Administrator: row.Administrator, Locked: row.Person.Lock.On(),
		},
		Site:          SiteRef{ID: string(row.Site.ID), Name: row.Site.Name},
		Level:         a.Level,
		Access:        gatehouse.Decide(&row.AccessFacts, gatehouse.SiteEnter).Access,
		PartnerLocked: a.PartnerLock.On(),
		SiteLocked:    a.SiteLock.On(),
		Waiting:       a.Waiting,
		StartsAt:      Moment(a.Window.StartsAt),
		EndsAt:        Moment(a.Window.EndsAt),
		CreatedAt:     At(a.CreatedAt),
		LastEntryAt:   Moment(a.LastEntryAt),
	}
	if !item.PartnerLocked && !item.SiteLocked {
		return item
	}
	lifters := map[gatehouse.Gate]gatehouse.Changer{}
	for _, state := range gatehouse.Explain(&row.AccessFacts, gatehouse.SiteEnter) {
		if state.Way == gatehouse.WayAssignment {
			lifters[state.Gate] = state.WhoCanChange
		}
	}
	item.PartnerLock = newLockItem(a.PartnerLock, row.PartnerLockedByName, lifters[gatehouse.GatePartnerLock])
	item.SiteLock = newLockItem(a.SiteLock, row.SiteLockedByName, lifters[gatehouse.GateSiteLock])
	return item
}
