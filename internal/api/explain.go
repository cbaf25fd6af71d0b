package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// The values of an explanation.
type (
	wayName        string
	gateName       string
	changerName    string
	siteActionName string
)

// Schema lists the ways into a site.
func (wayName) Schema(huma.Registry) *huma.Schema {
	return choice("How somebody comes into a site.", []gatehouse.Way{gatehouse.WaySiteAdmin, gatehouse.WayAssignment})
}

// Schema lists the gates.
func (gateName) Schema(huma.Registry) *huma.Schema {
	return choice("One condition of access.", gatehouse.Gates())
}

// Schema lists those who can open gates.
func (changerName) Schema(huma.Registry) *huma.Schema {
	return choice("Who can change it.", gatehouse.Changers())
}

// Schema lists the actions at a site.
func (siteActionName) Schema(huma.Registry) *huma.Schema {
	s := choice("Something that can be done at a site.", gatehouse.SiteActions())
	s.Default = string(gatehouse.SiteEnter)
	return s
}

// explanationItem answers whether somebody may do something at a site now, and if
// not, why not and who can change it.
type explanationItem struct {
	Person personRef      `json:"person"`
	Site   siteRef        `json:"site"`
	Action siteActionName `json:"action" example:"site.enter"`
	Access bool           `json:"access" doc:"Whether the person may do it now." example:"false"`
	Way    wayName        `json:"way,omitempty" doc:"The way that is open. Absent without access." example:"assignment"`
	Gates  []gateItem     `json:"gates" nullable:"false" doc:"Every condition that was asked, of each way that the person has into the site."`
}

type gateItem struct {
	Way          wayName     `json:"way" example:"assignment"`
	Gate         gateName    `json:"gate" example:"no_site_lock"`
	Pass         bool        `json:"pass" example:"false"`
	Since        *instant    `json:"since,omitempty" format:"date-time" doc:"Since when it stands so. Absent where that is not known." example:"2026-03-05T10:15:00Z"`
	By           *personRef  `json:"by,omitempty" doc:"Who made it so. Absent where nobody did."`
	Reason       string      `json:"reason,omitempty" doc:"Why, of a lock that was given a reason. Why the partner locked an account is not told at a site." example:"works finished"`
	WhoCanChange changerName `json:"who_can_change" doc:"Who can open it." example:"site_admins"`
	WhoCanNarrow changerName `json:"who_can_narrow,omitempty" doc:"Of a time window: who can make it narrower, and never wider." example:"partner_operators"`
}

func newExplanationItem(e app.Explanation) explanationItem {
	item := explanationItem{
		Person: personRef{ID: string(e.Facts.Person.ID), Name: e.Facts.Person.Name},
		Site:   siteRef{ID: string(e.Facts.Site.ID), Name: e.Facts.Site.Name},
		Action: siteActionName(e.Action),
		Access: e.Access.Access,
		Way:    wayName(e.Access.Way),
		Gates:  make([]gateItem, 0, len(e.Gates)),
	}
	for _, g := range e.Gates {
		gate := gateItem{
			Way: wayName(g.Way), Gate: gateName(g.Gate), Pass: g.Pass, Since: moment(g.Since), Reason: g.Reason,
			WhoCanChange: changerName(g.WhoCanChange), WhoCanNarrow: changerName(g.WhoCanNarrow),
		}
		if g.By != "" {
			gate.By = &personRef{ID: string(g.By), Name: g.ByName}
		}
		item.Gates = append(item.Gates, gate)
	}
	return item
}

type explainInput struct {
	Person searchText     `query:"person" doc:"The person's id. Required." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	Site   searchText     `query:"site" doc:"The site's id. Whoever stands at a site may leave it out." example:"0198f0c3-3c11-7e52-8a4f-1b2c3d4e5f60"`
	Action siteActionName `query:"action" default:"site.enter"`
}

func (s *server) explain(ctx context.Context, c *call, in *explainInput) (*reply[explanationItem], error) {
	site := gatehouse.SiteID(in.Site)
	if site == "" {
		site = c.actor.Site
	}
	switch {
	case in.Person == "":
		return nil, badParameter("person", "is missing.")
	case site == "":
		return nil, badParameter("site", "is missing.")
	}
	e, err := s.app.Assignments.Explain(ctx, c.actor, gatehouse.PersonID(in.Person), site, gatehouse.SiteAction(in.Action))
	if err != nil {
		return nil, err
	}
	return answer(newExplanationItem(e)), nil
}

type explainAssignmentInput struct {
	ID     gatehouse.AssignmentID `path:"id" doc:"The assignment's id." example:"0198f0c4-5d22-7a63-9b50-2c3d4e5f6071"`
	Action siteActionName         `query:"action" default:"site.enter"`
}

func (s *server) explainAssignment(ctx context.Context, c *call, in *explainAssignmentInput) (*reply[explanationItem], error) {
	e, err := s.app.Assignments.ExplainAssignment(ctx, c.actor, in.ID, gatehouse.SiteAction(in.Action))
	if err != nil {
		return nil, err
	}
	return answer(newExplanationItem(e)), nil
}
