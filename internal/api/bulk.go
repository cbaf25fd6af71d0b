package api

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// bulkItem is the body of a :verb call.
type bulkItem struct {
	IDs idList `json:"ids" doc:"The rows to change. One that is not there makes the whole call 404."`
	BulkOptions
}

// bulkLockItem is the body of the two calls that take more rows.
type bulkLockItem struct {
	IDs lockIDList `json:"ids" doc:"The rows to change. One that is not there makes the whole call 404."`
	BulkOptions
}

// BulkOptions are what every :verb call takes beside its rows. It is exported
// because huma passes unexported embedded structs over.
type BulkOptions struct {
	Reason string `json:"reason,omitempty" doc:"Why. A lock keeps it, and its mail says it; other calls take no notice." example:"left the company"`
	DryRun bool   `json:"dry_run,omitempty" doc:"Answer what would happen, and change nothing."`
}

func (b bulkItem) ask() app.Bulk {
	return app.Bulk{IDs: b.IDs, Reason: b.Reason, DryRun: b.DryRun}
}

func (b bulkLockItem) ask() app.Bulk {
	return app.Bulk{IDs: b.IDs, Reason: b.Reason, DryRun: b.DryRun}
}

type resultItem struct {
	ID      string      `json:"id,omitempty" doc:"The row. Absent for an address that was refused and has none." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	Email   string      `json:"email,omitempty" format:"email" example:"ben@example.com" doc:"The address, in its canonical form. Absent where the call was made by id."`
	Outcome outcomeName `json:"outcome" example:"changed"`
	Code    codeName    `json:"code,omitempty" doc:"Why the row was refused. Absent otherwise."`
	Message string      `json:"message,omitempty" doc:"The code's sentence for people."`
	Also    string      `json:"also,omitempty" enum:"admin,technician" doc:"Of an address that is invited to a partner: what else it is there already, or is invited as. Then it will be both. Absent otherwise."`
}

type resultList struct {
	Results []resultItem `json:"results" nullable:"false" doc:"One for each row, in the order asked."`
	Impact  *impactItem  `json:"impact,omitempty" doc:"What would follow beyond the rows. With dry_run only."`
}

type impactItem struct {
	InvitationsVoid int       `json:"invitations_void" doc:"How many pending invitations nobody could accept any more, because their inviter would have lost the right to give the role."`
	SitesUncovered  int       `json:"sites_uncovered" doc:"How many sites would lose their last technician who may enter now. A site that has none already is not counted."`
	Uncovered       []siteRef `json:"uncovered,omitempty" doc:"Those sites, the first five by name. Absent where there are none."`
}

// useCase changes the named rows in one transaction, each with its own outcome
// (SPEC section 4).
type useCase func(ctx context.Context, actor gatehouse.Actor, key string, ask app.Bulk) (gatehouse.Results, error)

// bulk makes the handler of a :verb call from its use case.
func bulk(do useCase) handler { return bulkOf[bulkItem](do) }

// bulkLock makes the handler of a :verb call that takes up to
// [gatehouse.BulkLockLimit] rows.
func bulkLock(do useCase) handler { return bulkOf[bulkLockItem](do) }

func bulkOf[B interface{ ask() app.Bulk }](do useCase) handler {
	return atVersion(does(func(ctx context.Context, c *call, in *body[B]) (*reply[resultList], error) {
		ask := in.Body.ask()
		if c.ifMatch != 0 && len(ask.IDs) != 1 {
			return nil, malformed("the header If-Match goes with exactly one id")
		}
		ask.IfMatch = c.ifMatch
		results, err := do(ctx, c.actor, c.key, ask)
		if err != nil {
			return nil, err
		}
		return answer(resultItems(results, ask.DryRun)), nil
	}))
}

// onlyRow makes the outcome of a single change from a bulk call's of one row: a
// refused row is the error.
func onlyRow(results gatehouse.Results, err error) error {
	if err != nil || results.Rows[0].Outcome != gatehouse.Refused {
		return err
	}
	return &gatehouse.Error{Code: results.Rows[0].Code, Message: results.Rows[0].Message}
}

func resultItems(results gatehouse.Results, dryRun bool) resultList {
	list := resultList{Results: make([]resultItem, 0, len(results.Rows))}
	for _, row := range results.Rows {
		list.Results = append(list.Results, resultItem{
			ID:      string(row.ID),
			Email:   string(row.Email),
			Outcome: outcomeName(row.Outcome),
			Code:    codeName(row.Code),
			Message: row.Message,
			Also:    string(row.Also),
		})
	}
	if dryRun {
		list.Impact = newImpactItem(results.Impact)
	}
	return list
}

func newImpactItem(impact gatehouse.Impact) *impactItem {
	item := &impactItem{InvitationsVoid: impact.InvitationsVoid, SitesUncovered: impact.SitesUncovered}
	for _, site := range impact.Uncovered {
		item.Uncovered = append(item.Uncovered, siteRef{ID: string(site.ID), Name: site.Name})
	}
	return item
}
