package app

import (
	"context"

	"gatehouse.example/gatehouse"
)

// Explanation is the answer to "may this person do this at this site now, and if
// not, why not and who can change it?".
type Explanation struct {
	Facts  gatehouse.AccessFacts
	Action gatehouse.SiteAction
	// Access is what [gatehouse.Decide] says; Gates are all that it asked.
	Access gatehouse.Decision
	Gates  []ExplainedGate
}

// ExplainedGate is a gate with the name of whoever made it stand as it does, where
// that is somebody of the partner or the site.
type ExplainedGate struct {
	gatehouse.GateState
	ByName string
}

// Explain says whether a person may do an action at a site now, and lists every
// gate. Whoever stands at a site asks about that site. An unknown person, site or
// action is CodeNotFound and CodeUnknownParameter.
func (a Assignments) Explain(ctx context.Context, actor gatehouse.Actor, person gatehouse.PersonID, site gatehouse.SiteID, action gatehouse.SiteAction) (Explanation, error) {
	if !action.Known() {
		return Explanation{}, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	if err := a.checkReadAt(ctx, actor, seeAssignments, gatehouse.ActionAssignmentView, site); err != nil {
		return Explanation{}, err
	}
	facts, err := a.Store.ExplainedFacts(ctx, actor.Partner, site, person)
	if err == nil && actor.AtSite() && !facts.Admin.Exists() && facts.Assignment.ID == "" {
		// The site's people see nobody of the partner who has nothing to do with it.
		err = gatehouse.E(gatehouse.CodeNotFound)
	}
	if err != nil {
		return Explanation{}, err
	}
	if actor.AtSite() {
		facts = *facts.SeenFromSite()
	}
	e := Explanation{Facts: facts, Action: action, Access: gatehouse.Decide(&facts, action)}
	names := map[gatehouse.PersonID]string{"": ""}
	for _, state := range gatehouse.Explain(&facts, action) {
		if _, known := names[state.By]; !known {
			by, err := a.Store.Person(ctx, actor.Partner, state.By)
			if err != nil && gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
				return Explanation{}, err
			}
			names[state.By] = by.Name
		}
		e.Gates = append(e.Gates, ExplainedGate{GateState: state, ByName: names[state.By]})
	}
	return e, nil
}

// ExplainAssignment is Explain of the person and site of an assignment.
func (a Assignments) ExplainAssignment(ctx context.Context, actor gatehouse.Actor, id gatehouse.AssignmentID, action gatehouse.SiteAction) (Explanation, error) {
	row, err := a.Get(ctx, actor, id)
	if err != nil {
		return Explanation{}, err
	}
	return a.Explain(ctx, actor, row.Person.ID, row.Site.ID, action)
}
