package client

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
)

// Page is one page of a list.
type Page[T any] struct {
	Items []T `json:"items"`
	// NextCursor asks for the page behind, empty on the last one.
	NextCursor string `json:"next_cursor"`
}

// Paging says which page: the first one when Cursor is empty, of the usual length
// when Limit is 0.
type Paging struct {
	Cursor string
	Limit  int
}

// Formats of an export.
const (
	CSV    = "csv"
	NDJSON = "ndjson"
)

// largestPage is the longest page that the portal answers.
const largestPage = 200

// list asks for one page.
func list[T any](ctx context.Context, c *Client, path string, query url.Values, paging Paging) (Page[T], error) {
	return page[Page[T]](ctx, c, path, query, paging)
}

// page asks for one page that may tell more than its items.
func page[P any](ctx context.Context, c *Client, path string, query url.Values, paging Paging) (P, error) {
	ask := newCall(http.MethodGet, path)
	ask.query = query
	if paging.Cursor != "" {
		ask.query.Set("cursor", paging.Cursor)
	}
	if paging.Limit != 0 {
		ask.query.Set("limit", strconv.Itoa(paging.Limit))
	}
	var answer P
	_, err := c.do(ctx, ask, &answer)
	return answer, err
}

// all asks for page after page until the last. An error ends it.
func all[T any](next func(Paging) (Page[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		paging := Paging{Limit: largestPage}
		for {
			page, err := next(paging)
			if err != nil {
				yield(*new(T), err)
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if page.NextCursor == "" {
				return
			}
			paging.Cursor = page.NextCursor
		}
	}
}

// export asks for a file. The reader is to be closed; a file that breaks off ends
// in an error of the reader, never quietly.
func (c *Client) export(ctx context.Context, path string, query url.Values, format string) (io.ReadCloser, error) {
	ask := newCall(http.MethodGet, path)
	ask.query = query
	ask.query.Set("format", format)
	ask.header("Accept", "text/csv, application/x-ndjson")
	answer, err := c.send(ctx, ask)
	if err != nil {
		return nil, err
	}
	return answer.Body, nil
}

// set adds the parameters that are not empty.
func set(query url.Values, parameters map[string]string) url.Values {
	for name, value := range parameters {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}
