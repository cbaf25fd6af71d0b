package web

import (
	"cmp"
	"context"
	"io"
	"net/http"

	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// exporter writes a list of people, filtered and ordered, as a file of a format. What
// it returns ends the file.
type exporter func(context.Context, *app.App, *visit, templates.PeopleFilter, io.Writer, string) (io.Closer, error)

// exporting makes the exporter of a list from its use case.
func exporting[T, J any](list export.List[T, J], run func(context.Context, *app.App, *visit, templates.PeopleFilter, func(T) error) error) exporter {
	return func(ctx context.Context, a *app.App, v *visit, f templates.PeopleFilter, w io.Writer, format string) (io.Closer, error) {
		rows, err := list.File(w, format)
		if err != nil {
			return nil, err
		}
		return rows, run(ctx, a, v, f, rows.Write)
	}
}

// exportPeople answers with a list of people as a file, filtered and ordered like the
// page: CSV unless NDJSON is asked for.
func (s *Site) exportPeople(l *people) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		query, err := readQuery(r, l.names("format")...)
		if err != nil {
			return err
		}
		filter, err := l.filter(query)
		if err != nil {
			return err
		}
		format := cmp.Or(query.Get("format"), "csv")
		file := s.download(w, l.list.File(), format)
		rows, err := l.export(r.Context(), s.App, v, filter, file, format)
		if err != nil {
			return err
		}
		return file.end(rows)
	}
}
