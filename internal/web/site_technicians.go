package web

import (
	"net/http"
	"net/url"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// siteTechniciansPage lists the people who are assigned to the site, those who wait
// for approval on top. The row that a mail's link names comes first, whatever page it
// stands on otherwise.
func (s *Site) siteTechniciansPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, "q", "waiting", "row", "cursor", "trail")
	if err != nil {
		return err
	}
	filter, err := assignmentFilter(query)
	if err != nil {
		return err
	}
	list, err := s.App.Assignments.List(r.Context(), v.actor, filter, app.Page{Cursor: query.Get("cursor")})
	if err != nil {
		return err
	}
	top, gone, err := s.onTop(r, v, query)
	if err != nil {
		return err
	}
	p, err := s.siteTechnicians(w, r, v)
	if err != nil {
		return err
	}
	p.Rows, p.Gone = siteTechnicianRows(v, top, list.Items, query.Get("row")), gone
	p.Query, p.Waiting = filter.Query, filter.Waiting
	link := url.Values{"q": {filter.Query}, "cursor": {query.Get("cursor")}, "trail": {query.Get("trail")}}
	if filter.Waiting {
		link.Set("waiting", "yes")
	}
	p.Pager = pagerOf(r.URL.Path, link, list.Next)
	p.Pager.Label, p.Pager.Previous, p.Pager.Next = v.words.Admins.Pager, v.words.Admins.Previous, v.words.Admins.Next
	return render(w, r, http.StatusOK, p)
}

// siteTechnicians is the page without its rows.
func (s *Site) siteTechnicians(w http.ResponseWriter, r *http.Request, v *visit) (templates.SiteTechnicians, error) {
	site, err := s.App.Registers.Dashboard(r.Context(), v.actor, v.actor.Site)
	if err != nil {
		return templates.SiteTechnicians{}, err
	}
	approves, err := s.App.SiteAdmins.CanApprove(r.Context(), v.actor, v.actor.Site)
	if err != nil {
		return templates.SiteTechnicians{}, err
	}
	result, err := s.takeEntryResult(r, v)
	if err != nil {
		return templates.SiteTechnicians{}, err
	}
	base, err := s.portal(w, r, v, v.words.Technicians.List.Title)
	return templates.SiteTechnicians{
		Base:    base,
		Manages: v.actor.MayAtSite(gatehouse.TechniciansManage),
		Key:     auth.NewToken(),
		Result:  result,
		Unowned: !approves,
		Zone:    templates.ZoneOf(site.TimeZone),
	}, err
}

func assignmentFilter(query url.Values) (gatehouse.AssignmentFilter, error) {
	filter := gatehouse.AssignmentFilter{Query: query.Get("q")}
	switch query.Get("waiting") {
	case "":
	case "yes":
		filter.Waiting = true
	default:
		return filter, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	return filter, nil
}

// onTop returns the rows that come before all others on the first page of the whole
// list: the one that a link names, and whoever waits. gone is true when the link's row
// is not there any more.
func (s *Site) onTop(r *http.Request, v *visit, query url.Values) (top []gatehouse.AssignmentRow, gone bool, err error) {
	if id := query.Get("row"); id != "" {
		row, err := s.App.Assignments.Get(r.Context(), v.actor, gatehouse.AssignmentID(id))
		switch gatehouse.CodeOf(err) {
		case "":
			top = append(top, row)
		case gatehouse.CodeNotFound:
			gone = true
		default:
			return nil, false, err
		}
	}
	if query.Get("cursor") != "" || query.Get("q") != "" || query.Get("waiting") != "" {
		return top, gone, nil
	}
	waiting, err := s.assignments(r, v, gatehouse.AssignmentFilter{Waiting: true}, gatehouse.PageLimit)
	return append(top, waiting...), gone, err
}

// siteTechnicianRows are the rows of the page, each once.
func siteTechnicianRows(v *visit, top, list []gatehouse.AssignmentRow, linked string) []templates.SiteTechnician {
	rows := []templates.SiteTechnician{}
	shown := map[gatehouse.AssignmentID]bool{}
	for _, row := range slices.Concat(top, list) {
		if shown[row.Assignment.ID] {
			continue
		}
		shown[row.Assignment.ID] = true
		t := siteTechnician(v, row)
		t.Linked = linked != "" && string(row.Assignment.ID) == linked
		rows = append(rows, t)
	}
	return rows
}

// siteTechnician is a row as the viewer sees it, with what the decision about it is.
func siteTechnician(v *visit, row gatehouse.AssignmentRow) templates.SiteTechnician {
	t := templates.SiteTechnician{AssignmentRow: row, Self: row.Person.ID == v.actor.Person}
	t.Access, t.Cause = entering(&row.AccessFacts)
	return t
}

// entering says whether somebody may enter the site now, and else what keeps them out:
// the first gate of the assignment that is closed.
func entering(f *gatehouse.AccessFacts) (opens bool, cause gatehouse.Gate) {
	opens = gatehouse.Decide(f, gatehouse.SiteEnter).Access
	for _, gate := range gatehouse.Explain(f, gatehouse.SiteEnter) {
		if !gate.Pass && gate.Way == gatehouse.WayAssignment {
			return opens, gate.Gate
		}
	}
	return opens, ""
}

// exportSiteTechnicians answers with the list as a file.
func (s *Site) exportSiteTechnicians(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, "q", "waiting")
	if err != nil {
		return err
	}
	filter, err := assignmentFilter(query)
	if err != nil {
		return err
	}
	file := s.download(w, "technicians", "csv")
	rows := export.Assignments(file)
	if err := s.App.Assignments.Export(r.Context(), v.actor, filter, rows.Write); err != nil {
		return err
	}
	return file.end(rows)
}
