package app

import (
	"context"
	"time"
	"unicode/utf8"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// Registers are the use cases of a site's registers of devices and users. They are the
// site's own: a role at the partner gives no way into them (SPEC sections 8 and 9). The
// site is named, so that a caller who stands elsewhere finds nothing.
type Registers struct{ *core }

// register is one of the two registers of a site: what is asked of the actor and how
// what happens is called.
type register[T any, ID ~string] struct {
	view, manage gatehouse.SiteAction
	// viewed, exported, created, edited and deleted name it in the audit trail.
	viewed, exported, created, edited, deleted gatehouse.Action

	load   func(store.Reads, context.Context, gatehouse.Site, ID) (T, error)
	list   func(store.Reads, context.Context, gatehouse.Site, string, store.After, int, func(T) error) error
	insert func(*store.Tx, context.Context, *T) error
	update func(*store.Tx, context.Context, T) error
	remove func(*store.Tx, context.Context, T) error

	clean func(T) (T, error)
	// about returns the entry's id, its version, and its name where the audit trail
	// may hold it: people's it may not. key is its place in the list.
	about func(T) (id ID, version int, name string)
	key   func(T) store.After
	// changed names the fields in which two entries differ.
	changed func(before, after T) (facts, facts)
}

// RegisterPage is a page of a register, by name; Next is "" at its end.
type RegisterPage[T any] struct {
	Items []T
	Next  string
}

// place returns where the actor stands as the site whose register is meant.
func place(actor gatehouse.Actor) gatehouse.Site {
	return gatehouse.Site{Partner: actor.Partner, ID: actor.Site}
}

// checkSearch returns CodeUnknownParameter for a text that no search takes.
func checkSearch(text string) error {
	if utf8.RuneCountInString(text) > gatehouse.QueryLimit || !utf8.ValidString(text) {
		return gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	return nil
}

func (k register[T, ID]) page(ctx context.Context, c *core, actor gatehouse.Actor, site gatehouse.SiteID, search string, page Page) (RegisterPage[T], error) {
	if err := c.checkReadAt(ctx, actor, ask{siteAction: k.view}, k.viewed, site); err != nil {
		return RegisterPage[T]{}, err
	}
	if err := checkSearch(search); err != nil {
		return RegisterPage[T]{}, err
	}
	limit, err := page.limit()
	if err != nil {
		return RegisterPage[T]{}, err
	}
	var after store.After
	order := string(k.view) + " " + string(site)
	if err := page.decode(actor.Partner, order, &after); err != nil {
		return RegisterPage[T]{}, err
	}
	items := make([]T, 0, limit+1)
	err = k.list(c.Store.Reads, ctx, place(actor), search, after, limit+1, func(entry T) error {
		items = append(items, entry)
		return nil
	})
	if err != nil || len(items) <= limit {
		return RegisterPage[T]{Items: items}, err
	}
	items = items[:limit]
	return RegisterPage[T]{Items: items, Next: encodeCursor(actor.Partner, order, k.key(items[limit-1]))}, nil
}

func (k register[T, ID]) get(ctx context.Context, c *core, actor gatehouse.Actor, site gatehouse.SiteID, id ID) (T, error) {
	if err := c.checkReadAt(ctx, actor, ask{siteAction: k.view}, k.viewed, site); err != nil {
		return *new(T), err
	}
	return k.load(c.Store.Reads, ctx, place(actor), id)
}

func (k register[T, ID]) export(ctx context.Context, c *core, actor gatehouse.Actor, site gatehouse.SiteID, search string, each func(T) error) error {
	if err := checkSearch(search); err != nil {
		return err
	}
	op := operation{action: k.exported, partner: actor.Partner, site: site, ask: ask{siteAction: k.view}}
	return exporting(ctx, c, actor, op, nil, each, func(each func(T) error) error {
		return k.list(c.Store.Reads, ctx, place(actor), search, store.After{}, 0, each)
	})
}

// operation begins a change of the register. What makes two requests the same is
// hashed, never stored: it holds personal data.
func (k register[T, ID]) operation(action gatehouse.Action, site gatehouse.SiteID, id ID, key string, input any) operation {
	return operation{
		action: action, ask: ask{siteAction: k.manage}, site: site, target: string(id), key: key,
		input: struct {
			Site  gatehouse.SiteID
			ID    ID
			Input any
		}{site, id, input},
	}
}

// create returns the id alone, because answers are kept under their keys.
func (k register[T, ID]) create(ctx context.Context, c *core, actor gatehouse.Actor, key string, site gatehouse.SiteID, entry func(gatehouse.Site, time.Time) T) (ID, error) {
	op := k.operation(k.created, site, "", key, entry(gatehouse.Site{}, time.Time{}))
	return changeHere(ctx, c, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (ID, error) {
		now, err := tx.Now(ctx)
		if err != nil {
			return "", err
		}
		made, err := k.clean(entry(place(actor), now))
		if err != nil {
			return "", err
		}
		if err := k.insert(tx, ctx, &made); err != nil {
			return "", err
		}
		id, _, name := k.about(made)
		tx.Record(event(actor, actor.Partner, k.created, string(id), name))
		return id, nil
	})
}

// named returns the entry for a change, in the version that the caller has seen.
func (k register[T, ID]) named(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, id ID, ifMatch int) (T, error) {
	entry, err := k.load(tx.Reads, ctx, place(actor), id)
	if err != nil {
		return entry, err
	}
	_, version, _ := k.about(entry)
	return entry, checkSeen(ifMatch, version)
}

func (k register[T, ID]) edit(ctx context.Context, c *core, actor gatehouse.Actor, key string, site gatehouse.SiteID, id ID, ifMatch int, change func(T) T, input any) error {
	op := k.operation(k.edited, site, id, key, input)
	_, err := changeHere(ctx, c, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (struct{}, error) {
		entry, err := k.named(ctx, tx, actor, id, ifMatch)
		if err != nil {
			return struct{}{}, err
		}
		edited, err := k.clean(change(entry))
		if err != nil {
			return struct{}{}, err
		}
		before, after := k.changed(entry, edited)
		if after == nil {
			return struct{}{}, nil
		}
		_, _, name := k.about(edited)
		e := event(actor, actor.Partner, k.edited, string(id), name)
		e.Before, e.After = before.json(), after.json()
		tx.Record(e)
		return struct{}{}, k.update(tx, ctx, edited)
	})
	return err
}

func (k register[T, ID]) delete(ctx context.Context, c *core, actor gatehouse.Actor, key string, site gatehouse.SiteID, id ID, ifMatch int) error {
	op := k.operation(k.deleted, site, id, key, ifMatch)
	_, err := changeHere(ctx, c, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (struct{}, error) {
		entry, err := k.named(ctx, tx, actor, id, ifMatch)
		if err != nil {
			return struct{}{}, err
		}
		_, _, name := k.about(entry)
		tx.Record(event(actor, actor.Partner, k.deleted, string(id), name))
		return struct{}{}, k.remove(tx, ctx, entry)
	})
	return err
}
