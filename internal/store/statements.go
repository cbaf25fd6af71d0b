package store

import (
	"maps"
	"slices"
)

// Statements returns the texts of the statements that were prepared on SQLite so far,
// for whoever looks at how it goes about them. PostgreSQL has its own ways to tell.
func (db *DB) Statements() []string {
	seen := map[string]bool{}
	if db.cache != nil {
		db.cache.byText.Range(func(text, _ any) bool {
			seen[text.(string)] = true
			return true
		})
	}
	for _, text := range db.readers.texts() {
		seen[text] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// texts are of the statements of the connections that nobody uses just now.
func (p *readers) texts() []string {
	if p == nil {
		return nil
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	var texts []string
	for _, r := range p.idle {
		for text := range r.statements {
			texts = append(texts, text)
		}
	}
	return texts
}
