package app

import (
	"context"
	"fmt"
	"unicode/utf8"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// Assignments are the use cases of who may enter which site as technician, from
// the partner's portal and from the site (SPEC section 8).
type Assignments struct{ *core }

// AssignmentPage is one page of a list of assignments.
type AssignmentPage struct {
	Items []gatehouse.AssignmentRow
	// Next is the cursor of the next page, empty on the last.
	Next string
}

// List returns a page of the assignments that pass the filter, oldest first. Whoever
// stands at a site sees those of the site. Errors: CodeUnknownParameter.
func (a Assignments) List(ctx context.Context, actor gatehouse.Actor, filter gatehouse.AssignmentFilter, page Page) (AssignmentPage, error) {
	filter, err := a.narrowed(ctx, actor, filter)
	if err != nil {
		return AssignmentPage{}, err
	}
	items, next, _, err := readPage(page, actor.Partner, assignmentOrder, func(after gatehouse.AssignmentID, limit int, each func(gatehouse.AssignmentRow) error) (bool, error) {
		return false, a.Store.Assignments(ctx, actor.Partner, filter, after, limit, each)
	}, func(row gatehouse.AssignmentRow) gatehouse.AssignmentID { return row.Assignment.ID })
	return AssignmentPage{Items: items, Next: next}, err
}

// assignmentOrder is the one order of assignments.
const assignmentOrder = "assignments"

// seeAssignments is what reading assignments asks.
var seeAssignments = ask{permission: gatehouse.ViewPartner, siteAction: gatehouse.TechniciansView}

// narrowed authorises a read and narrows the filter to the site where the actor
// stands. A site or person that the partner does not have is CodeNotFound.
func (a Assignments) narrowed(ctx context.Context, actor gatehouse.Actor, f gatehouse.AssignmentFilter) (gatehouse.AssignmentFilter, error) {
	if utf8.RuneCountInString(f.Query) > gatehouse.QueryLimit || !utf8.ValidString(f.Query) {
		return f, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	if err := a.checkReadAt(ctx, actor, seeAssignments, gatehouse.ActionAssignmentView, f.Site); err != nil {
		return f, err
	}
	if actor.AtSite() {
		f.Site = actor.Site
	}
	if f.Site != "" {
		if _, err := a.Store.Site(ctx, actor.Partner, f.Site); err != nil {
			return f, err
		}
	}
	if f.Person != "" {
		if _, err := a.Store.Person(ctx, actor.Partner, f.Person); err != nil {
			return f, err
		}
	}
	return f, nil
}

// Get returns one assignment, or CodeNotFound.
func (a Assignments) Get(ctx context.Context, actor gatehouse.Actor, id gatehouse.AssignmentID) (gatehouse.AssignmentRow, error) {
	if err := a.checkReadAt(ctx, actor, seeAssignments, gatehouse.ActionAssignmentView, ""); err != nil {
		return gatehouse.AssignmentRow{}, err
	}
	return assignmentOf(ctx, a.Store.Reads, actor, id)
}

// assignmentOf reads an assignment that the actor can see from where they stand.
func assignmentOf(ctx context.Context, reads store.Reads, actor gatehouse.Actor, id gatehouse.AssignmentID) (gatehouse.AssignmentRow, error) {
	row, err := reads.AssignmentRow(ctx, actor.Partner, id)
	if err == nil && actor.AtSite() && row.Site.ID != actor.Site {
		return gatehouse.AssignmentRow{}, gatehouse.E(gatehouse.CodeNotFound)
	}
	return row, err
}

// Export calls each for every assignment that passes the filter and records that
// they were exported.
func (a Assignments) Export(ctx context.Context, actor gatehouse.Actor, filter gatehouse.AssignmentFilter, each func(gatehouse.AssignmentRow) error) error {
	filter, err := a.narrowed(ctx, actor, filter)
	if err != nil {
		return err
	}
	op := operation{action: gatehouse.ActionAssignmentExport, partner: actor.Partner, site: filter.Site, ask: seeAssignments}
	return exporting(ctx, a.core, actor, op, facts{"site": filter.Site, "person": filter.Person}, each, func(each func(gatehouse.AssignmentRow) error) error {
		return a.Store.Assignments(ctx, actor.Partner, filter, "", 0, each)
	})
}

// Candidates returns at most [gatehouse.PageLimit] people who can be assigned to
// the site, by name: the partner's administrators or its technicians. Whoever is
// its administrator or assigned to it already is left out.
func (a Assignments) Candidates(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID, administrators bool, text string) ([]gatehouse.Assignee, error) {
	if utf8.RuneCountInString(text) > gatehouse.QueryLimit || !utf8.ValidString(text) {
		return nil, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	if err := a.checkRead(ctx, actor, gatehouse.ManageTechnicians, gatehouse.ActionAssignmentView); err != nil {
		return nil, err
	}
	if _, err := a.Store.Site(ctx, actor.Partner, site); err != nil {
		return nil, err
	}
	return a.Store.Assignees(ctx, actor.Partner, site, administrators, text, gatehouse.PageLimit)
}

// Pair is one person to be assigned to one site.
type Pair struct {
	Person gatehouse.PersonID `json:"person"`
	Site   gatehouse.SiteID   `json:"site"`
	Level  gatehouse.Level    `json:"level"`
	gatehouse.Window
}

// Pairs returns every person with every site, at one level and window: what
// assigning N technicians to M sites in one go means. It stops above what one call
// takes, which [Assignments.Assign] then refuses.
func Pairs(people []gatehouse.PersonID, sites []gatehouse.SiteID, level gatehouse.Level, window gatehouse.Window) []Pair {
	pairs := make([]Pair, 0, min(len(people)*len(sites), gatehouse.PairLimit+1))
	for _, person := range people {
		for _, site := range sites {
			if len(pairs) > gatehouse.PairLimit {
				return pairs
			}
			pairs = append(pairs, Pair{Person: person, Site: site, Level: level, Window: window})
		}
	}
	return pairs
}

// PairResult is the outcome of one pair. Refused pairs carry a code and its
// sentence.
type PairResult struct {
	Person  gatehouse.PersonID     `json:"person"`
	Site    gatehouse.SiteID       `json:"site"`
	ID      gatehouse.AssignmentID `json:"id,omitempty"`
	Outcome gatehouse.Outcome      `json:"outcome"`
	Code    gatehouse.Code         `json:"code,omitempty"`
	Message string                 `json:"message,omitempty"`
	// Waiting is true for an assignment that waits for the site's approval, Level
	// what it got: the level that the site set last counts.
	Waiting bool            `json:"waiting,omitempty"`
	Level   gatehouse.Level `json:"level"`
}

// Assign gives people access to sites: one outcome per pair, in one transaction,
// one mail per person and one per administrator of a site who has to approve. An
// unknown or foreign person or site makes the whole call CodeNotFound. Codes of
// pairs: CodeForbidden, CodeSelfNotAllowed and CodeRoleAboveYours for
// administrators, CodeAlreadyAssigned, CodeAlreadySiteAdministrator,
// CodeNotInvited, CodeDuplicate.
func (a Assignments) Assign(ctx context.Context, actor gatehouse.Actor, key string, pairs []Pair, dryRun bool) ([]PairResult, error) {
	if err := checkPairs(pairs); err != nil {
		return nil, err
	}
	op := operation{action: gatehouse.ActionAssign, ask: needs(gatehouse.ManageTechnicians), key: key, input: pairs, dryRun: dryRun}
	return changeHere(ctx, a.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) ([]PairResult, error) {
		m, err := a.machine(ctx, tx, actor, actor.Partner, gatehouse.InviteTechnician)
		if err != nil {
			return nil, err
		}
		return newAssigning(m, op).all(ctx, pairs)
	})
}

func checkPairs(pairs []Pair) error {
	switch {
	case len(pairs) == 0:
		return gatehouse.InvalidField("people", "Name at least one person and one site.")
	case len(pairs) > gatehouse.PairLimit:
		return gatehouse.InvalidField("people", fmt.Sprintf("One call takes at most %d pairs of person and site.", gatehouse.PairLimit))
	default:
		return nil
	}
}
