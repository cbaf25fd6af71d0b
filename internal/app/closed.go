package app

import (
	"time"

	"gatehouse.example/gatehouse"
)

// ClosedSite is a site that somebody is assigned to and cannot enter now, with what
// they may know of it: its name and how they stand there themselves. Who locked them,
// and what anybody else may do there, is not theirs to know.
type ClosedSite struct {
	Partner     gatehouse.PartnerID
	PartnerName string
	Site        gatehouse.SiteID
	Name        string
	Country     string
	TimeZone    string
	Level       gatehouse.Level
	Window      gatehouse.Window
	// Gates are those that do not let pass. There are none when the site is open, but
	// not to a session that was begun before somebody closed it.
	Gates []ClosedGate
}

// ClosedGate is one gate that does not let pass.
type ClosedGate struct {
	Gate gatehouse.Gate
	// Since is when it came to stand so, zero where that is not known.
	Since time.Time
	// WhoCanChange is whom to ask.
	WhoCanChange gatehouse.Changer
}

func closedSite(f *gatehouse.AccessFacts) ClosedSite {
	c := ClosedSite{
		Partner: f.Partner.ID, PartnerName: f.Partner.Name,
		Site: f.Site.ID, Name: f.Site.Name, Country: f.Site.Country, TimeZone: f.Site.TimeZone,
		Level: f.Assignment.Level, Window: f.Assignment.Window,
	}
	for _, state := range gatehouse.Explain(f, gatehouse.SiteEnter) {
		if state.Way == gatehouse.WayAssignment && !state.Pass {
			c.Gates = append(c.Gates, ClosedGate{Gate: state.Gate, Since: state.Since, WhoCanChange: state.WhoCanChange})
		}
	}
	return c
}
