package web

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// placesPage lets somebody with more than one place choose; with exactly one it
// goes there.
func (s *Site) placesPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, "q")
	if err != nil {
		return err
	}
	text := query.Get("q")
	if utf8.RuneCountInString(text) > gatehouse.QueryLimit || !utf8.ValidString(text) {
		return gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	doors, err := s.App.Sessions.Doors(r.Context(), v.actor)
	if err != nil {
		return err
	}
	places := doors.Open
	if len(places) == 1 {
		return seeOther(w, r, landing(places[0].Spot(), places[0].Role))
	}
	title := v.words.Places.Title
	if len(places) == 0 {
		title = v.words.Places.EmptyTitle
	}
	return render(w, r, http.StatusOK, templates.Places{
		Base: s.base(w, r, v, title), Total: len(places), Query: text, Groups: placeGroups(places, doors.Closed, text),
	})
}

// placeGroups puts the places, and the sites that are closed, whose name or whose
// partner's name contains the text beneath their partners, in the order in which they
// come.
func placeGroups(places []gatehouse.Place, closed []app.ClosedSite, text string) []templates.PlaceGroup {
	groups := []templates.PlaceGroup{}
	index := map[gatehouse.PartnerID]int{}
	text = strings.ToLower(text)
	matches := func(partner, site string) bool { return strings.Contains(strings.ToLower(partner+" "+site), text) }
	group := func(partner gatehouse.PartnerID, name string) *templates.PlaceGroup {
		i, known := index[partner]
		if !known {
			i = len(groups)
			index[partner] = i
			groups = append(groups, templates.PlaceGroup{Name: name})
		}
		return &groups[i]
	}
	for _, place := range places {
		if matches(place.PartnerName, place.SiteName) {
			g := group(place.Partner, place.PartnerName)
			g.Places = append(g.Places, place)
		}
	}
	for _, site := range closed {
		if matches(site.PartnerName, site.Name) {
			g := group(site.Partner, site.PartnerName)
			g.Closed = append(g.Closed, site)
		}
	}
	return groups
}

// choosePlace makes the session stand at a partner's portal or at a site, and goes
// there.
func (s *Site) choosePlace(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"partner", "site"})
	if err != nil {
		return err
	}
	spot := gatehouse.Spot{Partner: gatehouse.PartnerID(form.Get("partner")), Site: gatehouse.SiteID(form.Get("site"))}
	if err := s.App.Sessions.Choose(r.Context(), v.actor, spot); err != nil {
		return err
	}
	places, err := s.App.Sessions.Places(r.Context(), v.actor)
	if err != nil {
		return err
	}
	return seeOther(w, r, landing(spot, roleAt(places, spot.Partner)))
}
