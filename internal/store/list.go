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
	of   subject
	// head and joins are of whole rows, for [query.rowsOf].
	head, joins string
}

// subject is a table whose rows a list finds by search and pages through. Each has
// a full-text index named after it.
type subject struct {
	// table is its name, as the statement calls its rows.
	table, as string
	// starts are the columns that a search of one or two letters looks into.
	starts []string
}

var (
	people = subject{"person", "p", []string{"sort_name", "email"}}
	sites  = subject{"site", "t", []string{"sort_name"}}
)

// id is the column of the ids.
func (s subject) id() string { return s.as + ".id" }

// row is the column of SQLite's full-text index that has the order of creation.
func (s subject) row() string { return s.table + "_search.rowid" }

// newQuery begins a list of people; [query.about] makes it one of something else.
func newQuery(text string, partner gatehouse.PartnerID) *query {
	q := &query{args: []any{partner}, of: people}
	q.text.WriteString(text)
	return q
}

// about says whose rows the list has.
func (q *query) about(s subject) *query {
	q.of = s
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

// After is where a page begins: behind the row with this value in the sorted column
// and this id. The zero value is the first page.
type After struct {
	Value string
	ID    string
}

// after starts behind a row in the order of a column and the ids. A value that
// does not belong to the column is CodeUnknownParameter: it comes from a cursor
// that somebody made up.
func (q *query) after(order sortColumn, descending bool, from After) error {
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
	q.and("("+order.name+", "+q.of.id()+") "+comparison(descending)+" (%s, %s)", value, from.ID)
	return nil
}

// afterCreation starts behind a row in the order of creation. The full-text index
// of SQLite counts rows instead of naming them.
func (q *query) afterCreation(created string, descending bool, id string) {
	switch {
	case id == "":
	case created == q.of.row():
		q.and(created+" "+comparison(descending)+" (SELECT n FROM "+q.of.table+" WHERE partner_id = $1 AND id = %s)", id)
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

// minTrigram is the shortest text that the trigram indexes can look for.
const minTrigram = 3

// search writes the SELECT of rows whose folded search text contains the text, and
// returns the column that has the order of creation there; one or two letters match
// beginnings only. listed is the condition that every row of the list meets.
func (q *query) search(e engine, text, listed string) (created string) {
	s := q.of
	rows := `SELECT ` + s.id() + ` FROM ` + s.table + ` ` + s.as + ` WHERE` + listed
	switch {
	case len([]rune(text)) < minTrigram:
		from, until := q.param(text), q.param(text+"\U0010FFFF")
		var starts []string
		for _, column := range s.starts {
			column = s.as + "." + column
			starts = append(starts, rows+` AND `+column+` >= `+from+` AND `+column+` < `+until)
		}
		q.write(rows + `
		AND ` + s.id() + ` IN (
			` + strings.Join(starts, `
			UNION
			`) + `)`)
		return s.id()
	case e == postgresEngine:
		q.write(rows)
		q.and(s.as+`.search LIKE %s`, "%"+escapeLike(text)+"%")
		return s.id()
	default:
		phrase := q.param(`"` + strings.ReplaceAll(text, `"`, `""`) + `"`)
		q.write(`SELECT ` + s.id() + ` FROM ` + s.table + `_search CROSS JOIN ` + s.table + ` ` + s.as + ` WHERE ` + s.table + `_search MATCH ` + phrase + `
		AND ` + s.as + `.n = ` + s.row() + ` AND` + listed)
		return s.row()
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
