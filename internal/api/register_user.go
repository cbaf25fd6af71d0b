package api

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/serve"
)

// siteUserItem is a user of a site's register.
type siteUserItem struct {
	ID        string  `json:"id" example:"0198f0c7-8d3f-7a24-9e66-3b4c5d6e7f80"`
	Name      string  `json:"name" example:"Rosa Silva"`
	Email     string  `json:"email" doc:"May be empty." example:"rosa@example.com"`
	Phone     string  `json:"phone" doc:"May be empty." example:"+49 30 5550112"`
	Card      string  `json:"card" doc:"May be empty." example:"A-00417"`
	CreatedAt instant `json:"created_at" format:"date-time" example:"2026-02-02T10:00:00Z"`
}

func newSiteUserItem(u gatehouse.SiteUser) siteUserItem {
	return siteUserItem{ID: string(u.ID), Name: u.Name, Email: u.Email, Phone: u.Phone, Card: u.Card, CreatedAt: at(u.CreatedAt)}
}

type siteUserList struct {
	Items      []siteUserItem `json:"items" nullable:"false"`
	NextCursor string         `json:"next_cursor,omitempty" doc:"Send it as cursor for the next page. Absent on the last page." example:"djE6MDE5OGYwYzc"`
}

func (s *server) listSiteUsers(ctx context.Context, c *call, in *listRegisterInput) (*reply[siteUserList], error) {
	page, err := s.app.Registers.Users(ctx, c.actor, in.Site, string(in.Q), in.page())
	if err != nil {
		return nil, err
	}
	list := siteUserList{Items: make([]siteUserItem, 0, len(page.Items)), NextCursor: page.Next}
	for _, u := range page.Items {
		list.Items = append(list.Items, newSiteUserItem(u))
	}
	return answer(list), nil
}

func (s *server) exportSiteUsers(ctx context.Context, c *call, in *exportRegisterInput) error {
	file := &download{w: c.w, format: in.Format, name: "gatehouse-users"}
	write, end := rows(file, export.ListOf(export.SiteUsers, newSiteUserItem))
	if err := s.app.Registers.ExportUsers(ctx, c.actor, in.Site, string(in.Q), write); err != nil {
		return err
	}
	return end()
}

type siteUserPath struct {
	SitePath
	ID gatehouse.SiteUserID `path:"id" doc:"The user's id." example:"0198f0c7-8d3f-7a24-9e66-3b4c5d6e7f80"`
}

func (s *server) getSiteUser(ctx context.Context, c *call, in *siteUserPath) (*versioned[siteUserItem], error) {
	u, err := s.app.Registers.User(ctx, c.actor, in.Site, in.ID)
	if err != nil {
		return nil, err
	}
	return &versioned[siteUserItem]{ETag: etag(u.Version), Body: newSiteUserItem(u)}, nil
}

type siteUserInput struct {
	Name  string `json:"name" example:"Rosa Silva"`
	Email string `json:"email,omitempty" example:"rosa@example.com"`
	Phone string `json:"phone,omitempty" example:"+49 30 5550112"`
	Card  string `json:"card,omitempty" example:"A-00417"`
}

type createSiteUserInput struct {
	SitePath
	Body siteUserInput
}

func (s *server) createSiteUser(ctx context.Context, c *call, in *createSiteUserInput) (*versioned[siteUserItem], error) {
	id, err := s.app.Registers.CreateUser(ctx, c.actor, c.key, in.Site, app.SiteUserInput(in.Body))
	if err != nil {
		return nil, err
	}
	serve.Annotate(c.r, c.actor, string(id))
	return s.getSiteUser(ctx, c, &siteUserPath{in.SitePath, id})
}

type siteUserChange struct {
	Name  *string `json:"name,omitempty" example:"Rosa Silva"`
	Email *string `json:"email,omitempty" example:"rosa.silva@example.com"`
	Phone *string `json:"phone,omitempty" example:"+49 30 5550113"`
	Card  *string `json:"card,omitempty" example:"A-00418"`
}

type changeSiteUserInput struct {
	SitePath
	ID   gatehouse.SiteUserID `path:"id" doc:"The user's id." example:"0198f0c7-8d3f-7a24-9e66-3b4c5d6e7f80"`
	Body siteUserChange
}

func (s *server) changeSiteUser(ctx context.Context, c *call, in *changeSiteUserInput) (*versioned[siteUserItem], error) {
	b := in.Body
	edit := app.SiteUserEdit{Name: b.Name, Email: b.Email, Phone: b.Phone, Card: b.Card, IfMatch: c.ifMatch}
	if err := s.app.Registers.EditUser(ctx, c.actor, c.key, in.Site, in.ID, edit); err != nil {
		return nil, err
	}
	return s.getSiteUser(ctx, c, &siteUserPath{in.SitePath, in.ID})
}

func (s *server) deleteSiteUser(ctx context.Context, c *call, in *siteUserPath) (*nothing, error) {
	return &nothing{}, s.app.Registers.DeleteUser(ctx, c.actor, c.key, in.Site, in.ID, c.ifMatch)
}
