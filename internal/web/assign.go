package web

import (
	"net/http"
	"slices"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// assignDraft is the form that assigns people to sites, between two steps. Until
// Confirm nothing is kept but what the form carries.
type assignDraft struct {
	site  *Site
	visit *visit
	key   string
	// people and sites are who and where, listed everybody whom the form offers; own is
	// the level of single people.
	people []gatehouse.PersonID
	listed []gatehouse.PersonID
	sites  []gatehouse.SiteID
	own    map[gatehouse.PersonID]gatehouse.Level
	level  gatehouse.Level
	// query is what the sites are searched with; starts and ends are the times as
	// they were typed, which count by the clock of each site.
	query, starts, ends string
	errors              map[string]string
	// left are the pairs that the preview left out, by their numbers among all of them.
	left map[int]bool
	// known are the sites that were looked up.
	known map[gatehouse.SiteID]gatehouse.Site
}

// assignPage is the form for the person that the query names, or for nobody yet.
func (s *Site) assignPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, "person")
	if err != nil {
		return err
	}
	draft := assignDraft{site: s, visit: v, key: auth.NewToken(), level: gatehouse.DevicesOnly, known: map[gatehouse.SiteID]gatehouse.Site{}}
	if person := query.Get("person"); person != "" {
		draft.people = []gatehouse.PersonID{gatehouse.PersonID(person)}
		draft.listed = draft.people
	}
	if len(draft.people) == 0 {
		s.setFlash(w, flash{Notice: noticeNone})
		return seeOther(w, r, technicians.path(v))
	}
	return draft.show(w, r, http.StatusOK)
}

// assign takes one step of the form.
func (s *Site) assign(w http.ResponseWriter, r *http.Request, v *visit) error {
	draft, step, err := s.readAssign(r, v)
	if err != nil {
		return err
	}
	if step != "confirm" || !draft.complete() {
		// What only looks is asked here; Confirm asks the use case, which records a
		// refusal as what was tried.
		if err := s.App.Sessions.Admit(r.Context(), v.actor, gatehouse.ManageTechnicians); err != nil {
			return err
		}
	}
	switch {
	case len(draft.listed) == 0:
		s.setFlash(w, flash{Notice: noticeNone})
		return seeOther(w, r, technicians.path(v))
	case step == "all":
		return draft.addFound(w, r)
	case step == "preview":
		return draft.preview(w, r)
	case step == "confirm":
		return draft.confirm(w, r)
	default:
		return draft.show(w, r, http.StatusOK)
	}
}

// readAssign reads the form. A level or a time that is none is said beside its
// field.
func (s *Site) readAssign(r *http.Request, v *visit) (assignDraft, string, error) {
	d := assignDraft{site: s, visit: v, level: gatehouse.DevicesOnly, own: map[gatehouse.PersonID]gatehouse.Level{}, errors: map[string]string{}, known: map[gatehouse.SiteID]gatehouse.Site{}}
	form, err := readForm(r, []string{"key", "back", "step", "q", "level", "starts", "ends", templates.LeftField}, "id", "listed", "own", "site")
	if err != nil {
		return d, "", err
	}
	d.key, d.query, d.starts, d.ends = form.Get("key"), form.Get("q"), form.Get("starts"), form.Get("ends")
	if d.key == "" {
		d.key = auth.NewToken()
	}
	for _, id := range form["id"] {
		if person := gatehouse.PersonID(id); !slices.Contains(d.people, person) {
			d.people = append(d.people, person)
		}
	}
	for _, id := range slices.Concat(form["listed"], form["id"]) {
		if person := gatehouse.PersonID(id); !slices.Contains(d.listed, person) {
			d.listed = append(d.listed, person)
		}
	}
	for _, id := range form["site"] {
		if site := gatehouse.SiteID(id); !slices.Contains(d.sites, site) {
			d.sites = append(d.sites, site)
		}
	}
	if len(d.listed) > gatehouse.BulkLimit || len(d.sites) > gatehouse.PairLimit {
		return d, "", gatehouse.E(gatehouse.CodeTooLarge)
	}
	if form.Has("level") {
		if d.level, err = gatehouse.ParseLevel(form.Get("level")); err != nil {
			return d, "", err
		}
	}
	if err := d.readOwn(form["own"]); err != nil {
		return d, "", err
	}
	d.checkTime("starts", d.starts)
	d.checkTime("ends", d.ends)
	d.left, err = readLeft(form.Get(templates.LeftField))
	return d, form.Get("step"), err
}

