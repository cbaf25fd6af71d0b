package api

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
)

// siteAdminItem is a row of a site's administrators. Its lock is the one at the
// site.
type siteAdminItem = export.SiteAdminItem

type siteAdminList struct {
	Items      []siteAdminItem `json:"items" nullable:"false"`
	NextCursor string          `json:"next_cursor,omitempty" doc:"Send it as cursor for the next page. Absent on the last page." example:"djE6MDE5OGYwYzI"`
}

// siteFilter is the query as the domain's filter of a site's administrators.
func (q AdminQuery) siteFilter() gatehouse.SiteAdminFilter {
	f := q.filter()
	filter := gatehouse.SiteAdminFilter{Status: f.Status, Locked: f.Locked, Query: f.Query, Sort: f.Sort}
	filter.Role, _ = gatehouse.ParseSiteRole(string(q.Role))
	return filter
}

type listSiteAdminsInput struct {
	SitePath
	AdminQuery
	Paging
}

func (s *server) listSiteAdmins(ctx context.Context, c *call, in *listSiteAdminsInput) (*reply[siteAdminList], error) {
	page, err := s.app.SiteAdmins.List(ctx, c.actor, in.Site, in.siteFilter(), in.page())
	if err != nil {
		return nil, err
	}
	list := siteAdminList{Items: make([]siteAdminItem, 0, len(page.Items)), NextCursor: page.Next}
	for _, a := range page.Items {
		list.Items = append(list.Items, export.NewSiteAdminItem(a))
	}
	return answer(list), nil
}

type exportSiteAdminsInput struct {
	SitePath
	AdminQuery
	Format formatName `query:"format" default:"csv"`
}

func (s *server) exportSiteAdmins(ctx context.Context, c *call, in *exportSiteAdminsInput) error {
	file := &download{w: c.w, format: in.Format, name: "gatehouse-site-admins"}
	write, end := rows(file, export.SiteAdminList)
	if err := s.app.SiteAdmins.Export(ctx, c.actor, in.Site, in.siteFilter(), write); err != nil {
		return err
	}
	return end()
}

type siteAdminPath struct {
	SitePath
	ID gatehouse.PersonID `path:"id" doc:"The person's id." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
}

type siteAdminOutput struct {
	ETag string `header:"ETag" doc:"The row's version, for If-Match."`
	Body siteAdminItem
}

func (s *server) getSiteAdmin(ctx context.Context, c *call, in *siteAdminPath) (*siteAdminOutput, error) {
	a, err := s.app.SiteAdmins.Get(ctx, c.actor, in.Site, in.ID)
	if err != nil {
		return nil, err
	}
	return &siteAdminOutput{ETag: etag(a.Version()), Body: export.NewSiteAdminItem(a)}, nil
}

type inviteSiteAdminsInput struct {
	SitePath
	Body inviteInput
}

func (s *server) inviteSiteAdmins(ctx context.Context, c *call, in *inviteSiteAdminsInput) (*reply[resultList], error) {
	invitees := make([]app.Invitee, 0, len(in.Body.Invitations))
	for _, row := range in.Body.Invitations {
		invitees = append(invitees, app.Invitee{Email: row.Email, Role: string(row.Role)})
	}
	results, err := s.app.SiteAdmins.Invite(ctx, c.actor, c.key, in.Site, invitees, in.Body.DryRun)
	if err != nil {
		return nil, err
	}
	c.annotate(results, in.Body.DryRun)
	return answer(resultItems(results, in.Body.DryRun)), nil
}

type changeSiteAdminInput struct {
	SitePath
	ID   gatehouse.PersonID `path:"id" doc:"The person's id." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	Body adminChange
}

func (s *server) changeSiteAdmin(ctx context.Context, c *call, in *changeSiteAdminInput) (*siteAdminOutput, error) {
	ask := app.Bulk{IDs: []gatehouse.PersonID{in.ID}, Reason: in.Body.Reason, IfMatch: c.ifMatch}
	if err := onlyRow(s.changeAtSite(ctx, c, in.Site, in.Body, ask)); err != nil {
		return nil, err
	}
	return s.getSiteAdmin(ctx, c, &siteAdminPath{SitePath: in.SitePath, ID: in.ID})
}

// changeAtSite runs the use case that the body asks for.
func (s *server) changeAtSite(ctx context.Context, c *call, site gatehouse.SiteID, change adminChange, ask app.Bulk) (gatehouse.Results, error) {
	switch {
	case (change.Role == "") == (change.Locked == nil):
		return gatehouse.Results{}, gatehouse.InvalidField("role", "Change the role or the lock, one at a time.")
	case change.Role != "":
		role, err := gatehouse.ParseSiteRole(string(change.Role))
		if err != nil {
			return gatehouse.Results{}, err
		}
		return s.app.SiteAdmins.ChangeRole(ctx, c.actor, c.key, site, ask, role)
	case *change.Locked:
		return s.app.SiteAdmins.Lock(ctx, c.actor, c.key, site, ask)
	default:
		return s.app.SiteAdmins.Unlock(ctx, c.actor, c.key, site, ask)
	}
}

func (s *server) deleteSiteAdmin(ctx context.Context, c *call, in *siteAdminPath) (*nothing, error) {
	ask := app.Bulk{IDs: []gatehouse.PersonID{in.ID}, IfMatch: c.ifMatch}
	return &nothing{}, onlyRow(s.app.SiteAdmins.Delete(ctx, c.actor, c.key, in.Site, ask))
}

// siteUseCase is a useCase over the administrators of a site.
type siteUseCase func(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, ask app.Bulk) (gatehouse.Results, error)

type siteBulk[B any] struct {
	SitePath
	Body B
}

// bulkAt makes the handler of a :verb call below a site from its use case.
func bulkAt(do siteUseCase) handler { return bulkOfSite[bulkItem](do) }

// bulkLockAt is bulkAt for a call that takes up to [gatehouse.BulkLockLimit] rows.
func bulkLockAt(do siteUseCase) handler { return bulkOfSite[bulkLockItem](do) }

func bulkOfSite[B interface{ ask() app.Bulk }](do siteUseCase) handler {
	return atVersion(does(func(ctx context.Context, c *call, in *siteBulk[B]) (*reply[resultList], error) {
		ask := in.Body.ask()
		if c.ifMatch != 0 && len(ask.IDs) != 1 {
			return nil, malformed("the header If-Match goes with exactly one id")
		}
		ask.IfMatch = c.ifMatch
		results, err := do(ctx, c.actor, c.key, in.Site, ask)
		if err != nil {
			return nil, err
		}
		return answer(resultItems(results, ask.DryRun)), nil
	}))
}
