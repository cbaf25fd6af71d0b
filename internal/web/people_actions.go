package web

import (
	"context"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/words"
)

// bulkAction is an action on the chosen rows of a list of people: the use case, and
// how the page asks before.
type bulkAction struct {
	of   *people
	name gatehouse.Action
	run  bulkRun
	// fields are those of the form besides the chosen rows and the answer. With
	// "single" the form may come from a row's own switch or button, after which the
	// row says what happened, and no message does (SPEC section 13).
	fields []string
	prompt func(*words.Words) prompt
}

// bulkRun is a use case on chosen rows.
type bulkRun func(context.Context, *app.App, *visit, string, app.Bulk) (gatehouse.Results, error)

// prompt is the question before an action.
type prompt struct {
	title string
	ask   func(n int) string
	note  words.Plural
	// answer is what the button that does it says: what it does with so many rows. Of the
	// partner's two lists the seeds name it: Yes where nothing is lost for good, Confirm
	// for a deletion, a new role and a single lock of an administrator.
	answer func(n int) string
	// single is what it says where a row's own switch or button asks, "" for the same.
	single string
	// danger is true where nothing brings back what is done.
	danger bool
	// reason is true when the question may be answered with a reason.
	reason bool
}

// says is a sentence that needs no number.
func says(sentence string) func(int) string { return func(int) string { return sentence } }

// button is what the button that answers says.
func (p prompt) button(n int, single bool) string {
	if single && p.single != "" {
		return p.single
	}
	return p.answer(n)
}

// takes reports whether the action has a field of that name.
func (a bulkAction) takes(field string) bool { return slices.Contains(a.fields, field) }