// readOwn reads the levels of single people: a person and a level each, or nothing
// for the level of all.
func (d *assignDraft) readOwn(values []string) error {
	for _, value := range values {
		if value == "" {
			continue
		}
		person, name, _ := strings.Cut(value, " ")
		level, err := gatehouse.ParseLevel(name)
		if err != nil {
			return err
		}
		d.own[gatehouse.PersonID(person)] = level
	}
	return nil
}

// complete reports whether the form says enough to be tried.
func (d *assignDraft) complete() bool {
	return len(d.people) > 0 && len(d.sites) > 0 && len(d.errors) == 0
}

// checkTime says beside its field that what was typed is no time, by whatever clock.
func (d *assignDraft) checkTime(field, typed string) {
	if _, err := templates.ZoneOf("").Parse(typed); err != nil {
		d.errors[field] = d.visit.words.Assign.TimeError
	}
}

// windowAt is what was typed, by the clock of a site.
func (d *assignDraft) windowAt(site gatehouse.Site) (w gatehouse.Window, err error) {
	zone := templates.ZoneOf(site.TimeZone)
	if w.StartsAt, err = zone.Parse(d.starts); err == nil {
		w.EndsAt, err = zone.Parse(d.ends)
	}
	return w, err
}

// pairs are every person with every site.
func (d *assignDraft) pairs(r *http.Request) ([]app.Pair, error) {
	pairs := app.Pairs(d.people, d.sites, d.level, gatehouse.Window{})
	windows := map[gatehouse.SiteID]gatehouse.Window{}
	if d.starts != "" || d.ends != "" {
		sites, err := d.chosen(r)
		if err != nil {
			return nil, err
		}
		for _, site := range sites {
			if windows[site.ID], err = d.windowAt(site); err != nil {
				return nil, err
			}
		}
	}
	for i, pair := range pairs {
		pairs[i].Window = windows[pair.Site]
		if level, ok := d.own[pair.Person]; ok {
			pairs[i].Level = level
		}
	}
	return pairs, nil
}

// addFound adds every site that the search finds, as many as one call takes.
func (d assignDraft) addFound(w http.ResponseWriter, r *http.Request) error {
	page := app.Page{Limit: gatehouse.PageLimit}
	limit := gatehouse.PairLimit / max(len(d.people), 1)
	for len(d.sites) < limit {
		list, err := d.site.App.Sites.List(r.Context(), d.visit.actor, gatehouse.SiteFilter{Query: d.query, Sort: gatehouse.SitesByName}, page)
		if err != nil {
			return err
		}
		for _, row := range list.Items {
			if len(d.sites) < limit && !slices.Contains(d.sites, row.Site.ID) {
				d.sites = append(d.sites, row.Site.ID)
			}
		}
		if list.Next == "" {
			break
		}
		page.Cursor = list.Next
	}
	return d.show(w, r, http.StatusOK)
}

// foundSites is how many sites a search shows at once.
const foundSites = 25

// show draws the form as it stands.
func (d assignDraft) show(w http.ResponseWriter, r *http.Request, status int) error {
	base, err := d.site.portal(w, r, d.visit, d.visit.words.Assign.Title)
	if err != nil {
		return err
	}
	p := templates.Assign{
		Base: base, Key: d.key, Level: d.level, Query: d.query, Starts: d.starts, Ends: d.ends, Errors: d.errors,
	}
	for _, id := range d.listed {
		person, err := d.site.person(r, d.visit, id)
		if err != nil {
			return err
		}
		row := templates.AssignPerson{Person: person, Chosen: slices.Contains(d.people, id)}
		if level, ok := d.own[id]; ok {
			row.Own = &level
		}
		p.People = append(p.People, row)
	}
	if p.Chosen, err = d.chosen(r); err != nil {
		return err
	}
	found, err := d.site.App.Sites.List(r.Context(), d.visit.actor, gatehouse.SiteFilter{Query: d.query, Sort: gatehouse.SitesByName}, app.Page{Limit: foundSites})
	if err != nil {
		return err
	}
	for _, row := range found.Items {
		if !slices.Contains(d.sites, row.Site.ID) {
			p.Found = append(p.Found, row.Site)
		}
	}
	p.More = found.Next != ""
	return render(w, r, status, p)
}

// chosen are the sites chosen so far.
func (d assignDraft) chosen(r *http.Request) ([]gatehouse.Site, error) {
	sites := []gatehouse.Site{}
	for _, id := range d.sites {
		site, known := d.known[id]
		if !known {
			row, err := d.site.App.Sites.Get(r.Context(), d.visit.actor, id)
			if err != nil {
				return nil, err
			}
			site = row.Site
			d.known[id] = site
		}
		sites = append(sites, site)
	}
	return sites, nil
}
