package store

import (
	"context"
	"fmt"
	"strings"

	"gatehouse.example/gatehouse"
)

func siteRowListFields(r *gatehouse.SiteRow) []any {
	return append(siteFields(&r.Site), &r.CreatedByName, &r.Rate)
}

// siteSelect reads rows of the site list. $1 is the partner; the ids come from the
// relation k.
const siteSelect = `
	SELECT ` + siteColumns + `, COALESCE(b.name, ''), r.rate`

const siteJoins = `
	CROSS JOIN site t
	JOIN partner r ON r.id = t.partner_id
	LEFT JOIN person b ON b.partner_id = t.partner_id AND b.id = t.created_by
	WHERE t.partner_id = $1 AND t.id = k.id`

// SiteRow returns a row of the site list, or CodeNotFound.
func (r Reads) SiteRow(ctx context.Context, partner gatehouse.PartnerID, id gatehouse.SiteID) (gatehouse.SiteRow, error) {
	return one(ctx, r.q, siteRowListFields, siteSelect+`
	FROM (SELECT CAST($2 AS text) AS id) k`+siteJoins, partner, id)
}

// Sites calls fn for the rows of the site list that pass the filter, in its order,
// from the place after on, at most limit of them (0 for all). It reports whether a
// search had more hits than are sorted (see [SearchSortLimit]).
//
// As with [Reads.Admins] the ids of a page come first, from one index in the order
// asked for; only then are their rows joined.
func (r Reads) Sites(ctx context.Context, partner gatehouse.PartnerID, f gatehouse.SiteFilter, after After, limit int, fn func(gatehouse.SiteRow) error) (capped bool, err error) {
	q, err := r.sitesQuery(partner, f, after, limit)
	if err != nil {
		return false, err
	}
	if f.Query != "" && !sitesByCreation(f.Sort) {
		if capped, err = r.siteHitsCapped(ctx, partner, f); err != nil {
			return false, err
		}
	}
	return capped, each(ctx, r.q, siteRowListFields, fn, q.String(), q.args...)
}

func (r Reads) sitesQuery(partner gatehouse.PartnerID, f gatehouse.SiteFilter, after After, limit int) (*query, error) {
	name, descending := strings.CutPrefix(string(f.Sort), "-")
	order, known := siteOrder[gatehouse.SiteSort(name)]
	if !known {
		return nil, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	q := newQuery(siteSelect+"\n\tFROM (", partner).about(sites)
	if sitesByCreation(f.Sort) {
		created := q.siteIDs(r.engine, f)
		q.afterCreation(created, descending, after.ID)
		q.orderBy("", created, descending)
	} else {
		q.siteIDsToSort(r.engine, f)
		if err := q.after(order, descending, after); err != nil {
			return nil, err
		}
		q.orderBy(order.name, "t.id", descending)
	}
	q.limit(limit)
	q.write(") k" + siteJoins)
	q.orderBy(order.name, "t.id", descending)
	return q, nil
}

// siteIDsToSort is siteIDs for an order other than creation: of the hits of a
// search only the newest are sorted.
func (q *query) siteIDsToSort(e engine, f gatehouse.SiteFilter) {
	if f.Query == "" {
		q.siteIDs(e, f)
		return
	}
	q.write("SELECT t.id FROM (")
	created := q.siteIDs(e, f)
	q.orderBy("", created, true)
	q.limit(SearchSortLimit)
	q.write(") h CROSS JOIN site t WHERE t.partner_id = $1 AND t.id = h.id")
}

// siteHitsCapped reports whether a search finds more sites than are sorted.
func (r Reads) siteHitsCapped(ctx context.Context, partner gatehouse.PartnerID, f gatehouse.SiteFilter) (bool, error) {
	q := newQuery("SELECT count(*) FROM (", partner).about(sites)
	q.siteIDs(r.engine, f)
	q.limit(SearchSortLimit + 1)
	q.write(") k")
	n, err := value[int](ctx, r.q, q.String(), q.args...)
	return n > SearchSortLimit, err
}

// siteOrder names the column of each order; creation is the order of the ids.
var siteOrder = map[gatehouse.SiteSort]sortColumn{
	gatehouse.SitesOldest:    {},
	gatehouse.SitesByName:    {name: "t.sort_name"},
	gatehouse.SitesByCountry: {name: "t.country"},
	gatehouse.SitesByCredits: {name: "t.credits", number: true},
}

func sitesByCreation(sort gatehouse.SiteSort) bool {
	return sort == gatehouse.SitesNewest || sort == gatehouse.SitesOldest
}

// siteIDs writes the SELECT of the ids that pass the filter, up to its last
// condition, and returns the column that has the order of creation there.
func (q *query) siteIDs(e engine, f gatehouse.SiteFilter) (created string) {
	created = "t.id"
	const listed = ` t.partner_id = $1`
	if f.Query != "" {
		created = q.search(e, fold(f.Query), listed)
	} else {
		q.write(`SELECT t.id FROM site t WHERE` + listed)
	}
	if f.Country != "" {
		q.and(`t.country = %s`, f.Country)
	}
	if f.Waiting {
		q.and(`t.waiting > 0`)
	}
	if f.OutOfCredit {
		q.and(`t.out_of_credit_at > 0`)
	}
	return created
}

// SiteKey returns the place of a row in an order, for the next page.
func SiteKey(s gatehouse.Site, sort gatehouse.SiteSort) After {
	after := After{ID: string(s.ID)}
	switch gatehouse.SiteSort(strings.TrimPrefix(string(sort), "-")) {
	case gatehouse.SitesByName:
		after.Value = fold(s.Name)
	case gatehouse.SitesByCountry:
		after.Value = s.Country
	case gatehouse.SitesByCredits:
		after.Value = fmt.Sprint(s.Credits)
	}
	return after
}
