package demo

import (
	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// site is a customer's site.
type site struct {
	number              int
	name, country, zone string
	notes, domain       string
	// manager is the site's Master, nil where the customer has named nobody; deputy
	// has the role deputyRole, nil for nobody.
	manager, deputy *person
	deputyRole      gatehouse.SiteRole
	// devices and users are how many the registers come to.
	devices, users int
	approval       bool
	// created is so many days before the end of the year.
	created int

	// What the year makes of it.
	id          gatehouse.SiteID
	assignments map[*person]gatehouse.AssignmentID
	registered  []gatehouse.DeviceID
	enrolled    int
}

// customer is a company with one or more sites, whom one person and a deputy look
// after.
type customer struct {
	name, domain    string
	language        gatehouse.Language
	manager, deputy string
	places          []place
}

type place struct{ name, country, zone string }

// customers have sixty sites together.
var customers = []customer{
	{"Harbour Museum", "harbourmuseum.example", gatehouse.English, "Nora Whitfield", "Callum Reid", []place{
		{"", "GB", "Europe/London"},
	}},
	{"Bergmann Logistik", "bergmann-logistik.example", gatehouse.German, "Heike Bergmann", "Timo Krause", []place{
		{"Hamburg Hafen", "DE", "Europe/Berlin"}, {"Leipzig Nord", "DE", "Europe/Berlin"}, {"Duisburg", "DE", "Europe/Berlin"}, {"Linz", "AT", "Europe/Vienna"},
	}},
	{"Clinique des Tilleuls", "clinique-tilleuls.example", gatehouse.English, "Claire Dubois", "Amine Haddad", []place{
		{"Lyon", "FR", "Europe/Paris"}, {"Grenoble", "FR", "Europe/Paris"},
	}},
	{"Aalto Data Centres", "aaltodata.example", gatehouse.English, "Eero Laine", "Kaisa Virta", []place{
		{"HEL-1", "FI", "Europe/Helsinki"}, {"HEL-2", "FI", "Europe/Helsinki"}, {"TLL-1", "EE", "Europe/Tallinn"},
	}},
	{"Polder Foods", "polderfoods.example", gatehouse.English, "Maartje Visser", "Daan Smit", []place{
		{"Utrecht", "NL", "Europe/Amsterdam"}, {"Rotterdam Cold Store", "NL", "Europe/Amsterdam"}, {"Gent", "BE", "Europe/Brussels"},
	}},
	{"Alpenbank", "alpenbank.example", gatehouse.German, "Reto Baumann", "Selina Frei", []place{
		{"Zürich Hauptsitz", "CH", "Europe/Zurich"}, {"Bern", "CH", "Europe/Zurich"}, {"Chur", "CH", "Europe/Zurich"}, {"Vaduz", "LI", "Europe/Vaduz"},
	}},
	{"Costa Verde Hotels", "costaverde.example", gatehouse.English, "Javier Ortega", "Marta Soler", []place{
		{"Málaga", "ES", "Europe/Madrid"}, {"Valencia", "ES", "Europe/Madrid"}, {"Faro", "PT", "Europe/Lisbon"},
	}},
	{"Fjordkraft Works", "fjordworks.example", gatehouse.English, "Sigrid Dahl", "Henrik Moe", []place{
		{"Bergen", "NO", "Europe/Oslo"}, {"Stavanger", "NO", "Europe/Oslo"},
	}},
	{"Kettering School Trust", "ketteringschools.example", gatehouse.English, "Helen Marsh", "Ravi Patel", []place{
		{"Park Lane", "GB", "Europe/London"}, {"Rowan Hill", "GB", "Europe/London"}, {"Mill Road", "GB", "Europe/London"},
	}},
	{"Lakeshore Biotech", "lakeshorebio.example", gatehouse.English, "Dana Whitaker", "Miguel Torres", []place{
		{"Chicago Lab", "US", "America/Chicago"}, {"Boston Lab", "US", "America/New_York"},
	}},
	{"Vltava Print", "vltavaprint.example", gatehouse.English, "Jana Svobodova", "Petr Kolar", []place{
		{"Praha", "CZ", "Europe/Prague"}, {"Brno", "CZ", "Europe/Prague"},
	}},
	{"Stadtwerke Auental", "sw-auental.example", gatehouse.German, "Monika Engel", "Jürgen Pohl", []place{
		{"Wasserwerk", "DE", "Europe/Berlin"}, {"Leitstelle", "DE", "Europe/Berlin"}, {"Umspannwerk Ost", "DE", "Europe/Berlin"},
	}},
	{"Emerald Analytics", "emeraldanalytics.example", gatehouse.English, "Aoife Brennan", "Conor Walsh", []place{
		{"Dublin", "IE", "Europe/Dublin"}, {"Cork", "IE", "Europe/Dublin"},
	}},
	{"Torino Motori", "torinomotori.example", gatehouse.English, "Paolo Greco", "Elena Riva", []place{
		{"Torino", "IT", "Europe/Rome"}, {"Modena", "IT", "Europe/Rome"},
	}},
	{"Sound Ferries", "soundferries.example", gatehouse.English, "Mikkel Holm", "Astrid Berg", []place{
		{"København", "DK", "Europe/Copenhagen"}, {"Malmö", "SE", "Europe/Stockholm"}, {"Göteborg", "SE", "Europe/Stockholm"},
	}},
	{"Maple Ridge Clinics", "mapleridge.example", gatehouse.English, "Sarah Tremblay", "Owen Clarke", []place{
		{"Toronto", "CA", "America/Toronto"}, {"Vancouver", "CA", "America/Vancouver"},
	}},
	{"Wisla Warehouses", "wisla.example", gatehouse.English, "Agnieszka Lis", "Kamil Zielinski", []place{
		{"Warszawa", "PL", "Europe/Warsaw"}, {"Poznań", "PL", "Europe/Warsaw"}, {"Gdańsk", "PL", "Europe/Warsaw"},
	}},
	{"Southern Cross Mining", "southerncross.example", gatehouse.English, "Bronwyn Hughes", "Liam Carter", []place{
		{"Perth", "AU", "Australia/Perth"}, {"Kalgoorlie", "AU", "Australia/Perth"},
	}},
	{"Hôtel du Lac", "hoteldulac.example", gatehouse.English, "Mathieu Rochat", "Ines Favre", []place{
		{"", "CH", "Europe/Zurich"},
	}},
	{"Danube Shipyards", "danubeyards.example", gatehouse.English, "Zoltan Farkas", "Eszter Molnar", []place{
		{"Budapest", "HU", "Europe/Budapest"}, {"Galați", "RO", "Europe/Bucharest"},
	}},
	{"Orchard Retail", "orchardretail.example", gatehouse.English, "Wei Ling Tan", "Arjun Menon", []place{
		{"Orchard Road", "SG", "Asia/Singapore"}, {"Changi", "SG", "Asia/Singapore"},
	}},
	{"Rheintal Pharma", "rheintal-pharma.example", gatehouse.German, "Sabine Hartmann", "Florian Beck", []place{
		{"Basel", "CH", "Europe/Zurich"}, {"Freiburg", "DE", "Europe/Berlin"}, {"Lörrach", "DE", "Europe/Berlin"},
	}},
	{"Aegean Airport Services", "aegeanservices.example", gatehouse.English, "Eleni Vlachou", "Nikos Stavrou", []place{
		{"Athens", "GR", "Europe/Athens"},
	}},
	{"Kumo Robotics", "kumorobotics.example", gatehouse.English, "Haruto Ishida", "Yui Kondo", []place{
		{"Osaka", "JP", "Asia/Tokyo"},
	}},
	{"Redwood Archive", "redwoodarchive.example", gatehouse.English, "", "", []place{
		{"Portland", "US", "America/Los_Angeles"}, {"Denver", "US", "America/Denver"},
	}},
	{"Tern Island Observatory", "ternisland.example", gatehouse.English, "Freya Sinclair", "", []place{
		{"", "GB", "Europe/London"},
	}},
	{"Casa Azul Clinic", "casaazul.example", gatehouse.English, "Lucia Mendoza", "", []place{
		{"", "MX", "America/Mexico_City"},
	}},
}

// poor are the two sites that run out of credit.
var poor = map[int]bool{13: true, 37: true}

func newSites() []*site {
	m := maker(100) // their people come from other addresses than the partner's
	var list []*site
	for _, c := range customers {
		var manager, deputy *person
		if c.manager != "" {
			manager = m.person(c.manager, c.domain, c.language)
		}
		if c.deputy != "" {
			deputy = m.person(c.deputy, c.domain, c.language)
		}
		for i, where := range c.places {
			n := len(list)
			s := &site{
				number: n, name: c.name, country: where.country, zone: where.zone, domain: c.domain, manager: manager,
				devices: 5 + n*7%19, users: 3 + n*5%11, approval: n%6 != 5,
				assignments: map[*person]gatehouse.AssignmentID{},
			}
			if where.name != "" {
				s.name += " " + where.name
			}
			if i == 0 && deputy != nil {
				s.deputy, s.deputyRole = deputy, gatehouse.SiteRoles()[n%3]
			}
			s.notes = siteNotes[n%len(siteNotes)]
			list = append(list, s)
		}
	}
	spread(list)
	return list
}

// spread gives the sites the days on which they were taken on: the last two in this
// week, the others over the year.
func spread(list []*site) {
	n := len(list)
	for i, s := range list {
		s.created = 344 - i*300/n
	}
	list[n-2].created, list[n-1].created = 5, 3
}

var siteNotes = []string{
	"", "Keys for the plant room are with reception.", "", "Contract runs with yearly renewal. Ask facility management before working on Fridays.",
	"", "Two-person rule in the server area.", "Parking only behind the building.",
}

// input is what creating the site takes. The site's first administrator is invited
// with it where there is one.
func (s *site) input() app.NewSite {
	in := app.NewSite{
		SiteInput:        gatehouse.SiteInput{Name: s.name, Country: s.country, TimeZone: s.zone, Notes: s.notes},
		TechnicianAccess: true, ApprovalRequired: s.approval,
	}
	if s.manager != nil {
		in.FirstAdministrator = s.manager.email
	}
	return in
}
