package web

import (
	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// resultText is how the message after an action on several rows is worded.
type resultText struct {
	title            string
	changed, refused func(int) string
	// reason words the code of a refused row.
	reason func(gatehouse.Code) string
	// who finds whom a refused row is about, here and now and with the viewer's rights;
	// whoever is gone meanwhile is not_found.
	who func(gatehouse.PersonID) (gatehouse.Person, error)
}

// outcome words the numbers that a flash holds, and names the refused rows.
func (t resultText) outcome(v *visit, f flash) (*templates.Outcome, error) {
	o := &templates.Outcome{Title: t.title}
	if f.Changed > 0 {
		o.Changed = t.changed(f.Changed)
	}
	if f.Unchanged > 0 {
		o.Unchanged = v.words.Bulk.Unchanged(f.Unchanged)
	}
	if f.Refused > 0 {
		o.Refused = t.refused(f.Refused)
	}
	for _, row := range f.Rows {
		line := templates.OutcomeRow{Reason: t.reason(row.Code)}
		if row.ID != "" {
			person, err := t.who(row.ID)
			if err != nil && gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
				return nil, err
			}
			line.Name, line.Who = person.Name, string(person.Email)
		}
		o.Rows = append(o.Rows, line)
	}
	if more := f.Refused - len(f.Rows); more > 0 {
		o.More = v.words.Bulk.More(more)
	}
	return o, nil
}
