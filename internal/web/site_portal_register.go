package web

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
	"gatehouse.example/gatehouse/internal/web/words"
)

// registerPages are the pages of one of a site's two registers. They are the same for
// both; this says how the registers differ.
type registerPages struct {
	section templates.Section
	// name is the register's part of addresses and files, symbol its picture.
	name, symbol string
	manage       gatehouse.SiteAction
	text         func(*words.Words) registerText
	// fields are those of an entry, in the order of the form and of the columns.
	fields []registerField
	// list reads a page, get one entry.
	list   func(context.Context, *app.App, gatehouse.Actor, string, app.Page) ([]entry, string, error)
	get    func(context.Context, *app.App, gatehouse.Actor, string) (entry, error)
	create func(context.Context, *app.App, gatehouse.Actor, string, url.Values) error
	edit   func(context.Context, *app.App, gatehouse.Actor, string, string, int, url.Values) error
	remove func(context.Context, *app.App, gatehouse.Actor, string, string) error
	export func(context.Context, *app.App, gatehouse.Actor, string, io.Writer) (io.Closer, error)
}

// entry is an entry of a register as its pages show it.
type entry struct {
	id, name string
	values   map[string]string
	status   gatehouse.DeviceStatus
	version  int
}

// registerField is a field of an entry.
type registerField struct {
	name, kind string
	label      func(*words.Words) string
	optional   bool
}

// registerText are the words of one register.
type registerText struct {
	heading, add, edit      string
	caption                 func(string) string
	emptyTitle, emptyLead   string
	deleteTitle, deleteNote string
}

// columns are the fields but the name, which heads each row.
func (k *registerPages) columns() []registerField { return k.fields[1:] }

// registerPage lists a register.
func (s *Site) registerPage(k *registerPages) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		query, err := readQuery(r, "q", "cursor", "trail")
		if err != nil {
			return err
		}
		entries, next, err := k.list(r.Context(), s.App, v.actor, query.Get("q"), app.Page{Cursor: query.Get("cursor")})
		if err != nil {
			return err
		}
		text := k.text(v.words)
		base, err := s.portal(w, r, v, text.heading)
		if err != nil {
			return err
		}
		pager := pagerOf(r.URL.Path, query, next)
		pager.Label, pager.Previous, pager.Next = v.words.Admins.Pager, v.words.Admins.Previous, v.words.Admins.Next
		p := templates.Register{
			Base: base, Section: k.section, Name: k.name, Heading: text.heading, Caption: text.caption(v.actor.SiteName),
			Query: query.Get("q"), Manages: v.actor.MayAtSite(k.manage), Pager: pager, Symbol: k.symbol,
			AddLabel: text.add, EmptyTitle: text.emptyTitle, EmptyLead: text.emptyLead,
		}
		for _, column := range k.columns() {
			p.Columns = append(p.Columns, column.label(v.words))
		}
		if k == devicePages {
			p.Columns = append(p.Columns, v.words.SitePortal.Register.Status)
		}
		for _, e := range entries {
			row := templates.RegisterRow{ID: e.id, Name: e.name, Status: e.status}
			for _, column := range k.columns() {
				row.Cells = append(row.Cells, e.values[column.name])
			}
			p.Rows = append(p.Rows, row)
		}
		return render(w, r, http.StatusOK, p)
	}
}

// entryForm is the form of an entry with what stands in it.
func (s *Site) entryForm(w http.ResponseWriter, r *http.Request, v *visit, k *registerPages, e entry, cause error, status int) error {
	text := k.text(v.words)
	title := text.add
	if e.id != "" {
		title = text.edit
	}
	base, err := s.portal(w, r, v, title)
	if err != nil {
		return err
	}
	p := templates.RegisterForm{
		Base: base, Section: k.section, Name: k.name, Title: title, Key: auth.NewToken(), ID: e.id, Version: strconv.Itoa(e.version),
		Status: e.status, Devices: k == devicePages,
	}
	wrong := map[string]string{}
	if cause != nil {
		wrong = v.fieldErrors(cause)
		p.Error = v.words.Error(asError(cause))
		if len(wrong) > 0 {
			p.Error = v.words.Common.CheckInput
		}
	}
	for i, field := range k.fields {
		label := field.label(v.words)
		if field.optional {
			label = v.words.SitePortal.Register.Optional(label)
		}
		p.Fields = append(p.Fields, templates.Field{
			Name: field.name, Label: label, Type: field.kind, Value: e.values[field.name], Error: wrong[field.name],
			Optional: field.optional, MaxLength: gatehouse.NameLimit, Autocomplete: "off", Autofocus: i == 0 && e.id == "",
		})
	}
	return render(w, r, status, p)
}

