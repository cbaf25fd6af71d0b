// Package export writes lists as files: CSV that a spreadsheet opens without
// running anything, and NDJSON. The API and the pages share it, so that a column
// is the same wherever the file was asked for.
package export

import (
	"encoding/csv"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// CSV writes items of one kind as rows below a header row, in RFC 4180's form
// (CRLF, UTF-8, no byte order mark). Every cell is passed through [Cell].
type CSV[T any] struct {
	w      *csv.Writer
	header []string
	row    func(T) []string
}

// column is one column of a CSV file: its header and how its cell is made.
type column[T any] struct {
	name string
	cell func(T) string
}

func newCSV[T any](w io.Writer, columns []column[T]) *CSV[T] {
	header := make([]string, 0, len(columns))
	for _, c := range columns {
		header = append(header, c.name)
	}
	writer := csv.NewWriter(w)
	writer.UseCRLF = true
	return &CSV[T]{w: writer, header: header, row: func(item T) []string {
		cells := make([]string, 0, len(columns))
		for _, c := range columns {
			cells = append(cells, Cell(c.cell(item)))
		}
		return cells
	}}
}

// Write adds one row, and before the first one the header.
func (c *CSV[T]) Write(item T) error {
	if err := c.start(); err != nil {
		return err
	}
	return c.w.Write(c.row(item))
}

// Close writes what is still held back, and the header when there was no row.
// The writer below stays open.
func (c *CSV[T]) Close() error {
	if err := c.start(); err != nil {
		return err
	}
	c.w.Flush()
	return c.w.Error()
}

func (c *CSV[T]) start() error {
	if c.header == nil {
		return nil
	}
	header := c.header
	c.header = nil
	return c.w.Write(header)
}

// formulaStarts are the characters with which a spreadsheet takes a cell for a
// formula, or looks past them to one; the last four are the full-width forms that
// some spreadsheets fold.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// Cell returns the text as it may stand in a CSV file: one that would start a
// formula is kept as text by a leading apostrophe.
func Cell(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune(formulaStarts, first) {
		return "'" + s
	}
	return s
}

// stamp writes a time as RFC 3339 in UTC, and the zero time as an empty cell.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
