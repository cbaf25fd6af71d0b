package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/serve"
)

// WindowItem is when an assignment is open. It is exported because huma passes
// unexported embedded structs over.
type WindowItem struct {
	StartsAt *time.Time `json:"starts_at,omitempty" doc:"From when on. Without it, at once." example:"2026-03-01T06:00:00Z"`
	EndsAt   *time.Time `json:"ends_at,omitempty" doc:"Until when, exclusively. Without it, without end." example:"2026-03-31T18:00:00Z"`
}

func (w WindowItem) window() gatehouse.Window {
	return gatehouse.Window{StartsAt: given(w.StartsAt), EndsAt: given(w.EndsAt)}
}

// pairIDs is one side of the pairs of a call.
type pairIDs []string

// Schema says how many there are at most.
func (pairIDs) Schema(huma.Registry) *huma.Schema { return ids(gatehouse.PairLimit) }

type assignInput struct {
	People pairIDs   `json:"people" doc:"The ids of persons. With the sites they make up to 10,000 pairs."`
	Sites  pairIDs   `json:"sites" doc:"The ids of sites."`
	Level  levelName `json:"level" example:"devices_only"`
	WindowItem
	DryRun bool `json:"dry_run,omitempty" doc:"Answer what would happen, and change nothing."`
}

type pairResultItem struct {
	Person  string      `json:"person" example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	Site    string      `json:"site" example:"0198f0c3-3c11-7e52-8a4f-1b2c3d4e5f60"`
	ID      string      `json:"id,omitempty" doc:"The assignment. Absent for a pair that was refused." example:"0198f0c4-5d22-7a63-9b50-2c3d4e5f6071"`
	Outcome outcomeName `json:"outcome" example:"changed"`
	Code    codeName    `json:"code,omitempty" doc:"Why the pair was refused. Absent otherwise."`
	Message string      `json:"message,omitempty" doc:"The code's sentence for people."`
	Level   levelName   `json:"level" doc:"The level that the assignment has: where the site set one for the person before, that one." example:"devices_only"`
	Waiting bool        `json:"waiting_for_approval" doc:"Whether the site has to approve first." example:"true"`
}

type pairResultList struct {
	Results []pairResultItem `json:"results" nullable:"false" doc:"One for each pair, in the order asked: person by person."`
}

func newPairResultList(results []app.PairResult) pairResultList {
	list := pairResultList{Results: make([]pairResultItem, 0, len(results))}
	for _, row := range results {
		list.Results = append(list.Results, pairResultItem{
			Person: string(row.Person), Site: string(row.Site), ID: string(row.ID),
			Outcome: outcomeName(row.Outcome), Code: codeName(row.Code), Message: row.Message,
			Level: levelName(row.Level.String()), Waiting: row.Waiting,
		})
	}
	return list
}

func (s *server) assign(ctx context.Context, c *call, in *body[assignInput]) (*reply[pairResultList], error) {
	level, err := gatehouse.ParseLevel(string(in.Body.Level))
	if err != nil {
		return nil, err
	}
	pairs := app.Pairs(typed[gatehouse.PersonID](in.Body.People), typed[gatehouse.SiteID](in.Body.Sites), level, in.Body.window())
	return s.assignPairs(ctx, c, pairs, in.Body.DryRun)
}

func (s *server) assignPairs(ctx context.Context, c *call, pairs []app.Pair, dryRun bool) (*reply[pairResultList], error) {
	results, err := s.app.Assignments.Assign(ctx, c.actor, c.key, pairs, dryRun)
	if err != nil {
		return nil, err
	}
	for _, row := range results {
		if row.ID != "" && !dryRun {
			serve.Annotate(c.r, c.actor, string(row.ID))
		}
	}
	return answer(newPairResultList(results)), nil
}

// typed makes ids of one kind of texts.
func typed[T ~string](texts []string) []T {
	list := make([]T, len(texts))
	for i, text := range texts {
		list[i] = T(text)
	}
	return list
}

// siteAssignItem is one person to be assigned to the site of the call.
type siteAssignItem struct {
	Person string    `json:"person" doc:"The person's id." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	Level  levelName `json:"level" example:"devices_only"`
	WindowItem
}

// siteAssignList is the people of one call.
type siteAssignList []siteAssignItem

// TransformSchema adds the numbers of the list.
func (siteAssignList) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	low, high := 1, gatehouse.PairLimit
	s.Nullable, s.MinItems, s.MaxItems = false, &low, &high
	return s
}

type assignToSiteInput struct {
	SitePath
	DryRun string `query:"dry_run" enum:"true,false" doc:"Answer what would happen, and change nothing."`
	Body   siteAssignList
}

func (s *server) assignToSite(ctx context.Context, c *call, in *assignToSiteInput) (*reply[pairResultList], error) {
	pairs := make([]app.Pair, 0, len(in.Body))
	for _, row := range in.Body {
		level, err := gatehouse.ParseLevel(string(row.Level))
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, app.Pair{Person: gatehouse.PersonID(row.Person), Site: in.Site, Level: level, Window: row.window()})
	}
	return s.assignPairs(ctx, c, pairs, in.DryRun == "true")
}

// candidateKind says whom to pick from.
type candidateKind string

// The two lists of somebody who assigns.
const (
	candidateAdmins      candidateKind = "admins"
	candidateTechnicians candidateKind = "technicians"
)

// Schema lists the kinds.
func (candidateKind) Schema(huma.Registry) *huma.Schema {
	s := choice("Whom to pick from: the partner's administrators or its technicians.", []candidateKind{candidateAdmins, candidateTechnicians})
	s.Default = string(candidateTechnicians)
	return s
}

type listCandidatesInput struct {
	SitePath
	Kind candidateKind `query:"kind" default:"technicians"`
	Q    searchText    `query:"q" doc:"A part of the name or the address, in any case."`
}

type candidateItem struct {
	ID            string     `json:"id" example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	Name          string     `json:"name" doc:"Empty until an invitation was accepted." example:"Tess Lindgren"`
	Email         string     `json:"email" format:"email" example:"tess@example.com"`
	Administrator bool       `json:"administrator" example:"false"`
	Role          roleName   `json:"role,omitempty" doc:"The partner role held or offered. Absent for a technician." example:"operator"`
	Status        statusName `json:"status" doc:"Accepted, or Pending: then the assignment opens nothing before acceptance." example:"accepted"`
}

type candidateList struct {
	Items []candidateItem `json:"items" nullable:"false" doc:"At most 200, by name: search for the others."`
}

func (s *server) listCandidates(ctx context.Context, c *call, in *listCandidatesInput) (*reply[candidateList], error) {
	people, err := s.app.Assignments.Candidates(ctx, c.actor, in.Site, in.Kind == candidateAdmins, string(in.Q))
	if err != nil {
		return nil, err
	}
	list := candidateList{Items: make([]candidateItem, 0, len(people))}
	for _, who := range people {
		status := gatehouse.Pending
		if who.Admin == gatehouse.Accepted || who.Technician == gatehouse.Accepted {
			status = gatehouse.Accepted
		}
		list.Items = append(list.Items, candidateItem{
			ID: string(who.Person.ID), Name: who.Person.Name, Email: string(who.Person.Email),
			Administrator: who.Administrator(), Role: roleName(who.Role.String()), Status: statusName(status),
		})
	}
	return answer(list), nil
}
