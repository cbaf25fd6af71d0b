package api

import "time"

// instant is a time in UTC as RFC 3339 writes it. The encoder has less to do with a
// text than with a time, of which a list has hundreds.
type instant string

func at(t time.Time) instant { return instant(t.UTC().Format(time.RFC3339Nano)) }

// moment is a time that may not have come, and is null then.
func moment(t time.Time) *instant {
	if t.IsZero() {
		return nil
	}
	i := at(t)
	return &i
}
