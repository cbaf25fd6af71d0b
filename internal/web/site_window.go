package web

import (
	"context"
	"net/http"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// readWindow reads the times as those of the site. A form that has none yet begins
// with what stands, where that is the same in every chosen row.
func (s *Site) readWindow(r *http.Request, v *visit, f *siteForm) error {
	if err := s.App.Sessions.AdmitToSite(r.Context(), v.actor, gatehouse.TechniciansManage); err != nil {
		return err
	}
	site, err := s.App.Registers.Dashboard(r.Context(), v.actor, v.actor.Site)
	if err != nil {
		return err
	}
	stands := []gatehouse.Window{}
	for _, id := range f.ids {
		row, err := s.App.Assignments.Get(r.Context(), v.actor, gatehouse.AssignmentID(id))
		if err != nil {
			return err
		}
		stands = append(stands, row.Assignment.Window)
	}
	f.window = readSiteWindow(v, f.typed, f.confirmed, templates.ZoneOf(site.TimeZone), stands)
	return nil
}

// setWindows asks for a time window until one is typed that can be taken, and sets it.
// Whom it does not fit, or for whom it changes nothing, is known only when it is typed:
// they are left out of a second question.
func (s *Site) setWindows(w http.ResponseWriter, r *http.Request, v *visit, f siteForm) error {
	if !f.confirmed {
		f.key = auth.NewToken()
		return s.siteAsk(w, r, v, f, http.StatusOK)
	}
	if f.window.wrong() {
		return s.siteAsk(w, r, v, f, f.window.status())
	}
	tried, err := f.try(r.Context(), s.App, v)
	switch {
	case f.window.take(v, err, nil):
		return s.siteAsk(w, r, v, f, f.window.status())
	case err != nil:
		return err
	case slices.ContainsFunc(tried.Rows, func(row app.AssignmentResult) bool { return row.Outcome != gatehouse.Changed }):
		return s.siteAsk(w, r, v, f, http.StatusOK)
	default:
		return s.siteAct(w, r, v, f)
	}
}

// try is a dry run. A window is asked for before it can be tried: until then only those
// are left out whose access the viewer does not change at all, which a lock tells.
func (f siteForm) try(ctx context.Context, a *app.App, v *visit) (app.AssignmentResults, error) {
	if f.window.asks() {
		f.verb = siteVerb{patch: siteLock(true)}
		dry, err := f.run(ctx, a, v.actor, "", true)
		for i, row := range dry.Rows {
			if row.Outcome == gatehouse.Unchanged {
				dry.Rows[i].Outcome = gatehouse.Changed
			}
		}
		return app.AssignmentResults{Rows: dry.Rows}, err
	}
	dry, err := f.run(ctx, a, v.actor, "", true)
	if f.window == nil || gatehouse.CodeOf(err) != gatehouse.CodeInvalid || len(f.ids) == 1 {
		return dry, err
	}
	return f.tryEach(ctx, a, v, err)
}

// tryEach tries the window row by row: a start that is typed may come after the end that
// stands in some rows, and fit the others. It returns the error when it fits none.
func (f siteForm) tryEach(ctx context.Context, a *app.App, v *visit, invalid error) (app.AssignmentResults, error) {
	fits := f
	fits.ids = nil
	misfits := []app.AssignmentResult{}
	for _, id := range f.ids {
		one := f
		one.ids = []string{id}
		_, err := one.run(ctx, a, v.actor, "", true)
		switch {
		case gatehouse.CodeOf(err) == gatehouse.CodeInvalid:
			fields := v.fieldErrors(err)
			misfits = append(misfits, app.AssignmentResult{
				ID: gatehouse.AssignmentID(id), Outcome: gatehouse.Refused, Code: gatehouse.CodeInvalid,
				Message: fields["starts_at"] + fields["ends_at"],
			})
		case err != nil:
			return app.AssignmentResults{}, err
		default:
			fits.ids = append(fits.ids, id)
		}
	}
	if len(fits.ids) == 0 {
		return app.AssignmentResults{}, invalid
	}
	dry, err := fits.run(ctx, a, v.actor, "", true)
	dry.Rows = append(dry.Rows, misfits...)
	return dry, err
}
