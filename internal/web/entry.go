package web

import (
	"net/http"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// entryShown is how many of those who are kept out the page shows.
const entryShown = 200

// entryPeople are the people of a site, by whether they may enter now.
type entryPeople struct {
	admins       []gatehouse.SiteAdmin
	open, closed []templates.SiteTechnician
	unowned      bool
}

// entryPeople reads everybody who has a way into the site and decides about each by
// the one function that decides (SPEC section 8).
func (s *Site) entryPeople(r *http.Request, v *visit) (entryPeople, error) {
	var people entryPeople
	filter := gatehouse.SiteAdminFilter{Status: gatehouse.Accepted, Locked: new(false), Sort: gatehouse.SortRoleDesc}
	admins, err := s.siteAdmins(r, v, filter)
	if err != nil {
		return people, err
	}
	people.admins = admins
	people.unowned = !slices.ContainsFunc(admins, gatehouse.SiteAdmin.MayApprove)
	rows, err := s.assignments(r, v, gatehouse.AssignmentFilter{}, gatehouse.PairLimit)
	for _, row := range rows {
		if t := siteTechnician(v, row); t.Access {
			people.open = append(people.open, t)
		} else {
			people.closed = append(people.closed, t)
		}
	}
	return people, err
}

// assignments reads up to n assignments of the site where the visitor stands.
func (s *Site) assignments(r *http.Request, v *visit, filter gatehouse.AssignmentFilter, n int) ([]gatehouse.AssignmentRow, error) {
	rows := []gatehouse.AssignmentRow{}
	cursor := ""
	for len(rows) < n {
		page, err := s.App.Assignments.List(r.Context(), v.actor, filter, app.Page{Cursor: cursor, Limit: gatehouse.PageLimit})
		if err != nil {
			return nil, err
		}
		rows = append(rows, page.Items...)
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	return rows, nil
}

// entryPage says who may enter now, and what keeps the others out.
func (s *Site) entryPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	people, err := s.entryPeople(r, v)
	if err != nil {
		return err
	}
	result, err := s.takeEntryResult(r, v)
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.SitePortal.Entry)
	if err != nil {
		return err
	}
	shown := people.closed[:min(len(people.closed), entryShown)]
	return render(w, r, http.StatusOK, templates.Entry{
		Base:        base,
		Admins:      people.admins,
		Technicians: people.open,
		Closed:      shown,
		More:        len(people.closed) - len(shown),
		Manages:     v.actor.MayAtSite(gatehouse.TechniciansManage),
		Unowned:     people.unowned,
		Result:      result,
	})
}

// lockAll sets the site's lock of every technician that it does not lock yet, in one
// transaction, once the question before it was answered. Whoever waits for approval is
// locked already, and is not declined by it.
func (s *Site) lockAll(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "confirm", "back", "reason"}, "id")
	if err != nil {
		return err
	}
	if err := s.App.Sessions.AdmitToSite(r.Context(), v.actor, gatehouse.TechniciansManage); err != nil {
		return err
	}
	rows, err := s.assignments(r, v, gatehouse.AssignmentFilter{}, gatehouse.BulkLockLimit)
	if err != nil {
		return err
	}
	ids := []string{}
	for _, row := range rows {
		if !row.Assignment.SiteLock.On() && row.Person.ID != v.actor.Person {
			ids = append(ids, string(row.Assignment.ID))
		}
	}
	f := siteForm{verb: lockEverybody, path: r.URL.Path, key: form.Get("key"), ids: ids, reason: form.Get("reason"), list: entryPath(v)}
	if form.Get("confirm") == "yes" && len(ids) > 0 {
		return s.siteAct(w, r, v, f)
	}
	f.key = auth.NewToken()
	return s.siteAsk(w, r, v, f, http.StatusOK)
}

func entryPath(v *visit) string { return templates.SitePath(v.actor.Site) + "/entry" }
