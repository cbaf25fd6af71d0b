package app

import (
	"context"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// Search asks for everything that may stand in the open place of a question. Which
// fields count follows from the search.
type Search struct {
	Question
	// Query names everything that the search asks. A page's token is worth nothing to
	// another query.
	Query string
	// Token is where the page begins, "" for the first one.
	Token string
	// Limit is the most results of the page; 0 is that of the page before, or on the
	// first one [gatehouse.PageLimit].
	Limit int
}

// Found is a page of a search, in the order of keys that do not change.
type Found struct {
	Names []string
	// Next is the token of the page behind, "" after the last one. A page before it
	// may hold fewer results than asked for, even none.
	Next string
}

const (
	// searchReach is how many candidates one page looks at, at most. It bounds what a
	// search costs for somebody with thousands of sites of which none is open.
	searchReach = 2000
	// searchStep is how many candidates are read at once when the first did not do.
	searchStep = 250
)

// Subjects finds the accounts that may do the action at the site. Errors as with
// [Decisions.Evaluate]; CodeMalformed for a token or a limit that does not go with the
// search.
func (d Decisions) Subjects(ctx context.Context, request gatehouse.Actor, token string, s Search) (Asker, Found, error) {
	return d.search(ctx, request, token, s, func(ctx context.Context, f *store.DecisionFacts, after string, limit int, found finder) error {
		if f.Access.Site.ID == "" {
			return nil
		}
		return d.Store.EachPersonAt(ctx, f.Key.Partner, f.Access.Site.ID, gatehouse.PersonID(after), limit, func(f *gatehouse.AccessFacts) error {
			found(string(f.Person.ID), string(f.Person.Account), gatehouse.Decide(f, s.Action).Access)
			return nil
		})
	})
}

// Resources finds the sites where the subject may do the action. Errors as with
// [Decisions.Subjects].
func (d Decisions) Resources(ctx context.Context, request gatehouse.Actor, token string, s Search) (Asker, Found, error) {
	return d.search(ctx, request, token, s, func(ctx context.Context, f *store.DecisionFacts, after string, limit int, found finder) error {
		if f.Access.Person.ID == "" {
			return nil
		}
		return d.Store.EachSiteOf(ctx, f.Key.Partner, f.Access.Person.ID, f.Key.Key.Site, gatehouse.SiteID(after), limit, func(f *gatehouse.AccessFacts) error {
			found(string(f.Site.ID), string(f.Site.ID), gatehouse.Decide(f, s.Action).Access)
			return nil
		})
	})
}

// Actions finds what the subject may do at the site. Errors as with
// [Decisions.Subjects].
func (d Decisions) Actions(ctx context.Context, request gatehouse.Actor, token string, s Search) (Asker, Found, error) {
	return d.search(ctx, request, token, s, func(_ context.Context, f *store.DecisionFacts, after string, limit int, found finder) error {
		actions := gatehouse.SiteActions()
		from := slices.Index(actions, gatehouse.SiteAction(after)) + 1
		for _, action := range actions[from:min(from+limit, len(actions))] {
			found(string(action), string(action), gatehouse.Decide(&f.Access, action).Access)
		}
		return nil
	})
}

// finder takes a candidate: the key that it stands behind in the order, its name as a
// result, and whether it is one.
type finder func(key, name string, allowed bool)

// candidates hands candidates behind a key to the finder, at most limit of them, and
// fewer only when there are no more.
type candidates func(ctx context.Context, f *store.DecisionFacts, after string, limit int, found finder) error

// search reads the key and what the question names, and then candidates until the
// page is full.
func (d Decisions) search(ctx context.Context, request gatehouse.Actor, token string, s Search, read candidates) (asker Asker, found Found, err error) {
	ctx, cancel := context.WithTimeout(ctx, decisionPatience)
	defer cancel()
	asker, err = d.ask(ctx, request, keyToken(token), s.Question, func(f *store.DecisionFacts) error {
		place, err := d.openPage(s, &f.Key)
		if err != nil {
			return err
		}
		page := searched{limit: place.Limit, at: place.After}
		if err := page.fill(func(after string, limit int) (seen int, err error) {
			err = read(ctx, f, after, limit, func(key, name string, allowed bool) {
				seen++
				page.take(key, name, allowed)
			})
			return seen, err
		}); err != nil {
			return err
		}
		found.Names = page.names[:min(len(page.names), page.limit)]
		if after := page.next(); after != "" {
			found.Next = d.sealPage(s, &f.Key, after, page.limit)
		}
		return nil
	})
	return asker, found, err
}

// searched is a page in the making.
type searched struct {
	limit int
	// at is the key of the last candidate looked at; over is true behind the last one
	// that there is.
	at   string
	over bool
	// names and keys are of the results, one more than the page holds when there is.
	names, keys []string
}

func (p *searched) take(key, name string, allowed bool) {
	p.at = key
	if allowed && len(p.names) <= p.limit {
		p.names, p.keys = append(p.names, name), append(p.keys, key)
	}
}

// fill reads until the page is full, nothing is left, or enough was looked at.
func (p *searched) fill(read func(after string, limit int) (int, error)) error {
	step := p.limit + 1
	for left := searchReach; left > 0 && len(p.names) <= p.limit && !p.over; step = max(step, searchStep) {
		limit := min(step, left)
		seen, err := read(p.at, limit)
		if err != nil {
			return err
		}
		left -= seen
		p.over = seen < limit
	}
	return nil
}

// next is the key behind which the next page begins, "" for none.
func (p *searched) next() string {
	switch {
	case len(p.names) > p.limit:
		return p.keys[p.limit-1]
	case p.over:
		return ""
	default:
		return p.at
	}
}
