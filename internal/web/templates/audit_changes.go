package templates

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/words"
)

// change is one field of an event's before and after; nil is nothing.
type change struct {
	name          string
	before, after json.RawMessage
}

// changes sets an event's before and after side by side, field by field.
func changes(e gatehouse.AuditEvent) []change {
	before, after := fields(e.Before), fields(e.After)
	names := []string{}
	for name := range before {
		names = append(names, name)
	}
	for name := range after {
		if _, both := before[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	list := []change{}
	for _, name := range names {
		list = append(list, change{name, before[name], after[name]})
	}
	return list
}

// fields reads a JSON object's members. What is no object has none.
func fields(object json.RawMessage) map[string]json.RawMessage {
	members := map[string]json.RawMessage{}
	if len(object) == 0 || json.Unmarshal(object, &members) != nil {
		return nil
	}
	return members
}

// heldTime reads a field that holds a point in time, of those that pages know.
func heldTime(field string, value json.RawMessage) (time.Time, bool) {
	at := time.Time{}
	switch field {
	case "starts_at", "ends_at", "expires_at", "older_until":
		return at, json.Unmarshal(value, &at) == nil && !at.IsZero()
	default:
		return at, false
	}
}

// heldText says what a field held, "" for nothing. A field that pages do not know is
// said as it was recorded.
func heldText(w *words.Words, action gatehouse.Action, field string, value json.RawMessage) string {
	if len(value) == 0 || string(value) == "null" {
		return ""
	}
	text := ""
	isText := json.Unmarshal(value, &text) == nil
	if w.Facts.Fields[field] == "" {
		if isText {
			return text
		}
		return string(value)
	}
	if isText {
		if action == gatehouse.ActionAccountChange && field == "name" {
			return w.Facts.Changed
		}
		return w.Fact(field, text)
	}
	return heldOther(w, value)
}

// heldOther says what is no text: yes or no, a number, or names of fields.
func heldOther(w *words.Words, value json.RawMessage) string {
	var yes bool
	if json.Unmarshal(value, &yes) == nil {
		if yes {
			return w.Common.Yes
		}
		return w.Facts.No
	}
	var number int64
	if json.Unmarshal(value, &number) == nil {
		return w.Number(number)
	}
	var names []string
	if json.Unmarshal(value, &names) != nil {
		return string(value)
	}
	for i, name := range names {
		if known := w.Facts.Fields[name]; known != "" {
			names[i] = known
		}
	}
	return strings.Join(names, ", ")
}
