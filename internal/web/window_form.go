package web

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// windowNames are the fields of a time window, liftNames those that remove a bound of it.
var (
	windowNames = []string{"starts_at", "ends_at"}
	liftNames   = []string{"no_start", "no_end"}
)

// windowForm is a time window as it is typed, in the time of the site: a narrower one by
// the partner, any by the site. A field that is empty leaves its bound as it is, so that
// nobody's access opens because nothing was typed. The nil form asks for none.
type windowForm struct {
	zone templates.Zone
	// begun is true once something was typed; typed are the fields.
	begun bool
	typed url.Values
	// errors is what is wrong with them.
	errors map[string]string
	// starts and ends are what is asked for, nil where the bound stays; the zero time
	// lifts it.
	starts, ends *time.Time
	// lifts is true where a bound can be removed, which only the site may.
	lifts bool
}

// readWindowForm reads the fields. A form that has none yet begins with the window
// that stands.
func readWindowForm(v *visit, form url.Values, zone templates.Zone, now gatehouse.Window) *windowForm {
	f := &windowForm{zone: zone, begun: form.Has("starts_at"), typed: form, errors: map[string]string{}}
	if !f.begun {
		f.typed = url.Values{"starts_at": {zone.Typed(now.StartsAt)}, "ends_at": {zone.Typed(now.EndsAt)}}
		return f
	}
	f.starts, f.ends = f.read(v, "starts_at"), f.read(v, "ends_at")
	if f.starts == nil && f.ends == nil && len(f.errors) == 0 {
		f.errors["ends_at"] = v.words.Narrow.Nothing
	}
	return f
}

// readSiteWindow reads the fields of a window that the site sets, in rows where those
// stand. Before anything was typed it begins with the one that stands in all of them; a
// field that still says so leaves its bound to the second. To remove a bound its box is
// ticked: an empty field is no wish.
func readSiteWindow(v *visit, form url.Values, begun bool, zone templates.Zone, stands []gatehouse.Window) *windowForm {
	now := gatehouse.Window{}
	if same := slices.CompactFunc(slices.Clone(stands), sameWindow); len(same) == 1 {
		now = same[0]
	}
	f := &windowForm{zone: zone, begun: begun, typed: form, errors: map[string]string{}, lifts: true}
	if !begun {
		f.typed = url.Values{"starts_at": {zone.Typed(now.StartsAt)}, "ends_at": {zone.Typed(now.EndsAt)}}
		return f
	}
	f.starts, f.ends = f.readOrLift(v, "starts_at", "no_start", now.StartsAt), f.readOrLift(v, "ends_at", "no_end", now.EndsAt)
	if f.starts == nil && f.ends == nil && len(f.errors) == 0 {
		f.errors["ends_at"] = v.words.SitePortal.Technical.WindowNothing
	}
	return f
}

func sameWindow(a, b gatehouse.Window) bool {
	return a.StartsAt.Equal(b.StartsAt) && a.EndsAt.Equal(b.EndsAt)
}

// read returns what a field asks for, nil for nothing.
func (f *windowForm) read(v *visit, name string) *time.Time {
	at, err := f.zone.Parse(f.typed.Get(name))
	if err != nil {
		f.errors[name] = v.words.SitePortal.Technical.BadTime
	}
	if err != nil || at.IsZero() {
		return nil
	}
	return &at
}

// readOrLift is read beside a box that removes the bound. A time that stands already is
// none that was typed; any other is at odds with the box.
func (f *windowForm) readOrLift(v *visit, name, lift string, stands time.Time) *time.Time {
	typed, ticked := f.typed.Get(name), f.typed.Get(lift) == "yes"
	untouched := typed == f.zone.Typed(stands)
	switch {
	case ticked && untouched, ticked && typed == "":
		return &time.Time{}
	case ticked:
		f.errors[name] = v.words.SitePortal.Technical.TimeOrNone
		return nil
	case untouched:
		return nil
	default:
		return f.read(v, name)
	}
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
	field := func(name, label, lift, lifts string) templates.Field {
		field := templates.Field{
			Name: name, Label: label, Type: "datetime-local", Value: f.typed.Get(name), Error: f.errors[name], Optional: true,
			Hint: v.words.SitePortal.Technical.WindowHint(f.zone.String()),
		}
		if f.lifts {
			field.Instead = templates.Tick{Name: lift, Label: lifts, On: f.typed.Get(lift) == "yes"}
		}
		return field
	}
	text := v.words.SitePortal.Technical
	return []templates.Field{
		field("starts_at", text.StartsAt, "no_start", text.NoStart),
		field("ends_at", text.EndsAt, "no_end", text.NoEnd),
	}
}
