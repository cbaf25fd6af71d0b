package store

import (
	"context"

	"gatehouse.example/gatehouse"
)

// The candidates of a search are the people and sites between whom there is a
// membership or an assignment, since nothing else opens a site. The inner statement
// walks two indexes in the order of the ids and reads no more of them than the limit;
// everything else is joined to what it finds, but for the partner, which is known.

const personSitesSQL = `
	SELECT gatehouse_now() + $6,` + decidingColumns + `
	FROM (
		SELECT y.site_id AS id
		FROM assignment y
		WHERE y.partner_id = $1 AND y.person_id = $2 AND y.site_id > $3 AND (CAST($4 AS text) = '' OR y.site_id = $4)
		UNION
		SELECT z.site_id
		FROM site_admin z
		WHERE z.partner_id = $1 AND z.person_id = $2 AND z.site_id > $3 AND (CAST($4 AS text) = '' OR z.site_id = $4)
		ORDER BY id
		LIMIT $5) v
	JOIN site t ON t.partner_id = $1 AND t.id = v.id
	JOIN person p ON p.partner_id = $1 AND p.id = $2` + standingJoins + `
	ORDER BY v.id`

// EachSiteOf calls fn with what decides about the sites that a person of the partner
// has to do with, by id and behind after, at most limit of them. A key of a site names
// it as only; "" is for all.
func (r Reads) EachSiteOf(ctx context.Context, partner gatehouse.Partner, person gatehouse.PersonID, only, after gatehouse.SiteID, limit int, fn func(*gatehouse.AccessFacts) error) error {
	return eachFacts(ctx, r.q, partner, fn, personSitesSQL,
		partner.ID, person, after, only, limit, r.offset())
}

const sitePeopleSQL = `
	SELECT gatehouse_now() + $5,` + decidingColumns + `
	FROM (
		SELECT y.person_id AS id
		FROM assignment y
		WHERE y.partner_id = $1 AND y.site_id = $2 AND y.person_id > $3
		UNION
		SELECT z.person_id
		FROM site_admin z
		WHERE z.partner_id = $1 AND z.site_id = $2 AND z.person_id > $3
		ORDER BY id
		LIMIT $4) v
	JOIN site t ON t.partner_id = $1 AND t.id = $2
	JOIN person p ON p.partner_id = $1 AND p.id = v.id` + standingJoins + `
	ORDER BY v.id`

// EachPersonAt calls fn with what decides about the people who have to do with a site of
// the partner, by id and behind after, at most limit of them.
func (r Reads) EachPersonAt(ctx context.Context, partner gatehouse.Partner, site gatehouse.SiteID, after gatehouse.PersonID, limit int, fn func(*gatehouse.AccessFacts) error) error {
	return eachFacts(ctx, r.q, partner, fn, sitePeopleSQL,
		partner.ID, site, after, limit, r.offset())
}

// assignedSQL is of everybody who is assigned to one of the sites in $2. A CROSS JOIN
// keeps SQLite from beginning elsewhere.
func assignedSQL(e engine) string {
	return `
	SELECT gatehouse_now() + $3,` + decidingColumns + `
	FROM ` + e.elements(`$2`) + ` j
	CROSS JOIN site t
	CROSS JOIN assignment x
	JOIN person p ON p.partner_id = $1 AND p.id = x.person_id` + memberJoin + `
	WHERE t.partner_id = $1 AND t.id = j.value ->> 0 AND x.partner_id = $1 AND x.site_id = t.id`
}

var assignedText = [...]string{sqliteEngine: assignedSQL(sqliteEngine), postgresEngine: assignedSQL(postgresEngine)}

// EachAssigned calls fn with what decides about everybody who is assigned to one of the
// sites of the partner, in no order.
func (r Reads) EachAssigned(ctx context.Context, partner gatehouse.Partner, sites []gatehouse.SiteID, fn func(*gatehouse.AccessFacts) error) error {
	if len(sites) == 0 {
		return nil
	}
	return eachFacts(ctx, r.q, partner, fn, assignedText[r.engine],
		partner.ID, jsonIDs(sites), r.offset())
}

// eachFacts hands rows of facts on through one value.
func eachFacts(ctx context.Context, q querier, partner gatehouse.Partner, fn func(*gatehouse.AccessFacts) error, text string, args ...any) error {
	var row gatehouse.AccessFacts
	return each(ctx, q, func(f *gatehouse.AccessFacts) []any {
		return append([]any{when(&f.Now)}, decidingFields(f)...)
	}, func(f gatehouse.AccessFacts) error {
		row = f
		row.Partner, row.Site.Partner, row.Person.Partner = partner, partner.ID, partner.ID
		return fn(&row)
	}, text, args...)
}
