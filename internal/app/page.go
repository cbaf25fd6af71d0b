package app

import (
	"encoding/base64"
	"encoding/json"
	"slices"

	"gatehouse.example/gatehouse"
)

// Page says which part of a list to return. Limit 0 means the usual length.
type Page struct {
	Cursor string
	Limit  int
}

func (p Page) limit() (int, error) {
	switch {
	case p.Limit == 0:
		return gatehouse.DefaultPage, nil
	case p.Limit < 0 || p.Limit > gatehouse.PageLimit:
		return 0, gatehouse.E(gatehouse.CodeUnknownParameter)
	default:
		return p.Limit, nil
	}
}

// cursor is where a page begins. It names its partner and its order, so that one
// of another list is refused; it is no secret and gives no right.
type cursor struct {
	Partner gatehouse.PartnerID `json:"p"`
	Order   string              `json:"o"`
	Key     json.RawMessage     `json:"k"`
}

func encodeCursor(partner gatehouse.PartnerID, order string, key any) string {
	encodedKey, err := json.Marshal(key)
	if err != nil {
		panic("a cursor's key: " + err.Error())
	}
	encoded, err := json.Marshal(cursor{partner, order, encodedKey})
	if err != nil {
		panic("a cursor: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(encoded)
}

// decode reads the page's cursor into key, which stays as it is when there is
// none. A cursor that is broken or of another list is CodeUnknownParameter.
func (p Page) decode(partner gatehouse.PartnerID, order string, key any) error {
	if p.Cursor == "" {
		return nil
	}
	var c cursor
	encoded, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err != nil || json.Unmarshal(encoded, &c) != nil || c.Partner != partner || c.Order != order || json.Unmarshal(c.Key, key) != nil {
		return gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	return nil
}

func oneOf[T comparable](v T, list []T) bool { return slices.Contains(list, v) }

// readPage reads one page of a list in the order named: read calls each for the rows
// behind after, at most as many as it is told, and reports whether a search was
// capped; key is where the page after a row begins. A limit or cursor that does not
// exist is CodeUnknownParameter.
func readPage[T, K any](page Page, partner gatehouse.PartnerID, order string, read func(after K, limit int, each func(T) error) (bool, error), key func(T) K) (items []T, next string, capped bool, err error) {
	limit, err := page.limit()
	if err != nil {
		return nil, "", false, err
	}
	var after K
	if err := page.decode(partner, order, &after); err != nil {
		return nil, "", false, err
	}
	items = make([]T, 0, limit+1)
	capped, err = read(after, limit+1, func(row T) error {
		items = append(items, row)
		return nil
	})
	if err != nil || len(items) <= limit {
		return items, "", capped, err
	}
	items = items[:limit]
	return items, encodeCursor(partner, order, key(items[limit-1])), capped, nil
}
