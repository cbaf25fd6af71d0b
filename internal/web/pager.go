package web

import (
	"net/url"
	"strings"

	"gatehouse.example/gatehouse/internal/web/templates"
)

// A list is paged by keys: a page knows where the next one begins, and nothing of
// the one before. So the address carries the beginnings of the pages that were
// passed, and the way back is to take the last of them off.
const (
	trailSeparator = "~"
	// trailLimit bounds the address. Who goes further gets back this far step by
	// step, and then to the first page.
	trailLimit = 20
)

// pagerOf makes the links to the neighbours of a page.
func pagerOf(path string, query url.Values, next string) templates.Pager {
	var pager templates.Pager
	here := query.Get("cursor")
	trail := []string{}
	if t := query.Get("trail"); t != "" {
		trail = strings.Split(t, trailSeparator)
	}
	switch {
	case here != "" && len(trail) > 0:
		pager.PreviousURL = pageURL(path, query, trail[len(trail)-1], trail[:len(trail)-1])
	case here != "":
		pager.PreviousURL = pageURL(path, query, "", nil)
	}
	if next != "" {
		if here != "" {
			trail = append(trail, here)
		}
		pager.NextURL = pageURL(path, query, next, trail[max(0, len(trail)-trailLimit):])
	}
	return pager
}

func pageURL(path string, query url.Values, cursor string, trail []string) string {
	q := url.Values{}
	for name, values := range query {
		if values[0] != "" {
			q[name] = values
		}
	}
	q.Del("cursor")
	q.Del("trail")
	if cursor != "" {
		q.Set("cursor", cursor)
	}
	if len(trail) > 0 {
		q.Set("trail", strings.Join(trail, trailSeparator))
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
