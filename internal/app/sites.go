package app

import (
	"context"
	"errors"
	"unicode/utf8"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// Sites are the use cases about sites themselves, from the partner's portal and from
// the site's own: the place of the actor decides what they may see and change (SPEC
// sections 3, 7 and 9).
type Sites struct{ *core }

// SitePage is a page of the site list; Next is "" at its end.
type SitePage struct {
	Items []gatehouse.SiteRow
	Next  string
	// Capped is true when a search found more sites than are put into an order
	// other than creation: the rows are the newest [store.SearchSortLimit] of them.
	Capped bool
}

// List returns a page of the partner's sites. The role needs
// [gatehouse.ViewPartner]. A filter, order or cursor that does not exist is
// CodeUnknownParameter.
func (s Sites) List(ctx context.Context, actor gatehouse.Actor, filter gatehouse.SiteFilter, page Page) (SitePage, error) {
	if err := s.checkReadAt(ctx, actor, needs(gatehouse.ViewPartner), gatehouse.ActionSiteView, ""); err != nil {
		return SitePage{}, err
	}
	filter, err := cleanSiteFilter(filter)
	if err != nil {
		return SitePage{}, err
	}
	limit, err := page.limit()
	if err != nil {
		return SitePage{}, err
	}
	var after store.After
	order := "sites " + string(filter.Sort)
	if err := page.decode(actor.Partner, order, &after); err != nil {
		return SitePage{}, err
	}
	items := make([]gatehouse.SiteRow, 0, limit+1)
	capped, err := s.Store.Sites(ctx, actor.Partner, filter, after, limit+1, func(row gatehouse.SiteRow) error {
		items = append(items, row)
		return nil
	})
	if err != nil || len(items) <= limit {
		return SitePage{Items: items, Capped: capped}, err
	}
	items = items[:limit]
	next := store.SiteKey(items[limit-1].Site, filter.Sort)
	return SitePage{Items: items, Next: encodeCursor(actor.Partner, order, next), Capped: capped}, nil
}

func cleanSiteFilter(f gatehouse.SiteFilter) (gatehouse.SiteFilter, error) {
	if f.Sort == "" {
		f.Sort = gatehouse.SitesByName
	}
	unknown := utf8.RuneCountInString(f.Query) > gatehouse.QueryLimit || !utf8.ValidString(f.Query)
	unknown = unknown || !oneOf(f.Sort, gatehouse.SiteSorts())
	unknown = unknown || f.Country != "" && !gatehouse.KnownCountry(f.Country)
	if unknown {
		return f, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	return f, nil
}

// Get returns one site, or CodeNotFound. At the site itself it takes
// [gatehouse.SettingsView], and the partner's notes stay with the partner.
func (s Sites) Get(ctx context.Context, actor gatehouse.Actor, id gatehouse.SiteID) (gatehouse.SiteRow, error) {
	view := ask{gatehouse.ViewPartner, gatehouse.SettingsView}
	if err := s.checkReadAt(ctx, actor, view, gatehouse.ActionSiteView, id); err != nil {
		return gatehouse.SiteRow{}, err
	}
	row, err := s.Store.SiteRow(ctx, actor.Partner, id)
	if actor.AtSite() {
		row.Site.Notes = ""
	}
	return row, err
}

// Export calls each for every site that passes the filter, in its order, and records
// that the list was exported.
func (s Sites) Export(ctx context.Context, actor gatehouse.Actor, filter gatehouse.SiteFilter, each func(gatehouse.SiteRow) error) error {
	filter, err := cleanSiteFilter(filter)
	if err != nil {
		return err
	}
	if filter.Query != "" {
		// A sorted search is capped, an export must be whole.
		filter.Sort = gatehouse.SitesNewest
	}
	op := operation{action: gatehouse.ActionSiteExport, partner: actor.Partner, ask: needs(gatehouse.ViewPartner)}
	what := facts{"country": filter.Country, "waiting": filter.Waiting, "out_of_credit": filter.OutOfCredit}
	return exporting(ctx, s.core, actor, op, what, each, func(each func(gatehouse.SiteRow) error) error {
		_, err := s.Store.Sites(ctx, actor.Partner, filter, store.After{}, 0, each)
		return err
	})
}

// NewSite is what creating a site takes.
type NewSite struct {
	gatehouse.SiteInput
	TechnicianAccess bool
	ApprovalRequired bool
	// FirstAdministrator is an address to invite as the site's first Master, "" for
	// nobody yet.
	FirstAdministrator string
}

// clean checks every field and names each malformed one.
func (in NewSite) clean() (NewSite, gatehouse.Email, error) {
	invalid := &gatehouse.Error{Code: gatehouse.CodeInvalid}
	var err error
	if in.SiteInput, err = in.Clean(); err != nil {
		wrong, _ := errors.AsType[*gatehouse.Error](err)
		invalid.Fields = wrong.Fields
	}
	var first gatehouse.Email
	if in.FirstAdministrator != "" {
		if first, err = mail.ParseAddress(in.FirstAdministrator); err != nil {
			invalid.Add("first_administrator", err)
		}
	}
	if len(invalid.Fields) > 0 {
		return in, "", invalid
	}
	return in, first, nil
}

// Create creates a site and, where an address is given, invites its first
// administrator as Master: both or neither. The role needs [gatehouse.ManageSites],
// and [gatehouse.InviteFirstSiteAdmin] for the latter. Codes besides CodeInvalid are
// those of the invitation.
func (s Sites) Create(ctx context.Context, actor gatehouse.Actor, key string, in NewSite) (gatehouse.SiteID, error) {
	clean, first, err := in.clean()
	if err != nil {
		return "", err
	}
	op := operation{action: gatehouse.ActionSiteCreate, ask: needs(gatehouse.ManageSites), targetName: clean.Name, key: key, input: in}
	return changeHere(ctx, s.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (gatehouse.SiteID, error) {
		site, err := s.create(ctx, tx, actor, clean)
		if err != nil || first == "" {
			return site.ID, err
		}
		return site.ID, s.inviteFirst(ctx, tx, actor, site, first)
	})
}

func (s Sites) create(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, in NewSite) (gatehouse.Site, error) {
	now, err := tx.Now(ctx)
	if err != nil {
		return gatehouse.Site{}, err
	}
	site := gatehouse.Site{
		Partner: actor.Partner, Name: in.Name, Country: in.Country, TimeZone: in.TimeZone, Notes: in.Notes,
		TechnicianAccess: in.TechnicianAccess, AccessAt: now, AccessBy: actor.Person, ApprovalRequired: in.ApprovalRequired,
		CreatedAt: now, CreatedBy: actor.Person,
	}
	if err := tx.CreateSite(ctx, &site); err != nil {
		return site, err
	}
	e := siteEvent(actor, gatehouse.ActionSiteCreate, site)
	e.After = switchFacts(site).with("name", site.Name).with("country", site.Country).with("time_zone", site.TimeZone).json()
	tx.Record(e)
	return site, nil
}

// inviteFirst invites the site's first administrator. A refusal ends the call: a site
// without the administrator that was asked for is not what was asked for.
func (s Sites) inviteFirst(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, site gatehouse.Site, email gatehouse.Email) error {
	if err := actor.CheckMay(gatehouse.InviteFirstSiteAdmin); err != nil {
		return err
	}
	m, err := s.siteMachine(ctx, tx, actor, site.Partner, site.ID)
	if err != nil {
		return err
	}
	op := operation{action: gatehouse.ActionSiteAdminInvite, partner: site.Partner, site: site.ID}
	results, err := m.inviteAll(ctx, op, []offer{{email: email, siteRole: gatehouse.SiteMaster}}, false)
	if err == nil && results.Rows[0].Outcome == gatehouse.Refused {
		return &gatehouse.Error{Code: results.Rows[0].Code, Message: results.Rows[0].Message}
	}
	return err
}

// switchFacts are the site's two switches as an audit event tells them.
func switchFacts(site gatehouse.Site) facts {
	return facts{"technician_access": site.TechnicianAccess, "technician_approval": site.Approval()}
}
