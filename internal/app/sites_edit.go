package app

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// SiteEdit says what to change of a site; nil fields stay as they are.
type SiteEdit struct {
	Name     *string `json:"name,omitempty"`
	Country  *string `json:"country,omitempty"`
	TimeZone *string `json:"time_zone,omitempty"`
	Notes    *string `json:"notes,omitempty"`
	// TechnicianAccess and ApprovalRequired are the two switches.
	TechnicianAccess *bool `json:"technician_access,omitempty"`
	ApprovalRequired *bool `json:"approval_required,omitempty"`
	// IfMatch is the version the caller has seen, 0 for any.
	IfMatch int `json:"if_match,omitempty"`
}

func (e SiteEdit) switches() bool { return e.TechnicianAccess != nil || e.ApprovalRequired != nil }

// action is what a refusal of the edit is recorded as.
func (e SiteEdit) action() gatehouse.Action {
	if e.switches() {
		return gatehouse.ActionSiteSettings
	}
	return gatehouse.ActionSiteEdit
}

// Edit changes a site. From the partner's portal the role needs
// [gatehouse.ManageSites], and the switches are only the partner's until the site has
// an administrator of its own: CodeOwnedBySite. At the site it takes
// [gatehouse.SettingsManage]; country and notes are the partner's there:
// CodeForbidden. With Technician Access off no technician is in the site any more when
// the call returns.
func (s Sites) Edit(ctx context.Context, actor gatehouse.Actor, key string, id gatehouse.SiteID, edit SiteEdit) error {
	op := operation{
		action: edit.action(), ask: ask{gatehouse.ManageSites, gatehouse.SettingsManage}, site: id, target: string(id), key: key,
		input: struct {
			Site gatehouse.SiteID
			Edit SiteEdit
		}{id, edit},
	}
	_, err := changeHere(ctx, s.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (struct{}, error) {
		site, err := siteAt(ctx, tx, actor, id, edit.IfMatch)
		if err != nil {
			return struct{}{}, err
		}
		if err := edit.checkPlace(actor, site); err != nil {
			return struct{}{}, err
		}
		if err := editProfile(ctx, tx, actor, site, edit); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, editSwitches(ctx, tx, actor, site, edit)
	})
	return err
}

// checkPlace says whether the fields to be changed are those of the actor's side.
func (e SiteEdit) checkPlace(actor gatehouse.Actor, site gatehouse.Site) error {
	switch {
	case actor.AtSite() && (e.Country != nil || e.Notes != nil):
		return gatehouse.E(gatehouse.CodeForbidden)
	case !actor.AtSite() && e.switches():
		return site.CheckPartnerDecides()
	default:
		return nil
	}
}

func editProfile(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, site gatehouse.Site, edit SiteEdit) error {
	in, err := gatehouse.SiteInput{
		Name:     orElse(edit.Name, site.Name),
		Country:  orElse(edit.Country, site.Country),
		TimeZone: orElse(edit.TimeZone, site.TimeZone),
		Notes:    orElse(edit.Notes, site.Notes),
	}.Clean()
	if err != nil {
		return err
	}
	e := siteEvent(actor, gatehouse.ActionSiteEdit, site)
	var before, after facts
	for _, field := range []struct{ name, old, now string }{
		{"name", site.Name, in.Name}, {"country", site.Country, in.Country}, {"time_zone", site.TimeZone, in.TimeZone},
	} {
		if field.old != field.now {
			before, after = before.with(field.name, field.old), after.with(field.name, field.now)
		}
	}
	if site.Notes != in.Notes {
		// What stands in the notes may be about people, who can be erased.
		after = after.with("notes_changed", true)
	}
	if after == nil {
		return nil
	}
	site.Name, site.Country, site.TimeZone, site.Notes = in.Name, in.Country, in.TimeZone, in.Notes
	e.Before, e.After = before.json(), after.json()
	tx.Record(e)
	return tx.UpdateSite(ctx, site)
}

func editSwitches(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, site gatehouse.Site, edit SiteEdit) error {
	changed := site
	changed.TechnicianAccess = orElse(edit.TechnicianAccess, site.TechnicianAccess)
	changed.ApprovalRequired = orElse(edit.ApprovalRequired, site.ApprovalRequired)
	if changed == site {
		return nil
	}
	now, err := tx.Now(ctx)
	if err != nil {
		return err
	}
	if changed.TechnicianAccess != site.TechnicianAccess {
		changed.AccessAt, changed.AccessBy = now, actor.Person
	}
	if err := tx.SetSiteSwitches(ctx, changed); err != nil {
		return err
	}
	if site.TechnicianAccess && !changed.TechnicianAccess {
		if err := tx.EndTechnicianSessions(ctx, site, now); err != nil {
			return err
		}
	}
	e := siteEvent(actor, gatehouse.ActionSiteSettings, site)
	after := switchFacts(changed)
	if !actor.AtSite() {
		after = after.with("by_partner", true)
	}
	e.Before, e.After = switchFacts(site).json(), after.json()
	tx.Record(e)
	return nil
}

// orElse returns what is asked for, or what is there.
func orElse[T any](asked *T, present T) T {
	if asked == nil {
		return present
	}
	return *asked
}
