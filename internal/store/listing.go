package store

import (
	"context"
	"strings"

	"gatehouse.example/gatehouse"
)

// SearchSortLimit is how many hits of a search are sorted by something other than
// their creation: the newest ones.
const SearchSortLimit = 1000

// created is the order of creation, which is that of the ids.
const created = "created_at"

// listing is a list that is filtered, searched, sorted and read page by page. Where
// something else than the list's own table leads (a search, a status), the ids of a
// page come first, in the order asked for, and only then are their rows joined, as
// the relation k.
type listing struct {
	// partner is whose rows they are, of the table they stand in.
	partner gatehouse.PartnerID
	of      subject
	// head selects the columns of a row, joins ties further tables to it, and where
	// begins the conditions with what every row meets. They may use the partner as $1 and, as
	// $2, the clock's offset where offset is true.
	head, joins, where string
	offset             bool
	// orders names the column of each order but [created]; sort is the one asked
	// for, turned round by a leading "-".
	orders map[string]sortColumn
	sort   string
	// searching is true when the rows are hits of a search, led when their invitations
	// lead for another reason; ledJoins is joins without them.
	searching, led bool
	ledJoins       string
	// ids writes the SELECT of the ids that pass the filter, up to its last
	// condition, and returns the column that has the order of creation there.
	ids func(q *query, e engine) (created string)
}

// order returns the column of the order asked for, or CodeUnknownParameter.
func (l listing) order() (column sortColumn, descending bool, err error) {
	name, descending := strings.CutPrefix(l.sort, "-")
	column, known := l.orders[name]
	if !known && name != created {
		return column, descending, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	return column, descending, nil
}

// page is the statement of the page behind after, of at most limit rows (0 for
// all).
func (r Reads) page(l listing, after After, limit int) (*query, error) {
	column, descending, err := l.order()
	if err != nil {
		return nil, err
	}
	if !l.searching && (!l.led || column.name == "") {
		return r.directPage(l, column, descending, after, limit)
	}
	q := r.newPage(l, l.head+"\n\tFROM (")
	if column.name == "" {
		place := l.ids(q, r.engine)
		q.afterCreation(place, descending, after.ID)
		q.orderBy("", place, descending)
	} else {
		l.idsToSort(q, r.engine)
		if err := q.after(column, descending, after); err != nil {
			return nil, err
		}
		q.orderBy(column.name, l.of.id(), descending)
	}
	q.limit(limit)
	q.write(") k\n\tCROSS JOIN " + l.of.table + " " + l.of.as + l.joins + "\n\t" + l.where + " AND " + l.of.id() + " = k.id")
	q.orderBy(column.name, l.of.id(), descending)
	return q, nil
}

// directPage reads the rows straight in the order of an index: of the list's own table,
// or of the one that leads.
func (r Reads) directPage(l listing, column sortColumn, descending bool, after After, limit int) (*query, error) {
	q := r.newPage(l, "")
	q.head, q.joins = l.head, l.joins
	if l.led {
		q.joins = l.ledJoins
	}
	place := l.ids(q, r.engine)
	if column.name == "" {
		q.afterCreation(place, descending, after.ID)
		q.orderBy("", place, descending)
	} else {
		if err := q.after(column, descending, after); err != nil {
			return nil, err
		}
		q.orderBy(column.name, l.of.id(), descending)
	}
	q.limit(limit)
	return q, nil
}

func (r Reads) newPage(l listing, text string) *query {
	q := newQuery(text, l.partner).about(l.of)
	if l.offset {
		q.param(r.offset())
	}
	return q
}

// rowsOf writes the SELECT of a list's own table: of the ids, or of whole rows.
func (q *query) rowsOf(listed string) {
	q.write(q.columns() + "\n\tFROM " + q.of.table + " " + q.of.as + q.joins + "\n\tWHERE" + listed)
}

// openRows writes the SELECT of a list of people that their open invitations i lead: of
// the ids, or of whole rows.
func (q *query) openRows(where string) {
	q.write(q.columns() + "\n\tFROM invitation i\n\tCROSS JOIN person p" + q.joins +
		"\n\tWHERE i.partner_id = $1 AND p.partner_id = $1 AND p.id = i.person_id AND" + where)
}

// columns is the head of whole rows where there is one, else of their ids.
func (q *query) columns() string {
	if q.head != "" {
		return q.head
	}
	return "SELECT " + q.of.id()
}

// row is the statement of one row by its id, $2 or where offset is true $3.
func (l listing) row() string {
	if l.offset {
		return l.rows("= $3")
	}
	return l.rows("= $2")
}

// rows is the statement of the rows whose id is as said.
func (l listing) rows(id string) string {
	return l.head + "\n\tFROM " + l.of.table + " " + l.of.as + l.joins + "\n\t" + l.where + " AND " + l.of.id() + " " + id
}

// named reads the rows with these ids, in any order, for a list that takes the
// clock's offset. An id that the list does not have is passed over.
func named[T any](ctx context.Context, r Reads, l listing, ids []gatehouse.PersonID, fields func(*T) []any) ([]T, error) {
	list := make([]T, 0, len(ids))
	for chunk := range chunks(ids) {
		these, args := among(r.engine, chunk, l.partner, r.offset())
		rows, err := all(ctx, r.q, fields, l.rows(these), args...)
		if err != nil {
			return nil, err
		}
		list = append(list, rows...)
	}
	return list, nil
}

// idsToSort writes the ids for an order other than creation: of the hits of a
// search only the newest are sorted.
func (l listing) idsToSort(q *query, e engine) {
	if !l.searching {
		l.ids(q, e)
		return
	}
	q.write("SELECT " + l.of.id() + " FROM (")
	place := l.ids(q, e)
	q.orderBy("", place, true)
	q.limit(SearchSortLimit)
	// The partner's column is no bare one here: SQLite would take it for a reason to
	// read an order's whole index for each hit, instead of the hit by its id.
	q.write(") h CROSS JOIN " + l.of.table + " " + l.of.as + " WHERE (" + l.of.as + ".partner_id || '') = $1 AND " + l.of.id() + " = h.id")
}

// capped reports whether a search finds more rows than are sorted.
func (r Reads) capped(ctx context.Context, l listing) (bool, error) {
	column, _, err := l.order()
	if err != nil || !l.searching || column.name == "" {
		return false, err
	}
	q := newQuery("SELECT count(*) FROM (", l.partner).about(l.of)
	l.ids(q, r.engine)
	q.limit(SearchSortLimit + 1)
	q.write(") k")
	n, err := value[int](ctx, r.q, q.String(), q.args...)
	return n > SearchSortLimit, err
}

// now writes the database's time with the clock's offset.
func (q *query) now(offset int64) string {
	if offset == 0 {
		return "gatehouse_now()"
	}
	return "(gatehouse_now() + " + q.param(offset) + ")"
}

// listRows calls fn for the rows of a page. It reports whether a search had more
// hits than are sorted.
func listRows[T any](ctx context.Context, r Reads, l listing, after After, limit int, fields func(*T) []any, fn func(T) error) (capped bool, err error) {
	q, err := r.page(l, after, limit)
	if err != nil {
		return false, err
	}
	if capped, err = r.capped(ctx, l); err != nil {
		return false, err
	}
	return capped, each(ctx, r.q, fields, fn, q.String(), q.args...)
}
