package api

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
)

// assignmentItem is a person's access to a site as technician, with what decides
// whether they may enter now.
type assignmentItem struct {
	ID            string       `json:"id" doc:"The assignment's id." example:"0198f0c4-5d22-7a63-9b50-2c3d4e5f6071"`
	Person        assigneeItem `json:"person"`
	Site          siteRef      `json:"site"`
	Level         levelName    `json:"level" example:"devices_only"`
	Access        bool         `json:"access" doc:"Whether the person may enter the site now." example:"false"`
	PartnerLocked bool         `json:"partner_locked" doc:"Whether the partner's lock is on." example:"false"`
	PartnerLock   *lockItem    `json:"partner_lock,omitempty" doc:"Absent while it is off."`
	SiteLocked    bool         `json:"site_locked" doc:"Whether the site's lock is on: also while the site has not approved yet." example:"true"`
	SiteLock      *lockItem    `json:"site_lock,omitempty" doc:"Absent while it is off."`
	Waiting       bool         `json:"waiting_for_approval" doc:"Whether the site's lock stands for an approval to come." example:"true"`
	StartsAt      *instant     `json:"starts_at,omitempty" format:"date-time" doc:"Nobody enters before. Absent without a start." example:"2026-03-01T06:00:00Z"`
	EndsAt        *instant     `json:"ends_at,omitempty" format:"date-time" doc:"Nobody enters from then on. Absent without an end." example:"2026-03-31T18:00:00Z"`
	CreatedAt     instant      `json:"created_at" format:"date-time" example:"2026-03-01T09:00:00Z"`
	LastEntryAt   *instant     `json:"last_entry_at" format:"date-time" doc:"The person's last entry into the site. Null before the first." example:"2026-03-04T07:45:00Z"`
}

