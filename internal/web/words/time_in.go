package words

import "time"

// In returns day and minute of t in a time zone, with its abbreviation.
func (t Times) In(at time.Time, zone *time.Location) string {
	at = at.In(zone)
	return t.Date(at.Day(), t.Months[at.Month()-1], at.Year()) + at.Format(", 15:04 MST")
}
