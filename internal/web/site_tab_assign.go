package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// picker is the form that invites technicians to a site, between two steps. Until
// Confirm nothing is kept but what the form carries.
type picker struct {
	portal *Site
	visit  *visit
	site   gatehouse.Site
	page   templates.SiteAssign
	people []gatehouse.PersonID
	own    map[gatehouse.PersonID]gatehouse.Level
	window gatehouse.Window
}

// sitePickerPage is the form before anybody was chosen.
func (s *Site) sitePickerPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	p, err := s.newPicker(r, v)
	if err != nil {
		return err
	}
	p.page.Key, p.page.Of, p.page.Level = auth.NewToken(), templates.TechniciansList, gatehouse.DevicesOnly
	return p.show(w, r, http.StatusOK)
}

func (s *Site) newPicker(r *http.Request, v *visit) (*picker, error) {
	head, err := s.siteHead(r, v, templates.SiteCrewTab)
	return &picker{
		portal: s, visit: v, site: head.Row.Site, own: map[gatehouse.PersonID]gatehouse.Level{},
		page: templates.SiteAssign{Site: head.Row.Site, Errors: map[string]string{}},
	}, err
}

// pickForSite takes one step of the form.
func (s *Site) pickForSite(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.App.Sessions.Admit(r.Context(), v.actor, gatehouse.ManageTechnicians); err != nil {
		return err
	}
	form, err := readForm(r, []string{"key", "of", "q", "level", "starts", "ends", "step", "confirm"}, "id", "own", templates.LeftField)
	if err != nil {
		return err
	}
	p, err := s.newPicker(r, v)
	if err != nil {
		return err
	}
	p.page.Key, p.page.Query, p.page.Starts, p.page.Ends = form.Get("key"), form.Get("q"), form.Get("starts"), form.Get("ends")
	of := form.Get("of")
	if to, turned := strings.CutPrefix(form.Get("step"), "of "); turned {
		of, p.page.Query = to, ""
	}
	p.page.Of = templates.PeopleList(of)
	if p.page.Of != templates.AdminsList && p.page.Of != templates.TechniciansList {
		return gatehouse.E(gatehouse.CodeMalformed)
	}
	confirmed, chosen := form.Get("confirm") == "yes", form["id"]
	if !confirmed {
		// Back in the form are also those whom the question left out.
		chosen = slices.Concat(chosen, form[templates.LeftField])
	}
	if err := p.read(chosen, form["own"], form.Get("level")); err != nil {
		return err
	}
	switch {
	case confirmed:
		return p.confirm(w, r)
	case form.Get("step") == "ask":
		return p.ask(w, r)
	default:
		return p.show(w, r, http.StatusOK)
	}
}

// read reads who was chosen, at which level, and when: by the site's clock.
func (p *picker) read(ids, own []string, level string) (err error) {
	if p.page.Level, err = gatehouse.ParseLevel(level); err != nil {
		return err
	}
	for _, id := range ids {
		if person := gatehouse.PersonID(id); !slices.Contains(p.people, person) {
			p.people = append(p.people, person)
		}
	}
	if len(p.people) > gatehouse.BulkLimit {
		return gatehouse.E(gatehouse.CodeTooLarge)
	}
	for _, value := range own {
		person, name, chosen := strings.Cut(value, " ")
		if !chosen {
			continue
		}
		if p.own[gatehouse.PersonID(person)], err = gatehouse.ParseLevel(name); err != nil {
			return err
		}
	}
	p.window = gatehouse.Window{StartsAt: p.time("starts", p.page.Starts), EndsAt: p.time("ends", p.page.Ends)}
	return nil
}

func (p *picker) time(field, typed string) time.Time {
	at, err := templates.ZoneOf(p.site.TimeZone).Parse(typed)
	if err != nil {
		p.page.Errors[field] = p.visit.words.Sites.Crew.TimeError
	}
	return at
}

// ownLevel is a level of the person's own, nil for that of all.
func (p *picker) ownLevel(id gatehouse.PersonID) *gatehouse.Level {
	if level, ok := p.own[id]; ok {
		return &level
	}
	return nil
}

// pairs are everybody chosen with the site.
func (p *picker) pairs() []app.Pair {
	pairs := app.Pairs(p.people, []gatehouse.SiteID{p.site.ID}, p.page.Level, p.window)
	for i := range pairs {
		if level, ok := p.own[pairs[i].Person]; ok {
			pairs[i].Level = level
		}
	}
	return pairs
}

