package api

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/serve"
)

// siteItem is a row of the site list.
type siteItem struct {
	ID                 string       `json:"id" doc:"It never changes." example:"0198f0c4-31aa-7d42-8b11-9a8b7c6d5e4f"`
	Name               string       `json:"name" example:"Harbour Gate"`
	Country            string       `json:"country" doc:"ISO 3166, two letters." example:"DE"`
	TimeZone           string       `json:"time_zone" doc:"A name of the IANA database." example:"Europe/Berlin"`
	Notes              string       `json:"notes,omitempty" doc:"The partner's own notes. Absent when there are none, and always for those who stand at the site." example:"The key hangs behind the door."`
	TechnicianAccess   bool         `json:"technician_access" doc:"Off keeps every technician out." example:"true"`
	TechnicianAccessAt *instant     `json:"technician_access_at" format:"date-time" doc:"Since when Technician Access stands so." example:"2026-02-01T09:00:00Z"`
	Approval           approvalName `json:"technician_approval" example:"required"`
	OwnedAt            *instant     `json:"owned_at" format:"date-time" doc:"When the site's first administrator accepted: since then the two settings are the site's own. Null before." example:"2026-02-03T12:00:00Z"`
	Credits            int64        `json:"credits" example:"120"`
	OutOfCreditAt      *instant     `json:"out_of_credit_at" format:"date-time" doc:"When the site could not pay for its devices. Null while it can." example:"2026-03-01T00:00:00Z"`
	MonthlyCost        int64        `json:"monthly_cost" doc:"What its devices cost a month, in credits." example:"12"`
	Users              int64        `json:"users" example:"85"`
	Devices            int64        `json:"devices" example:"12"`
	Technicians        int64        `json:"technicians" example:"3"`
	Waiting            int64        `json:"waiting" doc:"How many of the technicians wait for the site's approval." example:"1"`
	CreatedAt          instant      `json:"created_at" format:"date-time" example:"2026-02-01T09:00:00Z"`
	CreatedBy          *personRef   `json:"created_by,omitempty" doc:"Absent when nobody of the partner did."`
}

type siteList struct {
	Items      []siteItem `json:"items" nullable:"false"`
	NextCursor string     `json:"next_cursor,omitempty" doc:"Send it as cursor for the next page. Absent on the last page." example:"djE6MDE5OGYwYzQ"`
}

// SiteQuery narrows and orders the sites. It is exported because huma passes
// unexported embedded structs over.
type SiteQuery struct {
	Q           searchText   `query:"q" doc:"A part of the name, in any case."`
	Country     searchText   `query:"country" doc:"ISO 3166, two letters."`
	Waiting     onlyTrue     `query:"waiting" doc:"Only sites with technicians who wait for approval."`
	OutOfCredit onlyTrue     `query:"out_of_credit" doc:"Only sites that could not pay for their devices."`
	Sort        siteSortName `query:"sort"`
}

func (q SiteQuery) filter() gatehouse.SiteFilter {
	return gatehouse.SiteFilter{
		Query: string(q.Q), Country: string(q.Country), Waiting: q.Waiting != "", OutOfCredit: q.OutOfCredit != "",
		Sort: gatehouse.SiteSort(q.Sort),
	}
}

type listSitesInput struct {
	SiteQuery
	Paging
}

func (s *server) listSites(ctx context.Context, c *call, in *listSitesInput) (*reply[siteList], error) {
	page, err := s.app.Sites.List(ctx, c.actor, in.filter(), in.page())
	if err != nil {
		return nil, err
	}
	list := siteList{Items: make([]siteItem, 0, len(page.Items)), NextCursor: page.Next}
	for _, row := range page.Items {
		list.Items = append(list.Items, newSiteItem(row))
	}
	return answer(list), nil
}

type exportSitesInput struct {
	SiteQuery
	Format formatName `query:"format" default:"csv"`
}

func (s *server) exportSites(ctx context.Context, c *call, in *exportSitesInput) error {
	file := &download{w: c.w, format: in.Format, name: "gatehouse-sites"}
	write, end := rows(file, export.ListOf(export.Sites, newSiteItem))
	if err := s.app.Sites.Export(ctx, c.actor, in.filter(), write); err != nil {
		return err
	}
	return end()
}

// SitePath names the site of a call. It is exported because huma passes unexported
// embedded structs over.
type SitePath struct {
	Site gatehouse.SiteID `path:"site" doc:"The site's id." example:"0198f0c4-31aa-7d42-8b11-9a8b7c6d5e4f"`
}

func (s *server) getSite(ctx context.Context, c *call, in *SitePath) (*versioned[siteItem], error) {
	row, err := s.app.Sites.Get(ctx, c.actor, in.Site)
	if err != nil {
		return nil, err
	}
	return &versioned[siteItem]{ETag: etag(row.Site.Version), Body: newSiteItem(row)}, nil
}

