package api

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// bulkItem is the body of every :verb call.
type bulkItem struct {
	IDs    idList `json:"ids" doc:"The rows to change, each once. One that is not there makes the whole call 404."`
	Reason string `json:"reason,omitempty" doc:"Why, for the audit trail and for whoever looks at the row." example:"left the company"`
	DryRun bool   `json:"dry_run,omitempty" doc:"Answer what would happen, and change nothing."`
}

type resultItem struct {
	ID      string      `json:"id,omitempty" doc:"The row. Absent for an address that was refused and has none." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	Email   string      `json:"email,omitempty" format:"email" example:"ben@example.com" doc:"The address, in its canonical form. Absent where the call was made by id."`
	Outcome outcomeName `json:"outcome" example:"changed"`
	Code    codeName    `json:"code,omitempty" doc:"Why the row was refused. Absent otherwise."`
	Message string      `json:"message,omitempty" doc:"The code's sentence for people."`
}

type resultList struct {
	Results []resultItem `json:"results" nullable:"false" doc:"One for each row, in the order asked."`
	Impact  *impactItem  `json:"impact,omitempty" doc:"What would follow beyond the rows. With dry_run only."`
}

type impactItem struct {
	InvitationsVoid int `json:"invitations_void" doc:"How many pending invitations nobody could accept any more, because their inviter would have lost the right to give the role."`
}

// bulk makes the handler of a :verb call from its use case. All rows are changed
// in one transaction, each with its own outcome (SPEC section 4).
func bulk(do func(context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error)) handler {
	return atVersion(does(func(ctx context.Context, c *call, in *body[bulkItem]) (*reply[resultList], error) {
		if c.ifMatch != 0 && len(in.Body.IDs) != 1 {
			return nil, malformed("the header If-Match goes with exactly one id")
		}
		results, err := do(ctx, c.actor, c.key, app.Bulk{
			IDs:     in.Body.IDs,
			Reason:  in.Body.Reason,
			IfMatch: c.ifMatch,
			DryRun:  in.Body.DryRun,
		})
		if err != nil {
			return nil, err
		}
		return answer(resultItems(results, in.Body.DryRun)), nil
	}))
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
		})
	}
	if dryRun {
		list.Impact = &impactItem{InvitationsVoid: results.Impact.InvitationsVoid}
	}
	return list
}
