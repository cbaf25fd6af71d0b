package store

import (
	"context"
	"slices"
	"strings"
)

// Statements returns the texts of the statements that were run on SQLite so far, for
// whoever looks at how it goes about them, without those of the job queue and of the
// migrations. PostgreSQL has its own ways to tell.
func (db *DB) Statements(ctx context.Context) ([]string, error) {
	if db.Postgres() {
		return nil, nil
	}
	conn, err := db.writer.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	texts := db.readers.texts()
	err = conn.Raw(func(c any) error {
		for text := range c.(*keepingConn).idle {
			if !strings.Contains(text, "river_") && !strings.Contains(text, "goose_") {
				texts = append(texts, text)
			}
		}
		return nil
	})
	slices.Sort(texts)
	return slices.Compact(texts), err
}

// texts are of the statements of the connections that nobody uses just now.
func (p *readers) texts() []string {
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
