package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// technicianPage is the window Edit Technician as a page of its own: the sites that
// somebody is invited to, with the partner's lock of each.
func (s *Site) technicianPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	p, err := s.technician(w, r, v)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, p)
}

// technician is the page of the person that the path names, as things stand.
func (s *Site) technician(w http.ResponseWriter, r *http.Request, v *visit) (templates.Technician, error) {
	id := gatehouse.PersonID(r.PathValue("person"))
	row, err := s.App.Technicians.Get(r.Context(), v.actor, id)
	if err != nil {
		return templates.Technician{}, err
	}
	sites, err := s.assignmentsOf(r.Context(), v, id)
	if err != nil {
		return templates.Technician{}, err
	}
	p := templates.Technician{
		Key: auth.NewToken(), Tag: app.AssignmentsTag(sites),
		Row: technicianRows(v.actor, []gatehouse.Technician{row})[0], Sites: siteAccess(v.actor, row, sites),
	}
	p.Base, err = s.portal(w, r, v, p.Heading(v.words))
	return p, err
}

// assignmentsOf are all assignments of a person: the window saves them together.
func (s *Site) assignmentsOf(ctx context.Context, v *visit, person gatehouse.PersonID) ([]gatehouse.AssignmentRow, error) {
	var rows []gatehouse.AssignmentRow
	page := app.Page{Limit: gatehouse.PageLimit}
	for {
		list, err := s.App.Assignments.List(ctx, v.actor, gatehouse.AssignmentFilter{Person: person}, page)
		if err != nil {
			return nil, err
		}
		rows = append(rows, list.Items...)
		if list.Next == "" {
			slices.SortStableFunc(rows, func(a, b gatehouse.AssignmentRow) int { return strings.Compare(a.Site.Name, b.Site.Name) })
			return rows, nil
		}
		page.Cursor = list.Next
	}
}

// siteAccess marks what the viewer may do with each assignment, by the same rules
// that refuse it afterwards.
func siteAccess(viewer gatehouse.Actor, who gatehouse.Technician, rows []gatehouse.AssignmentRow) []templates.SiteAccess {
	refusal := gatehouse.CodeOf(viewer.CheckAssign(assignee(who)))
	list := make([]templates.SiteAccess, 0, len(rows))
	for _, row := range rows {
		access := templates.SiteAccess{AssignmentRow: row, Manages: refusal == "", Refusal: refusal}
		access.Opens, access.Cause = entering(&row.AccessFacts)
		access.Decides = access.Manages && row.Assignment.SiteLock.On() && row.Site.CheckPartnerDecides() == nil
		list = append(list, access)
	}
	return list
}

// assignee is a row of the technicians' list as somebody whose access is changed.
func assignee(t gatehouse.Technician) gatehouse.Assignee {
	who := gatehouse.Assignee{Person: t.Person, Role: t.Person.Role, Technician: t.Status}
	if t.Administrator && who.Role == gatehouse.NoPartnerRole {
		who.Admin = gatehouse.Pending
	}
	return who
}

// seenAccess is an assignment as the page showed it when the form was opened.
type seenAccess struct {
	id      gatehouse.AssignmentID
	site    gatehouse.SiteID
	version int
	locked  bool
	// usable is true where the switch could be used.
	usable bool
}

// readSeen reads what the form carries about the page that it stood on.
func readSeen(values []string) ([]seenAccess, error) {
	list := []seenAccess{}
	for _, value := range values {
		part := strings.Split(value, " ")
		if len(part) != 5 {
			return nil, gatehouse.E(gatehouse.CodeMalformed)
		}
		version, err := strconv.Atoi(part[2])
		if err != nil {
			return nil, gatehouse.E(gatehouse.CodeMalformed)
		}
		list = append(list, seenAccess{
			id: gatehouse.AssignmentID(part[0]), site: gatehouse.SiteID(part[1]), version: version,
			locked: part[3] == "locked", usable: part[4] == "usable",
		})
	}
	return list, nil
}

// saveTechnician saves the partner's locks of one person's assignments: all of what
// was changed, or nothing when the page was stale.
func (s *Site) saveTechnician(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "tag", "reason"}, "seen", "locks")
	if err != nil {
		return err
	}
	seen, err := readSeen(form["seen"])
	if err != nil {
		return err
	}
	wanted := map[gatehouse.AssignmentID]bool{}
	for _, row := range seen {
		if on := slices.Contains(form["locks"], string(row.id)); row.usable && on != row.locked {
			wanted[row.id] = on
		}
	}
	person := gatehouse.PersonID(r.PathValue("person"))
	if len(wanted) == 0 {
		return s.nothingToSave(w, r, v, person)
	}
	locks := app.PartnerLocks{Person: person, Locked: wanted, Reason: form.Get("reason"), Tag: form.Get("tag")}
	results, err := s.App.Assignments.SetPartnerLocks(r.Context(), v.actor, form.Get("key"), locks)
	switch gatehouse.CodeOf(err) {
	case "":
		return s.saved(w, r, v, results.Rows, wanted)
	case gatehouse.CodeStale:
		return s.technicianStale(w, r, v, seen, locks)
	case gatehouse.CodeInvalid:
		return s.technicianAgain(w, r, v, locks, err)
	default:
		return err
	}
}

