package words

import (
	"fmt"
	"time"
)

// Times says points in time and distances between them. Absolute times carry
// their time zone, which is UTC wherever the server writes it; the browser turns
// them into the reader's own.
type Times struct {
	Months [12]string
	// Date formats a day.
	Date func(day int, month string, year int) string
	// Past and Future put a distance before or behind now.
	Past, Future func(distance string) string
	JustNow      string
	Minutes      func(n int) string
	Hours        func(n int) string
	Days         func(n int) string
	LongMonths   func(n int) string
	Years        func(n int) string
}

// Day returns the day of t in UTC.
func (t Times) Day(at time.Time) string {
	at = at.UTC()
	return t.Date(at.Day(), t.Months[at.Month()-1], at.Year())
}

// Absolute returns day and minute of t with the time zone.
func (t Times) Absolute(at time.Time) string {
	return fmt.Sprintf("%s, %s UTC", t.Day(at), at.UTC().Format("15:04"))
}

// Exact returns day and second of t with the time zone.
func (t Times) Exact(at time.Time) string {
	return fmt.Sprintf("%s, %s UTC", t.Day(at), at.UTC().Format("15:04:05"))
}

// Relative returns how far t lies from now, in the largest unit that fits.
func (t Times) Relative(at, now time.Time) string {
	d := at.Sub(now)
	turn := t.Future
	if d < 0 {
		d, turn = -d, t.Past
	}
	if d < time.Minute {
		return t.JustNow
	}
	return turn(t.distance(d))
}

// distance rounds to the unit below the one it says: an invitation sent a second
// ago ends "in 7 days", and one that ends in 30 hours "in 1 day".
func (t Times) distance(d time.Duration) string {
	const day = 24 * time.Hour
	switch minutes, hours := d.Round(time.Minute), d.Round(time.Hour); {
	case minutes < time.Hour:
		return t.Minutes(int(minutes / time.Minute))
	case hours < day:
		return t.Hours(int(minutes / time.Hour))
	case hours < 60*day:
		return t.Days(int(hours / day))
	case hours < 730*day:
		return t.LongMonths(int(hours / (30 * day)))
	default:
		return t.Years(int(hours / (365 * day)))
	}
}

// plural picks a form by number; both languages have the same two.
func plural(n int, one, other string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(other, n)
}
