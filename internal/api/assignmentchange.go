package api

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// boundTime is one bound of a window in a change: left out it stays, null lifts it.
type boundTime struct{ at *time.Time }

// UnmarshalJSON reads a time or null; it is not called for what is left out.
func (b *boundTime) UnmarshalJSON(text []byte) error {
	b.at = &time.Time{}
	if string(text) == "null" {
		return nil
	}
	err := json.Unmarshal(text, b.at)
	*b.at = gatehouse.Given(*b.at)
	return err
}

// Schema says that null is a value.
func (boundTime) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Nullable: true}
}

// AssignmentChange is what changes of an assignment. It is exported because huma
// passes unexported embedded structs over.
type AssignmentChange struct {
	Level         levelName `json:"level,omitempty" doc:"The site's to change." example:"full_excluding_users"`
	SiteLocked    *bool     `json:"site_locked,omitempty" doc:"The site's lock, and the site's to set and lift: to lift the one of somebody who waits approves them, to set it declines. The partner's too, until the site's first administrator has accepted."`
	PartnerLocked *bool     `json:"partner_locked,omitempty" doc:"The partner's lock, and the partner's to set and lift."`
	Reason        string    `json:"reason,omitempty" doc:"Why a lock is set." example:"works finished"`
	StartsAt      boundTime `json:"starts_at,omitempty" doc:"Null lifts it. The partner only narrows the window, the site sets any." example:"2026-03-01T06:00:00Z"`
	EndsAt        boundTime `json:"ends_at,omitempty" doc:"Null lifts it. The partner only narrows the window, the site sets any." example:"2026-03-31T18:00:00Z"`
}

func (c AssignmentChange) patch() (app.AssignmentPatch, error) {
	patch := app.AssignmentPatch{
		SiteLocked: c.SiteLocked, PartnerLocked: c.PartnerLocked, Reason: c.Reason,
		StartsAt: c.StartsAt.at, EndsAt: c.EndsAt.at,
	}
	if c.Level == "" {
		return patch, nil
	}
	level, err := gatehouse.ParseLevel(string(c.Level))
	patch.Level = &level
	return patch, err
}

type siteAssignmentPath struct {
	SitePath
	ID gatehouse.AssignmentID `path:"id" doc:"The assignment's id." example:"0198f0c4-5d22-7a63-9b50-2c3d4e5f6071"`
}

func (p siteAssignmentPath) bulk(c *call) app.AssignmentBulk {
	return app.AssignmentBulk{IDs: []gatehouse.AssignmentID{p.ID}, Site: p.Site, IfMatch: c.ifMatch}
}

type changeAssignmentInput struct {
	SitePath
	ID   gatehouse.AssignmentID `path:"id" doc:"The assignment's id." example:"0198f0c4-5d22-7a63-9b50-2c3d4e5f6071"`
	Body AssignmentChange
}

func (s *server) changeAssignment(ctx context.Context, c *call, in *changeAssignmentInput) (*assignmentOutput, error) {
	patch, err := in.Body.patch()
	if err != nil {
		return nil, err
	}
	named := siteAssignmentPath{SitePath: in.SitePath, ID: in.ID}
	if err := onlyAssignment(s.app.Assignments.Change(ctx, c.actor, c.key, named.bulk(c), patch)); err != nil {
		return nil, err
	}
	return s.getAssignment(ctx, c, &assignmentPath{ID: in.ID})
}

func (s *server) removeAssignment(ctx context.Context, c *call, in *siteAssignmentPath) (*nothing, error) {
	return &nothing{}, onlyAssignment(s.app.Assignments.Remove(ctx, c.actor, c.key, in.bulk(c)))
}

// onlyAssignment is onlyRow for assignments.
func onlyAssignment(results app.AssignmentResults, err error) error {
	if err != nil || results.Rows[0].Outcome != gatehouse.Refused {
		return err
	}
	return &gatehouse.Error{Code: results.Rows[0].Code, Message: results.Rows[0].Message}
}

// The rows of the two :verb calls over assignments: a change can be a lock, which
// takes more.
type (
	assignmentIDs     []gatehouse.AssignmentID
	assignmentLockIDs []gatehouse.AssignmentID
)

// Schema says how many there are at most.
func (assignmentIDs) Schema(huma.Registry) *huma.Schema { return ids(gatehouse.BulkLimit) }

// Schema says how many there are at most.
func (assignmentLockIDs) Schema(huma.Registry) *huma.Schema { return ids(gatehouse.BulkLockLimit) }

type changeAssignmentsInput struct {
	SitePath
	Body struct {
		IDs assignmentLockIDs `json:"ids" doc:"The assignments to change. One that is not there makes the whole call 404."`
		AssignmentChange
		DryRun bool `json:"dry_run,omitempty" doc:"Answer what would happen, and change nothing."`
	}
}

func (s *server) changeAssignments(ctx context.Context, c *call, in *changeAssignmentsInput) (*reply[assignmentResultList], error) {
	patch, err := in.Body.patch()
	if err != nil {
		return nil, err
	}
	named, err := namedAt(c, in.Site, in.Body.IDs, in.Body.DryRun)
	if err != nil {
		return nil, err
	}
	results, err := s.app.Assignments.Change(ctx, c.actor, c.key, named, patch)
	return assignmentResults(results, named.DryRun, err)
}

