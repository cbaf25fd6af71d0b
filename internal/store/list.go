package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
)

// query builds the text of a list from constants; values are always parameters.
type query struct {
	text strings.Builder
	args []any
}

func newQuery(text string, args ...any) *query {
	q := &query{args: args}
	q.text.WriteString(text)
	return q
}

// param adds a value and returns its placeholder.
func (q *query) param(v any) string {
	q.args = append(q.args, v)
	return "$" + strconv.Itoa(len(q.args))
}

// and adds a condition; each %s stands for the next value.
func (q *query) and(condition string, values ...any) {
	placeholders := make([]any, len(values))
	for i, v := range values {
		placeholders[i] = q.param(v)
	}
	if len(values) > 0 {
		condition = fmt.Sprintf(condition, placeholders...)
	}
	q.text.WriteString("\n\t\tAND " + condition)
}

// page orders by a column and an id, starts behind the given pair and limits the
// rows. A value that does not belong to the column is CodeUnknownParameter: it
// comes from a cursor that somebody made up.
func (q *query) page(column string, number bool, id string, descending bool, afterValue, afterID string, limit int) error {
	compare, direction := ">", "ASC"
	if descending {
		compare, direction = "<", "DESC"
	}
	if afterID != "" {
		var value any = afterValue
		if number {
			n, err := strconv.ParseInt(afterValue, 10, 64)
			if err != nil {
				return gatehouse.E(gatehouse.CodeUnknownParameter)
			}
			value = n
		}
		q.and("("+column+", "+id+") "+compare+" (%s, %s)", value, afterID)
	}
	q.text.WriteString("\n\tORDER BY " + column + " " + direction + ", " + id + " " + direction)
	if limit > 0 {
		q.text.WriteString("\n\tLIMIT " + q.param(limit))
	}
	return nil
}

// minTrigram is the shortest text that the trigram indexes can look for.
const minTrigram = 3

// matchPerson narrows to people whose folded name or address contains the text;
// one or two letters match the beginnings only.
func (e engine) matchPerson(q *query, text string) {
	if len([]rune(text)) < minTrigram {
		q.and(`(p.sort_name >= %s AND p.sort_name < %s OR p.email >= %s AND p.email < %s)`, text, after(text), text, after(text))
		return
	}
	if e == postgresEngine {
		q.and(`p.search LIKE %s`, "%"+escapeLike(text)+"%")
		return
	}
	q.and(`p.n IN (SELECT rowid FROM person_search WHERE person_search MATCH %s)`, `"`+strings.ReplaceAll(text, `"`, `""`)+`"`)
}

// after returns the first text behind every text that begins with prefix.
func after(prefix string) string { return prefix + "\U0010FFFF" }

func escapeLike(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

func timeOf(m micros) time.Time { return time.Time(m) }

// microsOf returns what a time is stored as.
func microsOf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}
