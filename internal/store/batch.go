package store

import (
	"context"
	"iter"
	"slices"
	"strings"
)

// rowsAtOnce is how many rows one statement writes or reads where there are many. It
// is one number, and what is left over goes row by row, so that the texts of
// statements stay few.
const rowsAtOnce = 50

// insertRows inserts rows of the same columns. into is the statement up to VALUES.
func (tx *Tx) insertRows(ctx context.Context, into string, rows [][]any) error {
	for text, args := range tx.inserts(into, rows) {
		if err := exec(ctx, tx.q, text, args...); err != nil {
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
	for text, args := range tx.inserts(into, rows) {
		if err := tx.on.ahead(ctx, text, args); err != nil {
			return translate(err)
		}
	}
	return nil
}

// inserts yields the statements that insert the rows, each with its values.
func (tx *Tx) inserts(into string, rows [][]any) iter.Seq2[string, []any] {
	return func(yield func(string, []any) bool) {
		for chunk := range chunks(rows) {
			if !yield(into+valuesText(tx.engine, len(chunk), len(chunk[0])), slices.Concat(chunk...)) {
				return
			}
		}
	}
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
