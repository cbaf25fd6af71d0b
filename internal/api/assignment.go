package api

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
)

// assignmentItem is a row of who can reach what.
type assignmentItem = export.AssignmentItem

type assignmentList struct {
	Items      []assignmentItem `json:"items" nullable:"false"`
	NextCursor string           `json:"next_cursor,omitempty" doc:"Send it as cursor for the next page. Absent on the last page." example:"djE6MDE5OGYwYzI"`
}

func newAssignmentList(page app.AssignmentPage) assignmentList {
	list := assignmentList{Items: make([]assignmentItem, 0, len(page.Items)), NextCursor: page.Next}
	for _, row := range page.Items {
		list.Items = append(list.Items, export.NewAssignmentItem(row))
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
	write, end := rows(file, export.AssignmentList)
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
	return &assignmentOutput{ETag: etag(row.Assignment.Version), Body: export.NewAssignmentItem(row)}, nil
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
