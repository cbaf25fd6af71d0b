package web

import (
	"net/http"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// preview shows what would become of every pair, before anything is done.
func (d assignDraft) preview(w http.ResponseWriter, r *http.Request) error {
	if len(d.people) == 0 {
		d.errors["person"] = d.visit.words.Sites.Crew.ChooseFirst
	}
	if len(d.sites) == 0 {
		d.errors["site"] = d.visit.words.Assign.NoSite
	}
	if len(d.people)*len(d.sites) > gatehouse.PairLimit {
		d.errors["site"] = d.visit.words.Assign.TooMany(gatehouse.PairLimit)
	}
	if len(d.errors) > 0 {
		// What is wrong with the window is said with the rest, by whatever clock.
		if window, err := d.windowAt(gatehouse.Site{}); err == nil {
			d.mark(window.Check(time.Now()))
		}
		return d.show(w, r, http.StatusUnprocessableEntity)
	}
	pairs, err := d.pairs(r)
	if err != nil {
		return err
	}
	results, err := d.site.App.Assignments.Assign(r.Context(), d.visit.actor, "", pairs, true)
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		return d.again(w, r, err)
	}
	if err != nil {
		return err
	}
	return d.table(w, r, results, false)
}

// again shows the form with what the use case said about its fields.
func (d assignDraft) again(w http.ResponseWriter, r *http.Request, cause error) error {
	d.mark(cause)
	return d.show(w, r, http.StatusUnprocessableEntity)
}

// mark puts what is wrong at its fields.
func (d assignDraft) mark(cause error) {
	for field, message := range d.visit.fieldErrors(cause) {
		d.errors[windowField(field, "site")] = message
	}
}

// windowField is the field of a form that assigns for which the use case's name stands,
// other for all but those of the window.
func windowField(name, other string) string {
	switch name {
	case "starts_at":
		return "starts"
	case "ends_at":
		return "ends"
	default:
		return other
	}
}

// confirm assigns, and shows what became of every pair. The same form sent again is
// answered with the same result and does nothing more.
func (d assignDraft) confirm(w http.ResponseWriter, r *http.Request) error {
	if !d.complete() {
		return d.preview(w, r)
	}
	pairs, err := d.pairs(r)
	if err != nil {
		return err
	}
	if len(pairs) <= gatehouse.PairLimit { // what is too much is refused whatever is left out
		pairs = d.asked(pairs)
	}
	if len(pairs) == 0 {
		return d.preview(w, r)
	}
	results, err := d.site.App.Assignments.Assign(r.Context(), d.visit.actor, d.key, pairs, false)
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		return d.again(w, r, err)
	}
	if err != nil {
		return err
	}
	return d.table(w, r, results, true)
}

// table shows a row for every pair.
func (d assignDraft) table(w http.ResponseWriter, r *http.Request, results []app.PairResult, done bool) error {
	title := d.visit.words.Assign.PreviewTitle
	if done {
		title = d.visit.words.Assign.DoneTitle
	}
	base, err := d.site.portal(w, r, d.visit, title)
	if err != nil {
		return err
	}
	p := templates.AssignPreview{
		Base: base, Key: d.key, Done: done, Level: d.level, Query: d.query, Starts: d.starts, Ends: d.ends,
		People: d.people, Sites: d.sites, Own: d.own, Left: leftPairs(results),
	}
	if p.Pairs, err = d.named(r, results); err != nil {
		return err
	}
	if p.Chosen, err = d.chosen(r); err != nil {
		return err
	}
	return render(w, r, http.StatusOK, p)
}

// named puts names to the pairs, each looked up once.
func (d assignDraft) named(r *http.Request, results []app.PairResult) ([]templates.AssignPair, error) {
	people, sites := map[gatehouse.PersonID]gatehouse.Person{}, map[gatehouse.SiteID]gatehouse.Site{}
	for _, id := range d.people {
		person, err := d.site.person(r, d.visit, id)
		if err != nil {
			return nil, err
		}
		people[id] = person
	}
	chosen, err := d.chosen(r)
	if err != nil {
		return nil, err
	}
	for _, site := range chosen {
		sites[site.ID] = site
	}
	pairs := make([]templates.AssignPair, 0, len(results))
	for _, result := range results {
		asked := d.level
		if own, ok := d.own[result.Person]; ok {
			asked = own
		}
		pair := templates.AssignPair{
			Person: people[result.Person], Site: sites[result.Site], Level: result.Level, Kept: result.Level != asked,
			Waiting: result.Waiting, Refused: result.Outcome == gatehouse.Refused,
		}
		if pair.Window, err = d.windowAt(pair.Site); err != nil {
			return nil, err
		}
		if pair.Refused {
			pair.Refusal = d.visit.words.Code(result.Code)
			pair.Kept = false
		} else {
			d.foresee(&pair)
		}
		pairs = append(pairs, pair)
	}
	return pairs, nil
}

// foresee says when and whether the person could enter by this assignment, by the rules
// that will decide it.
func (d assignDraft) foresee(pair *templates.AssignPair) {
	now := time.Now()
	facts := gatehouse.AccessFacts{
		Now: now, Partner: gatehouse.Partner{ActivatedAt: now}, Site: pair.Site, Person: pair.Person,
		Assignment: gatehouse.Assignment{ID: "to be", Level: pair.Level, Window: pair.Window, Waiting: pair.Waiting},
	}
	for _, gate := range gatehouse.Explain(&facts, gatehouse.SiteEnter) {
		switch {
		case gate.Pass, gate.Gate == gatehouse.GateApproved:
		case gate.Gate == gatehouse.GateWindow && pair.Window.StartsAt.After(now):
			pair.From = pair.Window.StartsAt
		default:
			pair.Closed = append(pair.Closed, d.visit.words.Access.Fails[gate.Gate])
		}
	}
}
