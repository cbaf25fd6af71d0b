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

const siteJoins = `
	LEFT JOIN partner r ON r.id = t.partner_id
	LEFT JOIN person b ON b.partner_id = t.partner_id AND b.id = t.created_by`

// siteRows is the site list, without a filter.
func siteRows(partner gatehouse.PartnerID) listing {
	return listing{
		partner: partner,
		of:      sites,
		head:    "SELECT " + siteColumns + ", COALESCE(b.name, ''), COALESCE(r.rate, 0)",
		joins:   siteJoins,
		where:   "WHERE t.partner_id = $1",
		orders:  siteOrders,
	}
}

// SiteRow returns a row of the site list, or CodeNotFound.
func (r Reads) SiteRow(ctx context.Context, partner gatehouse.PartnerID, id gatehouse.SiteID) (gatehouse.SiteRow, error) {
	return one(ctx, r.q, siteRowListFields, oneSite, partner, id)
}

var oneSite = siteRows("").row()

// Sites calls fn for the rows of the site list that pass the filter, in its order,
// from the place after on, at most limit of them (0 for all). It reports whether a
// search had more hits than are sorted (see [SearchSortLimit]).
func (r Reads) Sites(ctx context.Context, partner gatehouse.PartnerID, f gatehouse.SiteFilter, after After, limit int, fn func(gatehouse.SiteRow) error) (capped bool, err error) {
	l := siteRows(partner)
	l.sort, l.searching = string(f.Sort), f.Query != ""
	l.ids = func(q *query, e engine) string { return q.siteIDs(e, f) }
	return listRows(ctx, r, l, after, limit, siteRowListFields, fn)
}

// siteOrders names the columns of the list's orders.
var siteOrders = map[string]sortColumn{
	string(gatehouse.SitesByName):    {name: "t.sort_name"},
	string(gatehouse.SitesByCountry): {name: "t.country"},
	string(gatehouse.SitesByCredits): {name: "t.credits", number: true},
}

// siteIDs writes the SELECT of the ids that pass the filter, up to its last
// condition, and returns the column that has the order of creation there.
func (q *query) siteIDs(e engine, f gatehouse.SiteFilter) (created string) {
	created = "t.id"
	const listedSite = ` t.partner_id = $1`
	if f.Query != "" {
		created = q.search(e, fold(f.Query), listedSite)
	} else {
		q.rowsOf(listedSite)
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
	switch strings.TrimPrefix(string(sort), "-") {
	case string(gatehouse.SitesByName):
		after.Value = fold(s.Name)
	case string(gatehouse.SitesByCountry):
		after.Value = s.Country
	case string(gatehouse.SitesByCredits):
		after.Value = fmt.Sprint(s.Credits)
	}
	return after
}
