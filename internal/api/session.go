package api

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/serve"
)

type accountItem struct {
	ID       string       `json:"id" doc:"The account's id, the same at every partner." example:"0198f0c0-55aa-7b11-8c22-1d2e3f4a5b6c"`
	Email    string       `json:"email" format:"email" example:"ana@example.com" doc:"The address in its canonical form."`
	Name     string       `json:"name" example:"Ana Weber"`
	Language languageName `json:"language" example:"en"`
}

type partnerRef struct {
	ID   string `json:"id" example:"0198f0c1-7a00-7c3e-9b1e-3f1d2a6b7c80"`
	Name string `json:"name" example:"Northgate Security"`
}

type placeItem struct {
	Kind    placeKind  `json:"kind"`
	Partner partnerRef `json:"partner"`
	Site    *siteRef   `json:"site,omitempty" doc:"Absent for the partner's portal."`
	Role    roleName   `json:"role,omitempty" doc:"The partner role, or the site role of a site administrator. Absent for a technician." example:"admin"`
	Level   levelName  `json:"level,omitempty" doc:"How far an assignment opens the site. Absent for other kinds." example:"devices_only"`
}

type credentials struct {
	Email    string `json:"email" format:"email" example:"ana@example.com"`
	Password string `json:"password" format:"password" writeOnly:"true" example:"a quiet heron over the reeds"`
}

// SignedInItem is what sign-in, set-up and acceptance answer. It is exported
// because huma passes unexported embedded structs over.
type SignedInItem struct {
	Account   accountItem `json:"account"`
	CSRFToken string      `json:"csrf_token,omitempty" example:"bW9kZXN0LWV4YW1wbGU" doc:"Send it as X-CSRF-Token with every call that changes something. Absent when the answer is replayed under an Idempotency-Key: the session's cookie is not sent twice either, so sign in."`
	Places    []placeItem `json:"places" nullable:"false" doc:"Where this account may work now. With exactly one, the session already stands there."`
}

type sessionItem struct {
	Account     accountItem      `json:"account"`
	CSRFToken   string           `json:"csrf_token" example:"bW9kZXN0LWV4YW1wbGU" doc:"Send it as X-CSRF-Token with every call that changes something."`
	Place       *placeItem       `json:"place,omitempty" doc:"Where this request stands: the place of the Gatehouse-Place header, else the one chosen. Absent when there is neither."`
	Role        roleName         `json:"role,omitempty" doc:"The role at that place. Absent for a technician, and where no place is chosen." example:"admin"`
	Permissions []permissionName `json:"permissions" nullable:"false" doc:"What that role allows."`
	Places      []placeItem      `json:"places" nullable:"false" doc:"Where this account may work now."`
}

type placeChoice struct {
	Partner gatehouse.PartnerID `json:"partner,omitempty" doc:"A partner's id: its portal. Name either a partner or a site." example:"0198f0c1-7a00-7c3e-9b1e-3f1d2a6b7c80"`
	Site    gatehouse.SiteID    `json:"site,omitempty" doc:"A site's id." example:"0198f0c3-3c11-7e52-8a4f-1b2c3d4e5f60"`
}

func (s *server) signIn(ctx context.Context, c *call, in *body[credentials]) (*reply[SignedInItem], error) {
	entered, err := s.app.Sessions.SignIn(ctx, c.actor, in.Body.Email, in.Body.Password)
	if err != nil {
		return nil, err
	}
	return answer(c.welcome(entered)), nil
}

func (s *server) getSession(ctx context.Context, c *call, _ *struct{}) (*reply[sessionItem], error) {
	places, err := s.app.Sessions.Places(ctx, c.actor)
	if err != nil {
		return nil, err
	}
	return answer(sessionItem{
		Account:     actorAccount(c.actor),
		CSRFToken:   auth.CSRFToken(c.token),
		Place:       actorPlace(c.actor),
		Role:        roleThere(c.actor),
		Permissions: permissionNames(c.actor),
		Places:      placeItems(places),
	}), nil
}

