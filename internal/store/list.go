package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
)

// query builds the text of a list from constants; values are always parameters.
// The first one is the partner.
type query struct {
	text strings.Builder
	args []any
}

func newQuery(text string, partner gatehouse.PartnerID) *query {
	q := &query{args: []any{partner}}
	q.text.WriteString(text)
	return q
}

// String returns the text.
func (q *query) String() string { return q.text.String() }

func (q *query) write(text string) { q.text.WriteString(text) }

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
	q.write("\n\t\tAND " + condition)
}

// sortColumn is the column of an order and whether it holds numbers. Without a
// name the order is that of creation.
type sortColumn struct {
	name   string
	number bool
}

// after starts behind a row in the order of a column and the ids. A value that
// does not belong to the column is CodeUnknownParameter: it comes from a cursor
// that somebody made up.
func (q *query) after(order sortColumn, descending bool, from AdminAfter) error {
	if from.ID == "" {
		return nil
	}
	var value any = from.Value
	if order.number {
		n, err := strconv.ParseInt(from.Value, 10, 64)
		if err != nil {
			return gatehouse.E(gatehouse.CodeUnknownParameter)
		}
		value = n
	}
	q.and("("+order.name+", p.id) "+comparison(descending)+" (%s, %s)", value, from.ID)
	return nil
}

// afterCreation starts behind a person in the order of creation. The full-text
// index of SQLite counts people instead of naming them.
func (q *query) afterCreation(created string, descending bool, id string) {
	switch {
	case id == "":
	case created == searchRow:
		q.and(created+" "+comparison(descending)+" (SELECT n FROM person WHERE partner_id = $1 AND id = %s)", id)
	default:
		q.and(created+" "+comparison(descending)+" %s", id)
	}
}

func comparison(descending bool) string {
	if descending {
		return "<"
	}
	return ">"
}

// orderBy orders by a column, if there is one, and an id.
func (q *query) orderBy(column, id string, descending bool) {
	direction := " ASC"
	if descending {
		direction = " DESC"
	}
	q.write("\n\tORDER BY ")
	if column != "" {
		q.write(column + direction + ", ")
	}
	q.write(id + direction)
}

func (q *query) limit(n int) {
	if n > 0 {
		q.write("\n\tLIMIT " + q.param(n))
	}
}

const (
	// minTrigram is the shortest text that the trigram indexes can look for.
	minTrigram = 3
	// searchRow is the column of SQLite's full-text index that has the order of
	// creation.
	searchRow = "person_search.rowid"
)

// search writes the SELECT of people whose folded name or address contains the
// text, and returns the column that has the order of creation there; one or two
// letters match beginnings only.
func (q *query) search(e engine, text, listed string) (created string) {
	switch {
	case len([]rune(text)) < minTrigram:
		from, until := q.param(text), q.param(text+"\U0010FFFF")
		q.write(`SELECT p.id FROM person p WHERE` + listed + `
		AND p.id IN (
			SELECT id FROM person WHERE partner_id = $1 AND listed_role > 0 AND sort_name >= ` + from + ` AND sort_name < ` + until + `
			UNION
			SELECT id FROM person WHERE partner_id = $1 AND listed_role > 0 AND email >= ` + from + ` AND email < ` + until + `)`)
		return "p.id"
	case e == postgresEngine:
		q.write(`SELECT p.id FROM person p WHERE` + listed)
		q.and(`p.search LIKE %s`, "%"+escapeLike(text)+"%")
		return "p.id"
	default:
		phrase := q.param(`"` + strings.ReplaceAll(text, `"`, `""`) + `"`)
		q.write(`SELECT p.id FROM person_search CROSS JOIN person p WHERE person_search MATCH ` + phrase + `
		AND p.n = person_search.rowid AND` + listed)
		return searchRow
	}
}

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
