package templates_test

import (
	"testing"
	"time"

	"gatehouse.example/gatehouse/internal/web/templates"
)

// TestT191TimesOfASite: what is typed by the clock of a site is one moment, also in the
// hours that the clock has twice or not at all, and at the ends of what can be typed.
func TestT191TimesOfASite(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ zone, typed, want string }{
		"OK winter":                       {"Europe/Berlin", "2027-01-15T08:00", "2027-01-15T07:00:00Z"},
		"OK summer":                       {"Europe/Berlin", "2027-07-15T08:00", "2027-07-15T06:00:00Z"},
		"OK before the clock goes on":     {"Europe/Berlin", "2027-03-28T01:59", "2027-03-28T00:59:00Z"},
		"OK left out in the east":         {"Europe/Berlin", "2027-03-28T02:30", "2027-03-28T01:30:00Z"},
		"OK after the clock went on":      {"Europe/Berlin", "2027-03-28T03:00", "2027-03-28T01:00:00Z"},
		"OK an hour of one digit":         {"Europe/Berlin", "2027-03-28T9:30", "2027-03-28T07:30:00Z"},
		"OK twice in the east":            {"Europe/Berlin", "2027-10-31T02:30", "2027-10-31T00:30:00Z"},
		"OK after the clock went back":    {"Europe/Berlin", "2027-10-31T03:00", "2027-10-31T02:00:00Z"},
		"OK left out in the west":         {"America/New_York", "2027-03-14T02:30", "2027-03-14T07:30:00Z"},
		"OK twice in the west":            {"America/New_York", "2027-11-07T01:30", "2027-11-07T05:30:00Z"},
		"OK half an hour":                 {"Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45:00Z"},
		"OK a day left out":               {"Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00:00Z"},
		"OK none":                         {"Europe/Berlin", "", "0001-01-01T00:00:00Z"},
		"OK the day that leap years have": {"UTC", "2028-02-29T00:00", "2028-02-29T00:00:00Z"},
		"Err the day that others lack":    {"UTC", "2027-02-29T00:00", ""},
		"Err a leap second":               {"UTC", "2016-12-31T23:59:60", ""},
		"Err the year 10000":              {"UTC", "10000-01-01T00:00", ""},
		"Err before the first year":       {"UTC", "-0001-01-01T00:00", ""},
		"Err hour 24":                     {"UTC", "2027-01-15T24:00", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at, err := templates.ZoneOf(test.zone).Parse(test.typed)
			if test.want == "" {
				if err == nil {
					t.Errorf("%s is read as %s", test.typed, at)
				}
				return
			}
			if got := at.UTC().Format(time.RFC3339); err != nil || got != test.want {
				t.Errorf("%s %s is %s, %v; want %s", test.typed, test.zone, got, err, test.want)
			}
		})
	}
}
