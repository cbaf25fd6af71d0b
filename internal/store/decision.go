package store

import (
	"context"
	"encoding/json"
	"sync"

	"gatehouse.example/gatehouse"
)

// DecisionFacts is everything that decides one question to the decision endpoint:
// what the API key is worth, and what the person may do at the site. Site and person
// are zero where the key's place has none of that name.
type DecisionFacts struct {
	Key    gatehouse.KeyFacts
	Access gatehouse.AccessFacts
}

// Subject names a person of the key's partner, either by their account or by their
// address. The zero Subject is nobody.
type Subject struct {
	Account gatehouse.AccountID
	Email   gatehouse.Email
}

// Question is a subject and a site, as somebody asks about them.
type Question struct {
	Subject Subject
	Site    gatehouse.SiteID
}

// decisionSelect begins with the key's facts, whose token is $1 and whose clock's
// offset is $2. The partner of the key is that of the site and of the person.
const decisionSelect = `
	SELECT gatehouse_now() + $2,` + keyColumns + `,` + standingColumns

// decisionSite joins the site t when the key may speak of it: every site of the
// partner, or for a key of a site that one only. named is the site's id.
func decisionSite(named string) string {
	return `
	LEFT JOIN site t ON t.partner_id = h.partner_id AND t.id = ` + named + ` AND (k.site_id = '' OR k.site_id = t.id)`
}

// The statements for one question: $3 is the site, $4 the subject by one of its two
// names.
var (
	decisionByAccount = decisionSQL(`p.account_id = $4`)
	decisionByEmail   = decisionSQL(`p.email = $4`)
)

func decisionSQL(named string) string {
	return decisionSelect + `
	FROM api_key_token h` + keyJoins + decisionSite(`$3`) + `
	LEFT JOIN person p ON p.partner_id = h.partner_id AND ` + named + standingJoins + `
	WHERE h.hash = $1`
}

func decisionFields(f *DecisionFacts) []any {
	return append(nowKeyFields(&f.Key), standingFields(&f.Access)...)
}

// complete fills in what the statement reads once for both.
func (f *DecisionFacts) complete() {
	f.Access.Now = f.Key.Now
	if f.Access.Site.ID != "" && f.Access.Person.ID != "" {
		f.Access.Partner = f.Key.Partner
	}
}

// decisionRow is facts to be read, with their targets. It is big, and most requests to
// the decision endpoint need nothing else, so rows are used again.
type decisionRow struct {
	facts DecisionFacts
	into  []any
}

var decisionRows = sync.Pool{New: func() any {
	row := &decisionRow{}
	row.into = targets(decisionFields(&row.facts))
	return row
}}

// WithDecisionFacts calls fn with the facts of one question, all of one moment. They
// are fn's until it returns. An unknown token is CodeNotFound.
func (r Reads) WithDecisionFacts(ctx context.Context, token gatehouse.KeyTokenID, q Question, fn func(*DecisionFacts) error) error {
	text, named := decisionByAccount, string(q.Subject.Account)
	if q.Subject.Email != "" {
		text, named = decisionByEmail, string(q.Subject.Email)
	}
	row := decisionRows.Get().(*decisionRow)
	defer func() {
		row.facts = DecisionFacts{}
		decisionRows.Put(row)
	}()
	if _, err := one(ctx, r.q, func(*struct{}) []any { return row.into }, text, token, r.offset(), q.Site, named); err != nil {
		return err
	}
	row.facts.complete()
	return fn(&row.facts)
}

// decisionsSQL reads many questions: $3 is a JSON array of them, each an array of its
// number, account, address and site.
func decisionsSQL(e engine) string {
	return decisionSelect + `, CAST(j.value ->> 0 AS integer)
	FROM api_key_token h` + keyJoins + `
	JOIN ` + e.elements(`$3`) + ` j ON true` + decisionSite(`j.value ->> 3`) + `
	LEFT JOIN person a ON a.partner_id = h.partner_id AND a.account_id = j.value ->> 1
	LEFT JOIN person b ON b.partner_id = h.partner_id AND b.email = j.value ->> 2
	LEFT JOIN person p ON p.partner_id = h.partner_id AND p.id = COALESCE(a.id, b.id)` + standingJoins + `
	WHERE h.hash = $1`
}

var decisionsText = [...]string{sqliteEngine: decisionsSQL(sqliteEngine), postgresEngine: decisionsSQL(postgresEngine)}

// elements is a table of the elements of a JSON array, in its column value.
func (e engine) elements(array string) string {
	if e == postgresEngine {
		return `json_array_elements(CAST(` + array + ` AS json))`
	}
	return `json_each(` + array + `)`
}

// numberedFacts are the facts of a question of many.
type numberedFacts struct {
	DecisionFacts
	number int
}

func numberedFields(f *numberedFacts) []any {
	return append(decisionFields(&f.DecisionFacts), &f.number)
}

// EachDecisionFacts calls fn with the facts of every question, in no order but with
// its number. One statement reads them, so they are all of one moment. There is at
// least one question; an unknown token is CodeNotFound.
func (r Reads) EachDecisionFacts(ctx context.Context, token gatehouse.KeyTokenID, questions []Question, fn func(i int, f *DecisionFacts) error) error {
	rows := make([][4]any, len(questions))
	for i, q := range questions {
		rows[i] = [4]any{i, q.Subject.Account, q.Subject.Email, q.Site}
	}
	encoded, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	var first gatehouse.KeyFacts
	var row DecisionFacts // one value that all rows pass through
	err = each(ctx, r.q, numberedFields, func(f numberedFacts) error {
		if first.Key.ID == "" {
			first = f.Key
		}
		row = f.DecisionFacts
		// The clock goes on from row to row; what is of one moment has one time.
		row.Key.Now = first.Now
		row.complete()
		return fn(f.number, &row)
	}, decisionsText[r.engine], token, r.offset(), string(encoded))
	if err == nil && first.Key.ID == "" {
		return gatehouse.E(gatehouse.CodeNotFound)
	}
	return err
}
