package store

import (
	"context"
	"encoding/json"
	"slices"
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

// Wanted is what the facts of a decision are read for.
type Wanted uint8

// An answer takes half of the columns that its reasons take: who did what, and
// since when, opens no gate.
const (
	Answer Wanted = iota
	Reasons
)

// decidingColumns are all that the gates of [gatehouse.Decide] ask, of the site t, the
// person p, its membership m and its assignment x.
const decidingColumns = `
		COALESCE(t.id, ''), COALESCE(t.technician_access, false),
		COALESCE(p.id, ''), COALESCE(p.account_id, ''), COALESCE(p.role, 0), COALESCE(p.technician, false), COALESCE(p.locked_at, 0),
		COALESCE(m.role, 0), COALESCE(m.locked_at, 0),
		COALESCE(x.id, ''), COALESCE(x.level, 0), COALESCE(x.partner_locked_at, 0), COALESCE(x.site_locked_at, 0), COALESCE(x.waiting, false),
		COALESCE(x.starts_at, 0), COALESCE(x.ends_at, 0)`

func decidingFields(f *gatehouse.AccessFacts) []any {
	p, m, x := &f.Person, &f.Admin, &f.Assignment
	return []any{
		&f.Site.ID, &f.Site.TechnicianAccess,
		&p.ID, &p.Account, &p.Role, &p.Technician, when(&p.Lock.At),
		&m.Role, when(&m.Lock.At),
		&x.ID, &x.Level, when(&x.PartnerLock.At), when(&x.SiteLock.At), &x.Waiting,
		when(&x.Window.StartsAt), when(&x.Window.EndsAt),
	}
}

// decidingKeyColumns are all that [gatehouse.KeyFacts.Check] asks, of the relations of
// [decidingKeyJoins].
const decidingKeyColumns = `
		k.id, k.partner_id, k.site_id, k.scope, k.expires_at, k.last_used_at,
		h.expires_at, q.activated_at,
		c.id, COALESCE(c.account_id, ''), c.role, c.technician, c.locked_at,
		COALESCE(n.role, 0), COALESCE(n.locked_at, 0)`

func decidingKeyFields(f *gatehouse.KeyFacts) []any {
	k, c, n := &f.Key, &f.Holder, &f.HolderAtSite
	return []any{
		(*string)(&k.ID), &k.Partner, &k.Site, (*string)(&k.Scope), when(&k.ExpiresAt), when(&k.LastUsedAt),
		when(&f.TokenEnds), when(&f.Partner.ActivatedAt),
		&c.ID, &c.Account, &c.Role, &c.Technician, when(&c.Lock.At),
		&n.Role, when(&n.Lock.At),
	}
}

// decisionTexts are the statements of decisions that want the same. In all of them the
// token is $1 and the clock's offset $2; the key's partner is that of the site and of
// the person.
type decisionTexts struct {
	fields func(*DecisionFacts) []any
	// byAccount and byEmail are for one question: $3 is the site, $4 the subject by one
	// of its two names.
	byAccount, byEmail string
	// many is for a batch, on each engine.
	many [2]string
	// rows are facts to be read, with their targets. They are big, and most requests to
	// the decision endpoint need nothing else, so they are used again.
	rows sync.Pool
}

// decisionRow is facts to be read, with their targets.
type decisionRow struct {
	facts DecisionFacts
	into  []any
}

var decisions = [...]*decisionTexts{
	Answer: newDecisionTexts(decidingKeyColumns+`,`+decidingColumns, decidingKeyJoins, "", func(f *DecisionFacts) []any {
		return slices.Concat([]any{when(&f.Key.Now)}, decidingKeyFields(&f.Key), decidingFields(&f.Access))
	}),
	Reasons: newDecisionTexts(keyColumns+`,`+standingColumns+invitedColumns, keyJoins, invitedJoins, func(f *DecisionFacts) []any {
		return slices.Concat(nowKeyFields(&f.Key), standingFields(&f.Access), invitedFields(&f.Access))
	}),
}

// newDecisionTexts makes the statements: joins find what is known of the key, more what
// is known beyond person, site and what joins the two.
func newDecisionTexts(columns, joins, more string, fields func(*DecisionFacts) []any) *decisionTexts {
	t := &decisionTexts{fields: fields}
	t.rows.New = func() any {
		row := &decisionRow{}
		row.into = targets(fields(&row.facts))
		return row
	}
	t.byAccount, t.byEmail = decisionSQL(columns, joins, `p.account_id = $4`, more), decisionSQL(columns, joins, `p.email = $4`, more)
	for _, e := range []engine{sqliteEngine, postgresEngine} {
		t.many[e] = decisionsSQL(e, columns, joins, more)
	}
	return t
}

// decisionSite joins the site t when the key may speak of it: every site of the
// partner, or for a key of a site that one only. named is the site's id.
func decisionSite(named string) string {
	return `
	LEFT JOIN site t ON t.partner_id = h.partner_id AND t.id = ` + named + ` AND (k.site_id = '' OR k.site_id = t.id)`
}

func decisionSQL(columns, joins, named, more string) string {
	return `
	SELECT gatehouse_now() + $2,` + columns + `
	FROM api_key_token h` + joins + decisionSite(`$3`) + `
	LEFT JOIN person p ON p.partner_id = h.partner_id AND ` + named + standingJoins + more + `
	WHERE h.hash = $1`
}

// decisionsSQL reads many questions: $3 is a JSON array of them, each an array of its
// number, account, address and site.
func decisionsSQL(e engine, columns, joins, more string) string {
	return `
	SELECT gatehouse_now() + $2,` + columns + `, CAST(j.value ->> 0 AS integer)
	FROM api_key_token h` + joins + `
	JOIN ` + e.elements(`$3`) + ` j ON true` + decisionSite(`j.value ->> 3`) + `
	LEFT JOIN person a ON a.partner_id = h.partner_id AND a.account_id = j.value ->> 1
	LEFT JOIN person b ON b.partner_id = h.partner_id AND b.email = j.value ->> 2
	LEFT JOIN person p ON p.partner_id = h.partner_id AND p.id = COALESCE(a.id, b.id)` + standingJoins + more + `
	WHERE h.hash = $1`
}

// complete fills in what the statement says without a column: whose token it was asked
// with, and that everything is the key's partner's.
func (f *DecisionFacts) complete(token gatehouse.KeyTokenID) {
	f.Key.Token, f.Key.Partner.ID = token, f.Key.Key.Partner
	a := &f.Access
	a.Now = f.Key.Now
	if a.Site.ID != "" {
		a.Site.Partner = f.Key.Key.Partner
	}
	if a.Person.ID != "" {
		a.Person.Partner = f.Key.Key.Partner
	}
	if a.Site.ID != "" && a.Person.ID != "" {
		a.Partner = f.Key.Partner
	}
}

// WithDecisionFacts calls fn with the facts of one question, all of one moment. They
// are fn's until it returns. An unknown token is CodeNotFound.
func (r Reads) WithDecisionFacts(ctx context.Context, token gatehouse.KeyTokenID, q Question, want Wanted, fn func(*DecisionFacts) error) error {
	texts := decisions[want]
	text, named := texts.byAccount, string(q.Subject.Account)
	if q.Subject.Email != "" {
		text, named = texts.byEmail, string(q.Subject.Email)
	}
	row := texts.rows.Get().(*decisionRow)
	defer func() {
		row.facts = DecisionFacts{}
		texts.rows.Put(row)
	}()
	if _, err := one(ctx, r.q, func(*struct{}) []any { return row.into }, text, token, r.offset(), q.Site, named); err != nil {
		return err
	}
	row.facts.complete(token)
	return fn(&row.facts)
}

// elements is a table of the elements of a JSON array, in its column value.
func (e engine) elements(array string) string {
	if e == postgresEngine {
		return `json_array_elements(CAST(` + array + ` AS json))`
	}
	return `json_each(` + array + `)`
}

// jsonIDs encodes ids for [engine.elements]: an array of arrays, whose first member both
// engines take out alike.
func jsonIDs[ID ~string](ids []ID) string {
	rows := make([][1]ID, len(ids))
	for i, id := range ids {
		rows[i][0] = id
	}
	encoded, err := json.Marshal(rows)
	if err != nil {
		panic("ids: " + err.Error())
	}
	return string(encoded)
}

// numberedFacts are the facts of a question of many.
type numberedFacts struct {
	DecisionFacts
	number int
}

// EachDecisionFacts calls fn with the facts of every question, in no order but with
// its number. One statement reads them, so they are all of one moment. There is at
// least one question; an unknown token is CodeNotFound.
func (r Reads) EachDecisionFacts(ctx context.Context, token gatehouse.KeyTokenID, questions []Question, want Wanted, fn func(i int, f *DecisionFacts) error) error {
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
	texts := decisions[want]
	err = each(ctx, r.q, func(f *numberedFacts) []any {
		return append(texts.fields(&f.DecisionFacts), &f.number)
	}, func(f numberedFacts) error {
		if first.Key.ID == "" {
			first = f.Key
		}
		row = f.DecisionFacts
		// The clock goes on from row to row; what is of one moment has one time.
		row.Key.Now = first.Now
		row.complete(token)
		return fn(f.number, &row)
	}, texts.many[r.engine], token, r.offset(), string(encoded))
	if err == nil && first.Key.ID == "" {
		return gatehouse.E(gatehouse.CodeNotFound)
	}
	return err
}
