package words

import "time"

// In returns day and minute of t in a time zone, with its name.
func (t Times) In(at time.Time, zone *time.Location) string {
	at = at.In(zone)
	return t.Date(at.Day(), t.Months[at.Month()-1], at.Year()) + at.Format(", 15:04 ") + zoneName(at)
}

// zoneName names the zone of a time by its distance from UTC, as the script does with
// the reader's own: abbreviations stand for several zones, and most zones have none.
func zoneName(at time.Time) string {
	if _, seconds := at.Zone(); seconds == 0 {
		return "UTC"
	}
	return at.Format("UTC-07:00")
}
