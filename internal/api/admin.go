package api

import (
	"context"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/serve"
)

// The forms of rows that lists and exports share.
type (
	adminItem = export.AdminItem
	personRef = export.PersonRef
	siteRef   = export.SiteRef
)

// inviter is the schema of [export.Inviter]: huma writes no null for objects of its
// own accord.
type inviter struct{}

// Schema says null or a person.
func (inviter) Schema(huma.Registry) *huma.Schema {
	return nullablePerson("Who sent the invitation last. Null when the installation did (set-up, command line).")
}

// describeNames says which values the names in those forms have.
func describeNames(registry huma.Registry) {
	for name, schema := range map[reflect.Type]reflect.Type{
		reflect.TypeFor[export.Inviter]():             reflect.TypeFor[inviter](),
		reflect.TypeFor[gatehouse.PartnerRole]():      reflect.TypeFor[roleName](),
		reflect.TypeFor[gatehouse.SiteRole]():         reflect.TypeFor[roleName](),
		reflect.TypeFor[gatehouse.InvitationStatus](): reflect.TypeFor[statusName](),
		reflect.TypeFor[gatehouse.MessageState]():     reflect.TypeFor[mailState](),
		reflect.TypeFor[gatehouse.Level]():            reflect.TypeFor[levelName](),
		reflect.TypeFor[gatehouse.Changer]():          reflect.TypeFor[changerName](),
	} {
		registry.RegisterTypeAlias(name, schema)
	}
}

type adminList struct {
	Items      []adminItem `json:"items" nullable:"false"`
	NextCursor string      `json:"next_cursor,omitempty" doc:"Send it as cursor for the next page. Absent on the last page." example:"djE6MDE5OGYwYzI"`
}

// AdminQuery narrows and orders the administrators. It is exported because huma
// passes unexported embedded structs over.
type AdminQuery struct {
	Status statusName `query:"status"`
	Role   roleName   `query:"role"`
	Locked string     `query:"locked" enum:"true,false" doc:"Only locked people, or only those who are not."`
	Q      searchText `query:"q" doc:"A part of the name or the address, in any case."`
	Sort   sortName   `query:"sort"`
}

// Paging asks for one page of a list.
type Paging struct {
	Cursor cursorText `query:"cursor" doc:"The next_cursor of the page before, with the same filters."`
	Limit  pageLimit  `query:"limit" doc:"How many rows a page has at most."`
}

func (p Paging) page() app.Page {
	return app.Page{Cursor: string(p.Cursor), Limit: int(p.Limit)}
}

type listAdminsInput struct {
	AdminQuery
	Paging
}

type getAdminInput struct {
	ID gatehouse.PersonID `path:"id" doc:"The person's id." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
}

type getAdminOutput struct {
	ETag string `header:"ETag" doc:"The row's version, for If-Match."`
	Body adminItem
}

func (s *server) listAdmins(ctx context.Context, c *call, in *listAdminsInput) (*reply[adminList], error) {
	page, err := s.app.Admins.List(ctx, c.actor, in.filter(), in.page())
	if err != nil {
		return nil, err
	}
	list := adminList{Items: make([]adminItem, 0, len(page.Items)), NextCursor: page.Next}
	for _, a := range page.Items {
		list.Items = append(list.Items, export.NewAdminItem(a))
	}
	return answer(list), nil
}

func (s *server) getAdmin(ctx context.Context, c *call, in *getAdminInput) (*getAdminOutput, error) {
	a, err := s.app.Admins.Get(ctx, c.actor, in.ID)
	if err != nil {
		return nil, err
	}
	return &getAdminOutput{ETag: etag(a.Version()), Body: export.NewAdminItem(a)}, nil
}

type inviteInput struct {
	Invitations inviteList `json:"invitations"`
	DryRun      bool       `json:"dry_run,omitempty" doc:"Answer what would happen, and change nothing."`
}

type inviteItem struct {
	Email string   `json:"email" format:"email" doc:"The address as it is typed. A malformed one makes the whole call 422." example:"ben@example.com"`
	Role  roleName `json:"role" example:"operator"`
}

// inviteList is the addresses of one call.
type inviteList []inviteItem

// TransformSchema adds the numbers of the list.
func (inviteList) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	low, high := 1, gatehouse.BulkLimit
	s.Nullable, s.MinItems, s.MaxItems = false, &low, &high
	return s
}

func (s *server) inviteAdmins(ctx context.Context, c *call, in *body[inviteInput]) (*reply[resultList], error) {
	invitees := make([]app.Invitee, 0, len(in.Body.Invitations))
	for _, row := range in.Body.Invitations {
		invitees = append(invitees, app.Invitee{Email: row.Email, Role: string(row.Role)})
	}
	results, err := s.app.Admins.Invite(ctx, c.actor, c.key, invitees, in.Body.DryRun)
	if err != nil {
		return nil, err
	}
	for _, row := range results.Rows {
		if row.Outcome == gatehouse.Changed && !in.Body.DryRun {
			serve.Annotate(c.r, c.actor, string(row.ID))
		}
	}
	return answer(resultItems(results, in.Body.DryRun)), nil
}

// filter turns the parameters, which the gate has held against their schemas,
// into the domain's filter.
func (q AdminQuery) filter() gatehouse.AdminFilter {
	filter := gatehouse.AdminFilter{
		Status: gatehouse.InvitationStatus(q.Status),
		Query:  string(q.Q),
		Sort:   gatehouse.AdminSort(q.Sort),
	}
	filter.Role, _ = gatehouse.ParsePartnerRole(string(q.Role))
	if locked, err := strconv.ParseBool(q.Locked); err == nil {
		filter.Locked = &locked
	}
	return filter
}
