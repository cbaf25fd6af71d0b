package export

import "time"

// Instant is a time in UTC as RFC 3339 writes it. The encoder has less to do with a
// text than with a time, of which a list has hundreds.
type Instant string

// At writes a time.
func At(t time.Time) Instant { return Instant(t.UTC().Format(time.RFC3339Nano)) }

// Moment is a time that may not have come, and is null then.
func Moment(t time.Time) *Instant {
	if t.IsZero() {
		return nil
	}
	i := At(t)
	return &i
}