// newEntryPage asks for a new entry.
func (s *Site) newEntryPage(k *registerPages) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		if _, err := readQuery(r); err != nil {
			return err
		}
		return s.entryForm(w, r, v, k, entry{status: gatehouse.DeviceOnline}, nil, http.StatusOK)
	}
}

// readEntry reads the form of an entry.
func (k *registerPages) readEntry(r *http.Request, more ...string) (url.Values, error) {
	names := append([]string{"key", "status"}, more...)
	for _, field := range k.fields {
		names = append(names, field.name)
	}
	return readForm(r, names)
}

// typedEntry is what the form holds, to be shown again.
func typedEntry(form url.Values, id string, version int) entry {
	values := map[string]string{}
	for name := range form {
		values[name] = form.Get(name)
	}
	return entry{id: id, values: values, status: gatehouse.DeviceStatus(form.Get("status")), version: version}
}

// addEntry registers an entry.
func (s *Site) addEntry(k *registerPages) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		form, err := k.readEntry(r)
		if err != nil {
			return err
		}
		err = k.create(r.Context(), s.App, v.actor, form.Get("key"), form)
		return s.kept(w, r, v, k, typedEntry(form, "", 0), err)
	}
}

// entryPage of a register shows one entry to be changed.
func (s *Site) registerEntryPage(k *registerPages) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		if _, err := readQuery(r); err != nil {
			return err
		}
		e, err := k.get(r.Context(), s.App, v.actor, r.PathValue("entry"))
		if err != nil {
			return err
		}
		return s.entryForm(w, r, v, k, e, nil, http.StatusOK)
	}
}

// editEntry changes an entry, unless somebody else was faster.
func (s *Site) editEntry(k *registerPages) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		form, err := k.readEntry(r, "version")
		if err != nil {
			return err
		}
		version, err := strconv.Atoi(form.Get("version"))
		if err != nil || version < 1 {
			return gatehouse.E(gatehouse.CodeMalformed)
		}
		id := r.PathValue("entry")
		err = k.edit(r.Context(), s.App, v.actor, form.Get("key"), id, version, form)
		return s.kept(w, r, v, k, typedEntry(form, id, version), err)
	}
}

// kept goes back to the register, or shows the form again with what is wrong.
func (s *Site) kept(w http.ResponseWriter, r *http.Request, v *visit, k *registerPages, e entry, err error) error {
	switch code := gatehouse.CodeOf(err); code {
	case "":
		s.setFlash(w, flash{Notice: noticeKept})
		return seeOther(w, r, templates.SitePath(v.actor.Site)+"/"+k.name)
	case gatehouse.CodeInvalid, gatehouse.CodeSerialTaken, gatehouse.CodeStale:
		return s.entryForm(w, r, v, k, e, err, code.Status())
	default:
		return err
	}
}

// deleteEntry asks, and then takes an entry off the register.
func (s *Site) deleteEntry(k *registerPages) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		form, err := readForm(r, []string{"key", "confirm", "back"}, "id")
		if err != nil {
			return err
		}
		id, list := r.PathValue("entry"), templates.SitePath(v.actor.Site)+"/"+k.name
		if form.Get("confirm") == "yes" {
			if err := k.remove(r.Context(), s.App, v.actor, form.Get("key"), id); err != nil {
				return err
			}
			s.setFlash(w, flash{Notice: noticeDeleted})
			return seeOther(w, r, list)
		}
		e, err := k.get(r.Context(), s.App, v.actor, id)
		if err != nil {
			return err
		}
		text := k.text(v.words)
		base, err := s.portal(w, r, v, v.words.Manage.Delete)
		if err != nil {
			return err
		}
		return render(w, r, http.StatusOK, templates.BulkConfirm{
			Base: base, Section: k.section, Key: auth.NewToken(), Action: r.URL.Path, Title: v.words.Manage.Delete,
			Ask: text.deleteTitle, Note: text.deleteNote, List: list, Answer: v.words.Manage.Delete, Danger: true,
			Rows: []templates.BulkRow{{ID: id, Who: e.name}},
		})
	}
}

// exportRegister answers with the register as a file.
func (s *Site) exportRegister(k *registerPages) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		query, err := readQuery(r, "q")
		if err != nil {
			return err
		}
		file := s.download(w, k.name, "csv")
		rows, err := k.export(r.Context(), s.App, v.actor, query.Get("q"), file)
		if err != nil {
			return err
		}
		return file.end(rows)
	}
}