// show draws the form as it stands: who is chosen, and whom the search finds.
func (p *picker) show(w http.ResponseWriter, r *http.Request, status int) error {
	base, err := p.portal.portal(w, r, p.visit, p.visit.words.Sites.Crew.Title)
	if err != nil {
		return err
	}
	p.page.Base = base
	for _, id := range p.people {
		person, err := p.portal.person(r, p.visit, id)
		if err != nil {
			return err
		}
		p.page.Chosen = append(p.page.Chosen, templates.PickedPerson{Person: person, Role: person.Role, Own: p.ownLevel(id)})
	}
	found, err := p.portal.App.Assignments.Candidates(r.Context(), p.visit.actor, p.site.ID, p.page.Of == templates.AdminsList, p.page.Query)
	if err != nil {
		return err
	}
	for _, who := range found {
		if slices.Contains(p.people, who.Person.ID) {
			continue
		}
		row := templates.PickedPerson{Person: who.Person, Role: who.Role, Own: p.ownLevel(who.Person.ID), Pending: who.Person.Account == ""}
		if refusal := firstRefusal(p.visit.actor.CheckAssign(who)); refusal != "" {
			row.Refusal = p.visit.words.Code(refusal)
		}
		p.page.Found = append(p.page.Found, row)
	}
	p.page.More = len(found) == gatehouse.PageLimit
	return render(w, r, status, p.page)
}

// ask is the question before anybody is assigned.
func (p *picker) ask(w http.ResponseWriter, r *http.Request) error {
	if len(p.people) == 0 {
		p.mark(p.window.Check(time.Now()))
		p.page.Errors["person"] = p.visit.words.Sites.Crew.ChooseFirst
		return p.show(w, r, http.StatusUnprocessableEntity)
	}
	if len(p.page.Errors) > 0 {
		return p.again(w, r, nil)
	}
	results, err := p.portal.App.Assignments.Assign(r.Context(), p.visit.actor, "", p.pairs(), true)
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		return p.again(w, r, err)
	}
	if err != nil {
		return err
	}
	base, err := p.portal.portal(w, r, p.visit, p.visit.words.Sites.Crew.ConfirmTitle)
	if err != nil {
		return err
	}
	q := templates.SiteAssignConfirm{
		Base: base, Site: p.site, Key: p.page.Key, Of: p.page.Of, Query: p.page.Query,
		Level: p.page.Level, Starts: p.page.Starts, Ends: p.page.Ends, Window: p.window,
	}
	for i, result := range results {
		person, err := p.portal.person(r, p.visit, result.Person)
		if err != nil {
			return err
		}
		row := templates.SiteAssignRow{
			Person: person, Own: p.ownLevel(result.Person), Level: result.Level, Waits: result.Waiting,
			Kept: result.Level != p.pairs()[i].Level, Pending: person.Account == "" && !result.Waiting,
		}
		if result.Outcome == gatehouse.Refused {
			row.Refusal = p.visit.words.Code(result.Code)
		}
		q.Rows = append(q.Rows, row)
	}
	return render(w, r, http.StatusOK, q)
}

// again shows the form with what is wrong beside its fields.
func (p *picker) again(w http.ResponseWriter, r *http.Request, cause error) error {
	p.mark(cause)
	return p.show(w, r, http.StatusUnprocessableEntity)
}

// mark puts what is wrong at its fields.
func (p *picker) mark(cause error) {
	for field, message := range p.visit.fieldErrors(cause) {
		p.page.Errors[windowField(field, "person")] = message
	}
}

// confirm assigns, and goes back to the tab, which says what became of each.
func (p *picker) confirm(w http.ResponseWriter, r *http.Request) error {
	if len(p.people) == 0 || len(p.page.Errors) > 0 {
		return p.ask(w, r)
	}
	pairs, err := p.portal.App.Assignments.Assign(r.Context(), p.visit.actor, p.page.Key, p.pairs(), false)
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		return p.again(w, r, err)
	}
	if err != nil {
		return err
	}
	results := gatehouse.Results{}
	for _, pair := range pairs {
		results.Rows = append(results.Rows, gatehouse.Result{ID: pair.Person, Outcome: pair.Outcome, Code: pair.Code, Message: pair.Message})
	}
	p.portal.setFlash(w, resultFlash(gatehouse.ActionAssign, results))
	return seeOther(w, r, editSitePath(p.visit, p.site.ID, templates.SiteCrewTab))
}
