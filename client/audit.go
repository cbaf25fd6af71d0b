package client

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"net/url"
	"time"
)

// Event is one line of a partner's audit trail.
type Event struct {
	ID string `json:"id"`
	// Seq counts the partner's events without a gap.
	Seq int64     `json:"seq"`
	At  time.Time `json:"at"`
	// Via is page, api, api_key, command_line or job; APIKey is the id of the key.
	Via    string `json:"via"`
	APIKey string `json:"api_key"`
	// Actor is nil for a stranger and for the installation.
	Actor  *Person `json:"actor"`
	Action string  `json:"action"`
	// Target is nil when nothing in particular was meant.
	Target *Person `json:"target"`
	// Site is the id of the site that it was done at, or about, "" for none.
	Site string `json:"site"`
	// Outcome is done or refused; Code says why.
	Outcome string `json:"outcome"`
	Code    string `json:"code"`
	// Before and After are objects of the changed fields, nil where there are none.
	Before    json.RawMessage `json:"before"`
	After     json.RawMessage `json:"after"`
	Address   string          `json:"address"`
	UserAgent string          `json:"user_agent"`
	RequestID string          `json:"request_id"`
	// Count is how often the same refused attempt was made within a minute, LastAt
	// when it was made last.
	Count  int       `json:"count"`
	LastAt time.Time `json:"last_at"`
}

// AuditFilter narrows an audit trail. Empty fields do not narrow.
type AuditFilter struct {
	From, Until time.Time
	Actor       string
	Action      string
	Target      string
	Site        string
	Outcome     string
}

func (f AuditFilter) query() url.Values {
	return set(url.Values{}, map[string]string{
		"from": stamp(f.From), "until": stamp(f.Until),
		"actor": f.Actor, "action": f.Action, "target": f.Target, "site": f.Site, "outcome": f.Outcome,
	})
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// Audit goes through all events that pass the filter, newest first, page by page
// as it is read. An error ends it.
func (c *Client) Audit(ctx context.Context, filter AuditFilter) iter.Seq2[Event, error] {
	return all(func(paging Paging) (Page[Event], error) { return c.AuditPage(ctx, filter, paging) })
}

// AuditPage returns one page of the events that pass the filter, newest first.
func (c *Client) AuditPage(ctx context.Context, filter AuditFilter, paging Paging) (Page[Event], error) {
	return list[Event](ctx, c, "/audit", filter.query(), paging)
}

// ExportAudit returns all events that pass the filter, oldest first, as a file in
// the format [CSV] or [NDJSON]. The reader is to be closed.
func (c *Client) ExportAudit(ctx context.Context, filter AuditFilter, format string) (io.ReadCloser, error) {
	return c.export(ctx, "/audit/export", filter.query(), format)
}