func (s *server) signOut(ctx context.Context, c *call, _ *struct{}) (*nothing, error) {
	if err := s.app.Sessions.SignOut(ctx, c.actor); err != nil {
		return nil, err
	}
	serve.ClearSession(c.w, c.r)
	return &nothing{}, nil
}

func (s *server) choosePlace(ctx context.Context, c *call, in *body[placeChoice]) (*nothing, error) {
	spot := gatehouse.Spot{Partner: in.Body.Partner, Site: in.Body.Site}
	if (spot.Partner == "") == (spot.Site == "") {
		return nil, gatehouse.InvalidField("partner", "Name either a partner or a site.")
	}
	return &nothing{}, s.app.Sessions.Choose(ctx, c.actor, spot)
}

// welcome sends the cookie of a new session and returns what the caller learns.
// A replayed answer has no token, and so neither cookie nor form token.
func (c *call) welcome(in app.SignedIn) SignedInItem {
	token := c.token
	if in.Token != "" {
		token = in.Token
		serve.SetSession(c.w, c.r, token, in.Session.ExpiresAt)
	}
	c.actor.Account = in.Account.ID
	serve.Annotate(c.r, c.actor)
	item := SignedInItem{
		Account: newAccountItem(in.Account),
		Places:  placeItems(in.Places),
	}
	if token != "" {
		item.CSRFToken = auth.CSRFToken(token)
	}
	return item
}

func newAccountItem(a gatehouse.Account) accountItem {
	return accountItem{ID: string(a.ID), Email: string(a.Email), Name: a.Name, Language: languageName(a.Language)}
}

func actorAccount(a gatehouse.Actor) accountItem {
	return accountItem{ID: string(a.Account), Email: string(a.Email), Name: a.Name, Language: languageName(a.Language)}
}

// actorPlace returns where the actor stands, or nil.
func actorPlace(a gatehouse.Actor) *placeItem {
	if a.AtSite() {
		place := placeItems([]gatehouse.Place{{
			Kind: gatehouse.PlaceSiteAdmin, Partner: a.Partner, PartnerName: a.PartnerName,
			Site: a.Site, SiteName: a.SiteName, SiteRole: a.At.Role, Level: a.At.Level,
		}})[0]
		if a.At.Way == gatehouse.WayAssignment {
			place.Kind, place.Level = placeKind(gatehouse.PlaceAssignment), levelName(a.At.Level.String())
		}
		return &place
	}
	if !a.Placed() {
		return nil
	}
	kind := gatehouse.PlaceAdmin
	if a.Role == gatehouse.NoPartnerRole {
		kind = gatehouse.PlaceTechnician
	}
	return &placeItem{
		Kind:    placeKind(kind),
		Partner: partnerRef{ID: string(a.Partner), Name: a.PartnerName},
		Role:    roleName(a.Role.String()),
	}
}

func placeItems(places []gatehouse.Place) []placeItem {
	items := make([]placeItem, 0, len(places))
	for _, p := range places {
		item := placeItem{
			Kind:    placeKind(p.Kind),
			Partner: partnerRef{ID: string(p.Partner), Name: p.PartnerName},
			Role:    roleName(p.Role.String()),
		}
		if p.Site != "" {
			item.Site, item.Role = &siteRef{ID: string(p.Site), Name: p.SiteName}, roleName(p.SiteRole.String())
		}
		if p.Kind == gatehouse.PlaceAssignment {
			item.Level = levelName(p.Level.String())
		}
		items = append(items, item)
	}
	return items
}

// roleThere is the partner role or the site role of the place where the actor
// stands.
func roleThere(a gatehouse.Actor) roleName {
	if a.AtSite() {
		return roleName(a.At.Role.String())
	}
	return roleName(a.Role.String())
}

// permissionNames lists what the actor may do where they stand: permissions of the
// partner's portal, or actions at a site.
func permissionNames(a gatehouse.Actor) []permissionName {
	names := []permissionName{}
	for _, action := range gatehouse.SiteActions() {
		if a.MayAtSite(action) {
			names = append(names, permissionName(action))
		}
	}
	for _, p := range a.Role.Permissions() {
		names = append(names, permissionName(p))
	}
	return names
}