type removeAssignmentsInput struct {
	SitePath
	Body struct {
		IDs    assignmentIDs `json:"ids" doc:"The assignments to end. One that is not there makes the whole call 404."`
		DryRun bool          `json:"dry_run,omitempty" doc:"Answer what would happen, and change nothing."`
	}
}

func (s *server) removeAssignments(ctx context.Context, c *call, in *removeAssignmentsInput) (*reply[assignmentResultList], error) {
	named, err := namedAt(c, in.Site, in.Body.IDs, in.Body.DryRun)
	if err != nil {
		return nil, err
	}
	results, err := s.app.Assignments.Remove(ctx, c.actor, c.key, named)
	return assignmentResults(results, named.DryRun, err)
}

func namedAt(c *call, site gatehouse.SiteID, ids []gatehouse.AssignmentID, dryRun bool) (app.AssignmentBulk, error) {
	if c.ifMatch != 0 && len(ids) != 1 {
		return app.AssignmentBulk{}, malformed("the header If-Match goes with exactly one id")
	}
	return app.AssignmentBulk{IDs: ids, Site: site, IfMatch: c.ifMatch, DryRun: dryRun}, nil
}

type assignmentResultItem struct {
	ID      string      `json:"id" example:"0198f0c4-5d22-7a63-9b50-2c3d4e5f6071"`
	Outcome outcomeName `json:"outcome" example:"changed"`
	Code    codeName    `json:"code,omitempty" doc:"Why the row was refused. Absent otherwise."`
	Message string      `json:"message,omitempty" doc:"The code's sentence for people."`
}

type assignmentResultList struct {
	Results []assignmentResultItem `json:"results" nullable:"false" doc:"One for each row, in the order asked."`
	Impact  *impactItem            `json:"impact,omitempty" doc:"What would follow beyond the rows. With dry_run only."`
}

func assignmentResults(results app.AssignmentResults, dryRun bool, err error) (*reply[assignmentResultList], error) {
	if err != nil {
		return nil, err
	}
	list := assignmentResultList{Results: make([]assignmentResultItem, 0, len(results.Rows))}
	for _, row := range results.Rows {
		list.Results = append(list.Results, assignmentResultItem{
			ID: string(row.ID), Outcome: outcomeName(row.Outcome), Code: codeName(row.Code), Message: row.Message,
		})
	}
	if dryRun {
		list.Impact = newImpactItem(results.Impact)
	}
	return answer(list), nil
}

// partnerLockItem is one row of the window Edit Technician.
type partnerLockItem struct {
	ID            string `json:"id" doc:"The assignment's id." example:"0198f0c4-5d22-7a63-9b50-2c3d4e5f6071"`
	PartnerLocked bool   `json:"partner_locked" example:"true"`
}

// partnerLockList is what the window saves.
type partnerLockList []partnerLockItem

// TransformSchema adds the numbers of the list.
func (partnerLockList) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	low, high := 1, gatehouse.BulkLockLimit
	s.Nullable, s.MinItems, s.MaxItems = false, &low, &high
	return s
}

type setPartnerLocksInput struct {
	DryRun onlyTrue `query:"dry_run" doc:"Answer what would happen, and change nothing."`

	ID   gatehouse.PersonID `path:"id" doc:"The person's id." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	Body partnerLockList
}

func (s *server) setPartnerLocks(ctx context.Context, c *call, in *setPartnerLocksInput) (*reply[assignmentResultList], error) {
	locked, invalid := map[gatehouse.AssignmentID]bool{}, &gatehouse.Error{Code: gatehouse.CodeInvalid}
	for i, row := range in.Body {
		id := gatehouse.AssignmentID(row.ID)
		if _, twice := locked[id]; twice {
			invalid.Fields = append(invalid.Fields, gatehouse.FieldError{Field: fmt.Sprintf("[%d].id", i), Message: "This assignment stands in the list more than once."})
		}
		locked[id] = row.PartnerLocked
	}
	if len(invalid.Fields) > 0 {
		return nil, invalid
	}
	results, err := s.app.Assignments.SetPartnerLocks(ctx, c.actor, c.key, app.PartnerLocks{
		Person: in.ID, Locked: locked, Tag: c.tag, DryRun: in.DryRun != "",
	})
	results.Rows = inOrder(in.Body, results.Rows)
	return assignmentResults(results, in.DryRun != "", err)
}

// inOrder puts results into the order in which their rows were asked.
func inOrder(asked partnerLockList, results []app.AssignmentResult) []app.AssignmentResult {
	byID := make(map[string]app.AssignmentResult, len(results))
	for _, row := range results {
		byID[string(row.ID)] = row
	}
	ordered := make([]app.AssignmentResult, 0, len(results))
	for _, row := range asked {
		if result, there := byID[row.ID]; there {
			ordered = append(ordered, result)
		}
	}
	return ordered
}
