package store

import (
	"context"
	"slices"
	"strings"
)

// rowsAtOnce is how many rows one statement writes or reads where there are many. It
// is one number, and what is left over goes row by row, so that the texts of
// statements stay few.
const rowsAtOnce = 50

// insertRows inserts rows of the same columns. into is the statement up to VALUES.
func (tx *Tx) insertRows(ctx context.Context, into string, rows [][]any) error {
	for chunk := range chunks(rows) {
		if err := exec(ctx, tx.q, tx.insertText(into, chunk), slices.Concat(chunk...)...); err != nil {
			return err
		}
	}
	return nil
}

// insertRowsAhead is insertRows for rows that another statement is sure to follow. Many
// rows are waited for: a round trip is not what they cost.
func (tx *Tx) insertRowsAhead(ctx context.Context, into string, rows [][]any) error {
	if len(rows) >= rowsAtOnce {
		return tx.insertRows(ctx, into, rows)
	}
	for chunk := range chunks(rows) {
		if err := tx.on.ahead(ctx, tx.insertText(into, chunk), slices.Concat(chunk...)); err != nil {
			return translate(err)
		}
	}
	return nil
}

func (tx *Tx) insertText(into string, rows [][]any) string {
	return into + valuesText(tx.engine, len(rows), len(rows[0]))
}

// chunks yields the items in portions of [rowsAtOnce] and the rest one by one.
func chunks[T any](items []T) func(yield func([]T) bool) {
	return func(yield func([]T) bool) {
		for len(items) > 0 {
			n := 1
			if len(items) >= rowsAtOnce {
				n = rowsAtOnce
			}
			if !yield(items[:n]) {
				return
			}
			items = items[n:]
		}
	}
}

// valuesText is the VALUES of rows with so many columns each.
func valuesText(e engine, rows, columns int) string {
	var text strings.Builder
	text.WriteString(" VALUES ")
	for row := range rows {
		if row > 0 {
			text.WriteString(", ")
		}
		text.WriteString(e.placeholders(1+row*columns, columns))
	}
	return text.String()
}
