package web

import (
	"io"
	"net/http"
	"time"
)

// fileTypes are the formats of exports.
var fileTypes = map[string]string{
	"csv":    "text/csv; charset=utf-8; header=present",
	"ndjson": "application/x-ndjson",
}

// download is an answer that is a file. Its headers go out with its first byte or
// at its end, so that an error before that is still a page.
type download struct {
	http.ResponseWriter
	name, kind string
	begun      bool
}

// download returns the answer as a file with the day in its name.
func (s *Site) download(w http.ResponseWriter, name, format string) *download {
	file := "gatehouse-" + name + "-" + s.Now().UTC().Format(time.DateOnly) + "." + format
	return &download{ResponseWriter: w, name: file, kind: fileTypes[format]}
}

// Write writes on.
func (d *download) Write(b []byte) (int, error) {
	d.begin()
	return d.ResponseWriter.Write(b)
}

func (d *download) begin() {
	if d.begun {
		return
	}
	d.begun = true
	d.Header().Set("Content-Type", d.kind)
	d.Header().Set("Content-Disposition", `attachment; filename="`+d.name+`"`)
}

// end ends the file, which may be empty.
func (d *download) end(rows io.Closer) error {
	err := rows.Close()
	if err == nil {
		d.begin()
	}
	return err
}