// nothingToSave answers a form in which nothing was changed. No use case looks at
// it, so whoever sent it is asked here.
func (s *Site) nothingToSave(w http.ResponseWriter, r *http.Request, v *visit, person gatehouse.PersonID) error {
	if err := s.App.Sessions.Admit(r.Context(), v.actor, gatehouse.ManageTechnicians); err != nil {
		return err
	}
	if _, err := s.App.Technicians.Get(r.Context(), v.actor, person); err != nil {
		return err
	}
	return s.saved(w, r, v, nil, nil)
}

// saved goes back to the list, which says what was saved.
func (s *Site) saved(w http.ResponseWriter, r *http.Request, v *visit, results []app.AssignmentResult, wanted map[gatehouse.AssignmentID]bool) error {
	f := assignmentFlash(gatehouse.ActionAssignmentLock, results)
	for _, row := range results {
		if row.Outcome == gatehouse.Changed && len(f.Sites) < flashSites {
			f.Sites = append(f.Sites, flashSite{row.ID, wanted[row.ID]})
		}
	}
	s.setFlash(w, f)
	return seeOther(w, r, technicians.path(v))
}

// savedSites say of each assignment in a flash whose access to which site was locked or
// unlocked, as far as the viewer may still see it.
func (s *Site) savedSites(ctx context.Context, v *visit, f flash) ([]string, error) {
	var sentences []string
	for _, site := range f.Sites {
		row, err := s.App.Assignments.Get(ctx, v.actor, site.ID)
		if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		say := v.words.Technicians.SavedUnlocked
		if site.Locked {
			say = v.words.Technicians.SavedLocked
		}
		sentences = append(sentences, say(row.Person.DisplayName(), row.Site.Name))
	}
	if more := f.Changed - len(f.Sites); more > 0 && len(sentences) > 0 {
		sentences = append(sentences, v.words.Bulk.More(more))
	}
	return sentences, nil
}

// technicianAgain shows the page with what was chosen on it, and what is wrong with it.
func (s *Site) technicianAgain(w http.ResponseWriter, r *http.Request, v *visit, locks app.PartnerLocks, cause error) error {
	p, err := s.technician(w, r, v)
	if err != nil {
		return err
	}
	p.Reason, p.ReasonError, p.Tag = locks.Reason, v.fieldErrors(cause)["reason"], locks.Tag
	for i := range p.Sites {
		if on, asked := locks.Locked[p.Sites[i].Assignment.ID]; asked {
			p.Sites[i].Asked = &on
		}
	}
	return render(w, r, http.StatusUnprocessableEntity, p)
}

// assignmentFlash sums up what became of assignments.
func assignmentFlash(action gatehouse.Action, results []app.AssignmentResult) flash {
	f := flash{Action: action}
	for _, row := range results {
		switch row.Outcome {
		case gatehouse.Changed:
			f.Changed++
		case gatehouse.Unchanged:
			f.Unchanged++
		case gatehouse.Refused:
			f.Refused++
			if len(f.Rows) < flashRows {
				f.Rows = append(f.Rows, flashRow{Code: row.Code})
			}
		}
	}
	return f
}

// technicianStale shows the page anew after somebody else was faster: what changed
// meanwhile, and what the visitor had asked for, of which nothing was saved.
func (s *Site) technicianStale(w http.ResponseWriter, r *http.Request, v *visit, seen []seenAccess, locks app.PartnerLocks) error {
	p, err := s.technician(w, r, v)
	if err != nil {
		return err
	}
	p.Stale, p.Reason = true, locks.Reason
	before := map[gatehouse.AssignmentID]seenAccess{}
	for _, row := range seen {
		before[row.id] = row
	}
	for i := range p.Sites {
		row := &p.Sites[i]
		was, known := before[row.Assignment.ID]
		row.New, row.Changed = !known, known && was.version != row.Assignment.Version
		if on, asked := locks.Locked[row.Assignment.ID]; asked {
			row.Asked = &on
		}
		delete(before, row.Assignment.ID)
	}
	for _, gone := range before {
		site, err := s.App.Sites.Get(r.Context(), v.actor, gone.site)
		if err != nil && gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
			return err
		}
		p.Gone = append(p.Gone, site.Site.Name)
	}
	slices.Sort(p.Gone)
	return render(w, r, http.StatusPreconditionFailed, p)
}
