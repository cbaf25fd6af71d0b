package api

import (
	"context"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/serve"
)

// adminItem is a row of the administrators' list. Times that have not come are
// null.
type adminItem struct {
	ID           string     `json:"id" doc:"The person at this partner. It never changes." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	AccountID    string     `json:"account_id,omitempty" doc:"The account behind the person. Absent until an invitation was accepted." example:"0198f0c0-55aa-7b11-8c22-1d2e3f4a5b6c"`
	Email        string     `json:"email" format:"email" example:"ben@example.com"`
	Name         string     `json:"name" doc:"Empty until an invitation was accepted." example:"Ben Okafor"`
	Role         roleName   `json:"role" doc:"The role held, or while the status is not accepted the role offered." example:"operator"`
	Status       statusName `json:"status" example:"accepted"`
	Locked       bool       `json:"locked" example:"true"`
	LockedAt     *instant   `json:"locked_at,omitempty" format:"date-time" doc:"Absent while unlocked." example:"2026-03-05T10:15:00Z"`
	LockedBy     *personRef `json:"locked_by,omitempty" doc:"Who set the lock. Absent while unlocked."`
	LockReason   string     `json:"lock_reason,omitempty" doc:"Absent while unlocked, and when none was given." example:"lost phone"`
	CreatedAt    instant    `json:"created_at" format:"date-time" doc:"When the address was invited first." example:"2026-02-01T09:00:00Z"`
	InvitedBy    *inviter   `json:"invited_by"`
	InvitedAt    instant    `json:"invited_at" format:"date-time" doc:"When the invitation was sent last." example:"2026-03-01T09:00:00Z"`
	ExpiresAt    instant    `json:"expires_at" format:"date-time" doc:"When the invitation ends, or would have ended." example:"2026-03-08T09:00:00Z"`
	AcceptedAt   *instant   `json:"accepted_at" format:"date-time" doc:"Null until the invitation was accepted." example:"2026-03-02T08:30:00Z"`
	LastSignInAt *instant   `json:"last_sign_in_at" format:"date-time" doc:"The last sign-in at this partner. Null before the first." example:"2026-03-04T07:45:00Z"`
	Mail         *mailItem  `json:"mail,omitempty" doc:"The invitation's latest mail. Absent when none was ever sent."`
}

type personRef struct {
	ID   string `json:"id" example:"0198f0c2-2b6e-7d91-a3c5-6d5e4f3a2b10"`
	Name string `json:"name" doc:"Empty when the person is gone." example:"Ana Weber"`
}

// inviter is a personRef that may be null.
type inviter personRef

// Schema says null or a person: huma writes no null for objects of its own accord.
func (inviter) Schema(huma.Registry) *huma.Schema {
	return nullablePerson("Who sent the invitation last. Null when the installation did (set-up, command line).")
}

type mailItem struct {
	State mailState `json:"state" example:"sent"`
	Error string    `json:"error,omitempty" doc:"The mail server's reason, of the last try. Absent when there was none." example:"550 5.1.1 no such user"`
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
		list.Items = append(list.Items, newAdminItem(a))
	}
	return answer(list), nil
}

func (s *server) getAdmin(ctx context.Context, c *call, in *getAdminInput) (*getAdminOutput, error) {
	a, err := s.app.Admins.Get(ctx, c.actor, in.ID)
	if err != nil {
		return nil, err
	}
	return &getAdminOutput{ETag: etag(a.Version()), Body: newAdminItem(a)}, nil
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

func newAdminItem(a gatehouse.Admin) adminItem {
	item := adminItem{
		ID:           string(a.Person.ID),
		AccountID:    string(a.Person.Account),
		Email:        string(a.Person.Email),
		Name:         a.Person.Name,
		Role:         roleName(a.Role().String()),
		Status:       statusName(a.Status),
		Locked:       a.Person.Lock.On(),
		LockReason:   a.Person.Lock.Reason,
		CreatedAt:    at(a.Person.CreatedAt),
		InvitedAt:    at(a.Invitation.InvitedAt),
		ExpiresAt:    at(a.Invitation.ExpiresAt),
		AcceptedAt:   moment(a.Invitation.AcceptedAt),
		LastSignInAt: moment(a.Person.LastSignInAt),
	}
	if item.Locked {
		item.LockedAt = moment(a.Person.Lock.At)
		item.LockedBy = &personRef{ID: string(a.Person.Lock.By), Name: a.LockedByName}
	}
	if a.Invitation.InvitedBy != "" {
		item.InvitedBy = &inviter{ID: string(a.Invitation.InvitedBy), Name: a.InvitedByName}
	}
	if a.Mail.State != "" {
		item.Mail = &mailItem{State: mailState(a.Mail.State), Error: a.Mail.Error}
	}
	return item
}