type siteInput struct {
	Name             string       `json:"name" example:"Harbour Gate"`
	Country          string       `json:"country" doc:"ISO 3166, two letters." example:"DE"`
	TimeZone         string       `json:"time_zone" doc:"A name of the IANA database." example:"Europe/Berlin"`
	Notes            string       `json:"notes,omitempty" doc:"For the partner alone; the site's own people never see them." example:"The key hangs behind the door."`
	TechnicianAccess *bool        `json:"technician_access,omitempty" doc:"On unless it is false."`
	Approval         approvalName `json:"technician_approval,omitempty" doc:"required unless given." example:"required"`
	FirstAdmin       string       `json:"first_administrator,omitempty" format:"email" doc:"Who is invited as the site's first Master." example:"owner@example.com"`
}

func (s *server) createSite(ctx context.Context, c *call, in *body[siteInput]) (*versioned[siteItem], error) {
	b := in.Body
	id, err := s.app.Sites.Create(ctx, c.actor, c.key, app.NewSite{
		SiteInput:          gatehouse.SiteInput{Name: b.Name, Country: b.Country, TimeZone: b.TimeZone, Notes: b.Notes},
		TechnicianAccess:   b.TechnicianAccess == nil || *b.TechnicianAccess,
		ApprovalRequired:   b.Approval != approvalName(gatehouse.ApprovalAutomatic),
		FirstAdministrator: b.FirstAdmin,
	})
	if err != nil {
		return nil, err
	}
	serve.Annotate(c.r, c.actor, string(id))
	return s.getSite(ctx, c, &SitePath{id})
}

// siteChange is what PATCH takes; what is absent stays as it is.
type siteChange struct {
	Name             *string      `json:"name,omitempty" example:"Harbour Gate North"`
	Country          *string      `json:"country,omitempty" doc:"The partner's alone." example:"NL"`
	TimeZone         *string      `json:"time_zone,omitempty" example:"Europe/Amsterdam"`
	Notes            *string      `json:"notes,omitempty" doc:"The partner's alone." example:""`
	TechnicianAccess *bool        `json:"technician_access,omitempty" doc:"The site's own, once it has had an administrator. Off takes effect at once."`
	Approval         approvalName `json:"technician_approval,omitempty" doc:"The site's own, once it has had an administrator." example:"automatic"`
}

type changeSiteInput struct {
	SitePath
	Body siteChange
}

func (s *server) changeSite(ctx context.Context, c *call, in *changeSiteInput) (*versioned[siteItem], error) {
	b := in.Body
	edit := app.SiteEdit{
		Name: b.Name, Country: b.Country, TimeZone: b.TimeZone, Notes: b.Notes, TechnicianAccess: b.TechnicianAccess, IfMatch: c.ifMatch,
	}
	if b.Approval != "" {
		required := b.Approval == approvalName(gatehouse.ApprovalNeeded)
		edit.ApprovalRequired = &required
	}
	if err := s.app.Sites.Edit(ctx, c.actor, c.key, in.Site, edit); err != nil {
		return nil, err
	}
	return s.getSite(ctx, c, &in.SitePath)
}

type deleteSiteInput struct {
	SitePath
	Confirm searchText `query:"confirm" doc:"The site's exact name. Needed while it has devices."`
}

func (s *server) deleteSite(ctx context.Context, c *call, in *deleteSiteInput) (*nothing, error) {
	_, err := s.app.Sites.Delete(ctx, c.actor, c.key, in.Site, app.SiteDeletion{Confirm: string(in.Confirm), IfMatch: c.ifMatch})
	return &nothing{}, err
}

func newSiteItem(row gatehouse.SiteRow) siteItem {
	site := row.Site
	item := siteItem{
		ID: string(site.ID), Name: site.Name, Country: site.Country, TimeZone: site.TimeZone, Notes: site.Notes,
		TechnicianAccess: site.TechnicianAccess, TechnicianAccessAt: moment(site.AccessAt), Approval: approvalName(site.Approval()),
		OwnedAt: moment(site.OwnedAt), Credits: site.Credits, OutOfCreditAt: moment(site.OutOfCreditAt), MonthlyCost: row.MonthlyCost(),
		Users: site.Counts.Users, Devices: site.Counts.Devices, Technicians: site.Counts.Technicians, Waiting: site.Counts.Waiting,
		CreatedAt: at(site.CreatedAt),
	}
	if site.CreatedBy != "" {
		item.CreatedBy = &personRef{ID: string(site.CreatedBy), Name: row.CreatedByName}
	}
	return item
}
