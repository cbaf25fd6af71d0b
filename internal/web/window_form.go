package web

import (
	"net/http"
	"net/url"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// windowNames are the fields of a time window.
var windowNames = []string{"starts_at", "ends_at"}

// windowForm is a narrower time window as the partner types it, in the time of the
// site. A field that is empty leaves its bound as it is. The nil form asks for none.
type windowForm struct {
	zone templates.Zone
	// begun is true once something was typed; typed are the fields.
	begun bool
	typed url.Values
	// errors is what is wrong with them.
	errors map[string]string
	// starts and ends are what is asked for, nil where the bound stays.
	starts, ends *time.Time
}

// readWindowForm reads the fields. A form that has none yet begins with the window
// that stands.
func readWindowForm(v *visit, form url.Values, zone templates.Zone, now gatehouse.Window) *windowForm {
	f := &windowForm{zone: zone, begun: form.Has("starts_at"), typed: form, errors: map[string]string{}}
	if !f.begun {
		f.typed = url.Values{"starts_at": {zone.Typed(now.StartsAt)}, "ends_at": {zone.Typed(now.EndsAt)}}
		return f
	}
	for name, bound := range map[string]**time.Time{"starts_at": &f.starts, "ends_at": &f.ends} {
		at, err := zone.Parse(form.Get(name))
		switch {
		case err != nil:
			f.errors[name] = v.words.SitePortal.Technical.BadTime
		case !at.IsZero():
			*bound = &at
		}
	}
	if f.starts == nil && f.ends == nil && len(f.errors) == 0 {
		f.errors["ends_at"] = v.words.Narrow.Nothing
	}
	return f
}

// wrong reports whether something that was typed cannot be taken.
func (f *windowForm) wrong() bool { return f != nil && len(f.errors) > 0 }

// asks reports whether a window is still asked for: none was typed that could be tried.
func (f *windowForm) asks() bool { return f != nil && (!f.begun || f.wrong()) }

// status is that of the page that asks.
func (f *windowForm) status() int {
	if f.wrong() {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// patch is what the form changes.
func (f *windowForm) patch() app.AssignmentPatch {
	if f == nil {
		return app.AssignmentPatch{}
	}
	return app.AssignmentPatch{StartsAt: f.starts, EndsAt: f.ends}
}

// take notes why nothing came of it, and reports whether it has to be asked again: a
// time that makes no window, or a window that is wider than what stands in every row.
func (f *windowForm) take(v *visit, err error, rows []app.AssignmentResult) bool {
	if f == nil {
		return false
	}
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		for name, message := range v.fieldErrors(err) {
			f.errors[name] = message
		}
		return true
	}
	for _, row := range rows {
		if row.Code != gatehouse.CodeForbidden {
			return false
		}
	}
	if err == nil && len(rows) > 0 {
		f.errors["ends_at"] = v.words.Narrow.Wider
	}
	return f.wrong()
}

// fields are what the question asks for.
func (f *windowForm) fields(v *visit) []templates.Field {
	if f == nil {
		return nil
	}
	field := func(name, label string) templates.Field {
		return templates.Field{
			Name: name, Label: label, Type: "datetime-local", Value: f.typed.Get(name), Error: f.errors[name], Optional: true,
			Hint: v.words.SitePortal.Technical.WindowHint(f.zone.String()),
		}
	}
	return []templates.Field{
		field("starts_at", v.words.SitePortal.Technical.StartsAt),
		field("ends_at", v.words.SitePortal.Technical.EndsAt),
	}
}
