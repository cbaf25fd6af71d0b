package app

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// SiteDeletion says how a site is to be deleted.
type SiteDeletion struct {
	// Confirm is the site's name, typed; needed while devices remain.
	Confirm string `json:"confirm,omitempty"`
	// IfMatch is the version the caller has seen, 0 for any.
	IfMatch int  `json:"if_match,omitempty"`
	DryRun  bool `json:"-"`
}

// SiteDeleted is what goes with a deleted site.
type SiteDeleted struct {
	Administrators int   `json:"administrators"`
	Technicians    int64 `json:"technicians"`
	Devices        int64 `json:"devices"`
	Users          int64 `json:"users"`
	// Credits went back to the partner.
	Credits int64 `json:"credits"`
}

// Delete deletes a site for good, with all its memberships and registers; its credits
// go back to the partner, and whoever had nothing but this site is erased. The role
// needs [gatehouse.DeleteSites]. With devices left it is CodeSiteHasDevices unless the
// site's exact name confirms it. A dry run tells what would go, and asks for no
// confirmation.
func (s Sites) Delete(ctx context.Context, actor gatehouse.Actor, key string, id gatehouse.SiteID, deletion SiteDeletion) (SiteDeleted, error) {
	op := operation{
		action: gatehouse.ActionSiteDelete, ask: needs(gatehouse.DeleteSites), site: id, target: string(id), key: key, dryRun: deletion.DryRun,
		input: struct {
			Site     gatehouse.SiteID
			Deletion SiteDeletion
		}{id, deletion},
	}
	gone, err := changeHere(ctx, s.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (SiteDeleted, error) {
		site, err := siteAt(ctx, tx, actor, id, deletion.IfMatch)
		if err != nil {
			return SiteDeleted{}, err
		}
		if site.Counts.Devices > 0 && deletion.Confirm != site.Name && !deletion.DryRun {
			return SiteDeleted{}, gatehouse.E(gatehouse.CodeSiteHasDevices)
		}
		return s.deleteSite(ctx, tx, actor, site)
	})
	if err == nil && !deletion.DryRun {
		s.scrubNow(ctx)
	}
	return gone, err
}

func (s Sites) deleteSite(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, site gatehouse.Site) (SiteDeleted, error) {
	gone := SiteDeleted{
		Technicians: site.Counts.Technicians, Devices: site.Counts.Devices, Users: site.Counts.Users, Credits: site.Credits,
	}
	var err error
	if gone.Administrators, err = tx.CountSiteAdmins(ctx, site.Partner, site.ID); err != nil {
		return gone, err
	}
	if site.Credits > 0 {
		if _, err := move(ctx, tx, actor, site, gatehouse.GiveBack, site.Credits); err != nil {
			return gone, err
		}
	}
	leaving, err := tx.OnlyAtSite(ctx, site.Partner, site.ID)
	if err != nil {
		return gone, err
	}
	told, err := s.tellDeleted(ctx, tx, actor, site, leaving)
	if err != nil {
		return gone, err
	}
	if err := tx.DeleteSite(ctx, site); err != nil {
		return gone, err
	}
	if err := told.send(ctx); err != nil {
		return gone, err
	}
	mails := []gatehouse.Message{}
	for _, person := range leaving {
		if err := s.deletePerson(ctx, tx, person, &mails); err != nil {
			return gone, err
		}
	}
	e := siteEvent(actor, gatehouse.ActionSiteDelete, site)
	e.Before = facts{
		"administrators": gone.Administrators, "technicians": gone.Technicians, "devices": gone.Devices, "users": gone.Users,
		"credits": gone.Credits,
	}.json()
	tx.Record(e)
	if err := tx.EnqueueScrub(ctx); err != nil {
		return gone, err
	}
	return gone, tx.Send(ctx, mails)
}

// tellDeleted collects what the site's administrators are mailed, but those whom the
// partner knows for nothing else: they hear of their own deletion. The mails go once
// the site is gone, or they would go with it.
func (s Sites) tellDeleted(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, site gatehouse.Site, leaving []gatehouse.Person) (*invitations, error) {
	m, err := s.machine(ctx, tx, actor, site.Partner, gatehouse.InviteSiteAdmin)
	if err != nil {
		return nil, err
	}
	but := map[gatehouse.PersonID]bool{actor.Person: true}
	for _, person := range leaving {
		but[person.ID] = true
	}
	filter := gatehouse.SiteAdminFilter{Status: gatehouse.Accepted, Sort: gatehouse.SortOldest}
	return m, tx.SiteAdmins(ctx, site.Partner, site.ID, filter, store.After{}, 0, func(admin gatehouse.SiteAdmin) error {
		if !but[admin.Person.ID] {
			m.notify(admin.Person, gatehouse.MailSiteDeleted, gatehouse.MessageDetail{Sites: []gatehouse.MailedSite{{Name: site.Name}}})
		}
		return nil
	})
}