// assigneeItem is a person who is assigned.
type assigneeItem struct {
	ID            string     `json:"id" example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	Name          string     `json:"name" doc:"Empty until an invitation was accepted." example:"Tess Lindgren"`
	Email         string     `json:"email" format:"email" example:"tess@example.com"`
	Status        statusName `json:"status,omitempty" doc:"Of the person's invitation as technician or administrator." example:"accepted"`
	Administrator bool       `json:"administrator" doc:"True for a partner administrator." example:"false"`
	Locked        bool       `json:"locked" doc:"Whether the account is locked at the partner, which closes every site." example:"false"`
}

// lockItem is one of the two locks of an assignment.
type lockItem struct {
	At         instant     `json:"at" format:"date-time" example:"2026-03-05T10:15:00Z"`
	By         *personRef  `json:"by,omitempty" doc:"Who set it. Absent where nobody did."`
	Reason     string      `json:"reason,omitempty" doc:"Absent when none was given." example:"works finished"`
	WhoCanLift changerName `json:"who_can_lift" example:"site_admins"`
}

func newLockItem(lock gatehouse.Lock, byName string, whoCanLift gatehouse.Changer) *lockItem {
	if !lock.On() {
		return nil
	}
	item := &lockItem{At: at(lock.At), Reason: lock.Reason, WhoCanLift: changerName(whoCanLift)}
	if lock.By != "" {
		item.By = &personRef{ID: string(lock.By), Name: byName}
	}
	return item
}

func newAssignmentItem(row gatehouse.AssignmentRow) assignmentItem {
	a := row.Assignment
	item := assignmentItem{
		ID: string(a.ID),
		Person: assigneeItem{
			ID: string(row.Person.ID), Name: row.Person.Name, Email: string(row.Person.Email),
			Status: statusName(row.Status), Administrator: row.Administrator, Locked: row.Person.Lock.On(),
		},
		Site:          siteRef{ID: string(row.Site.ID), Name: row.Site.Name},
		Level:         levelName(a.Level.String()),
		Access:        gatehouse.Decide(&row.AccessFacts, gatehouse.SiteEnter).Access,
		PartnerLocked: a.PartnerLock.On(),
		SiteLocked:    a.SiteLock.On(),
		Waiting:       a.Waiting,
		StartsAt:      moment(a.Window.StartsAt),
		EndsAt:        moment(a.Window.EndsAt),
		CreatedAt:     at(a.CreatedAt),
		LastEntryAt:   moment(a.LastEntryAt),
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

type assignmentList struct {
	Items      []assignmentItem `json:"items" nullable:"false"`
	NextCursor string           `json:"next_cursor,omitempty" doc:"Send it as cursor for the next page. Absent on the last page." example:"djE6MDE5OGYwYzI"`
}

func newAssignmentList(page app.AssignmentPage) assignmentList {
	list := assignmentList{Items: make([]assignmentItem, 0, len(page.Items)), NextCursor: page.Next}
	for _, row := range page.Items {
		list.Items = append(list.Items, newAssignmentItem(row))
	}
	return list
}

// AssignmentQuery narrows assignments. It is exported because huma passes
// unexported embedded structs over.
type AssignmentQuery struct {
	Waiting string     `query:"waiting" enum:"true" doc:"Only those that wait for the site's approval."`
	Q       searchText `query:"q" doc:"A part of the person's name or address, or of the site's name, in any case."`
}

func (q AssignmentQuery) filter(person gatehouse.PersonID, site gatehouse.SiteID) gatehouse.AssignmentFilter {
	return gatehouse.AssignmentFilter{Person: person, Site: site, Waiting: q.Waiting == "true", Query: string(q.Q)}
}

// WhoWhere narrows assignments to one person or site. It is exported because huma
// passes unexported embedded structs over.
type WhoWhere struct {
	Person searchText `query:"person" doc:"Only those of the person with this id."`
	Site   searchText `query:"site" doc:"Only those of the site with this id. Whoever stands at a site sees its own alone."`
}

type listAssignmentsInput struct {
	WhoWhere
	AssignmentQuery
	Paging
}

func (s *server) listAssignments(ctx context.Context, c *call, in *listAssignmentsInput) (*reply[assignmentList], error) {
	filter := in.filter(gatehouse.PersonID(in.Person), gatehouse.SiteID(in.Site))
	page, err := s.app.Assignments.List(ctx, c.actor, filter, in.page())
	if err != nil {
		return nil, err
	}
	return answer(newAssignmentList(page)), nil
}

type exportAssignmentsInput struct {
	WhoWhere
	AssignmentQuery
	Format formatName `query:"format" default:"csv"`
}

func (s *server) exportAssignments(ctx context.Context, c *call, in *exportAssignmentsInput) error {
	file := &download{w: c.w, format: in.Format, name: "gatehouse-assignments"}
	write, end := rows(file, export.Assignments, newAssignmentItem)
	filter := in.filter(gatehouse.PersonID(in.Person), gatehouse.SiteID(in.Site))
	if err := s.app.Assignments.Export(ctx, c.actor, filter, write); err != nil {
		return err
	}
	return end()
}

type assignmentPath struct {
	ID gatehouse.AssignmentID `path:"id" doc:"The assignment's id." example:"0198f0c4-5d22-7a63-9b50-2c3d4e5f6071"`
}

type assignmentOutput struct {
	ETag string `header:"ETag" doc:"The assignment's version, for If-Match."`
	Body assignmentItem
}

func (s *server) getAssignment(ctx context.Context, c *call, in *assignmentPath) (*assignmentOutput, error) {
	row, err := s.app.Assignments.Get(ctx, c.actor, in.ID)
	if err != nil {
		return nil, err
	}
	return &assignmentOutput{ETag: etag(row.Assignment.Version), Body: newAssignmentItem(row)}, nil
}

type listTechnicianAssignmentsInput struct {
	ID gatehouse.PersonID `path:"id" doc:"The person's id." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	AssignmentQuery
	Paging
}

type taggedAssignments struct {
	ETag string `header:"ETag" doc:"Names the state of all assignments of the person, on every page, for If-Match."`
	Body assignmentList
}

func (s *server) listTechnicianAssignments(ctx context.Context, c *call, in *listTechnicianAssignmentsInput) (*taggedAssignments, error) {
	// The tag is read first: what changes in between makes it stale, and the
	// caller reads again.
	tag, err := s.app.Assignments.Tag(ctx, c.actor, in.ID)
	if err != nil {
		return nil, err
	}
	page, err := s.app.Assignments.List(ctx, c.actor, in.filter(in.ID, ""), in.page())
	if err != nil {
		return nil, err
	}
	return &taggedAssignments{ETag: `"` + tag + `"`, Body: newAssignmentList(page)}, nil
}

type listSiteAssignmentsInput struct {
	SitePath
	AssignmentQuery
	Paging
}

func (s *server) listSiteAssignments(ctx context.Context, c *call, in *listSiteAssignmentsInput) (*reply[assignmentList], error) {
	page, err := s.app.Assignments.List(ctx, c.actor, in.filter("", in.Site), in.page())
	if err != nil {
		return nil, err
	}
	return answer(newAssignmentList(page)), nil
}
