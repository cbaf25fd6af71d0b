package gatehouse

import "time"

// AccessInvitations are a person's invitations to the partner, as administrator and as
// technician, and to the site as its administrator; zero where there is none.
type AccessInvitations struct{ Admin, Technician, Site Invitation }

// SeenFromSite returns the facts as the site's people may know them: that the partner
// offers somebody a role is the partner's own until it is accepted, and why it locked
// somebody's account, which is no matter of this site, always is. The locks of an
// assignment are told to both sides with their reasons.
func (f *AccessFacts) SeenFromSite() *AccessFacts {
	seen := *f
	if seen.Invited.Admin.AcceptedAt.IsZero() {
		seen.Invited.Admin = Invitation{}
	}
	seen.Person.Lock.Reason = ""
	return &seen
}

// Invitation returns the invitation on which a way into the site rests, and false where
// there is none or nobody has read it: of the partner's two the one accepted first, else
// the one sent last.
func (f *AccessFacts) Invitation(way Way) (Invitation, bool) {
	if way == WaySiteAdmin {
		return f.Invited.Site, f.Invited.Site.ID != ""
	}
	a, t := f.Invited.Admin, f.Invited.Technician
	first := a
	switch {
	case a.AcceptedAt.IsZero() != t.AcceptedAt.IsZero():
		if a.AcceptedAt.IsZero() {
			first = t
		}
	case !a.AcceptedAt.IsZero() && t.AcceptedAt.Before(a.AcceptedAt), a.AcceptedAt.IsZero() && t.InvitedAt.After(a.InvitedAt):
		first = t
	}
	return first, first.ID != ""
}

// acceptance says since when a way's invitation stands as it does: accepted by the
// person, or sent by the inviter, expired or revoked. Who revoked it is not kept.
func acceptance(way Way) func(*AccessFacts) (time.Time, PersonID) {
	return func(f *AccessFacts) (time.Time, PersonID) {
		i, ok := f.Invitation(way)
		if !ok {
			return never(f)
		}
		switch i.Status(f.Now) {
		case Accepted:
			return i.AcceptedAt, f.Person.ID
		case Revoked:
			return i.RevokedAt, ""
		case Expired:
			return i.ExpiresAt, ""
		default:
			return i.InvitedAt, i.InvitedBy
		}
	}
}

// inviting names the person, who accepts; of an invitation that nobody can accept any
// more those who can send it again.
func inviting(way Way, resend func(*AccessFacts) Changer) func(*AccessFacts, SiteAction) Changer {
	return func(f *AccessFacts, _ SiteAction) Changer {
		if i, ok := f.Invitation(way); ok && (i.Status(f.Now) == Expired || i.Status(f.Now) == Revoked) {
			return resend(f)
		}
		return ByPerson
	}
}

// bySide names the same people whoever owns the site and whatever the action.
func bySide(side func(*AccessFacts) Changer) func(*AccessFacts, SiteAction) Changer {
	return func(f *AccessFacts, _ SiteAction) Changer { return side(f) }
}

// ownedOr names the site's own people, or others while the site has none (SPEC
// section 8).
func ownedOr(c Changer, others func(*AccessFacts) Changer) func(*AccessFacts, SiteAction) Changer {
	return func(f *AccessFacts, _ SiteAction) Changer {
		if f.Site.Owned() {
			return c
		}
		return others(f)
	}
}

func partnerOperators(*AccessFacts) Changer { return ByPartnerOperators }
func firstSiteAdmin(*AccessFacts) Changer   { return ByFirstSiteAdmin }
func firstMaster(*AccessFacts) Changer      { return ByFirstMaster }

// partnerSide names those of the partner who change what the person has there:
// administrators take more than technicians, and nobody acts on a role above their own
// (SPEC section 3, [Actor.CheckAssign]).
func (f *AccessFacts) partnerSide() Changer {
	who := Assignee{Person: f.Person, Role: f.Person.Role}
	if f.Invited.Technician.ID != "" {
		who.Technician = f.Invited.Technician.Status(f.Now)
	}
	if f.Invited.Admin.ID != "" {
		who.Admin = f.Invited.Admin.Status(f.Now)
		if who.Admin == Pending {
			who.Role = max(who.Role, f.Invited.Admin.Role)
		}
	}
	switch {
	case !who.Administrator():
		return ByPartnerOperators
	case who.Role == PartnerMaster:
		return ByPartnerMasters
	default:
		return ByPartnerAdmins
	}
}

// siteAdminSide names those who manage the site's administrators: its own, and the
// partner's Admins and Masters (SPEC sections 3 and 9).
func (f *AccessFacts) siteAdminSide() Changer {
	if f.Site.Owned() {
		return BySiteOrPartnerAdmins
	}
	return ByPartnerAdmins
}

// roleGiver names those who can give a site role that allows the action: only Masters
// give Master at the site.
func roleGiver(f *AccessFacts, a SiteAction) Changer {
	if f.Site.Owned() && !SiteAdminRole.May(a) {
		return BySiteMastersOrPartnerAdmins
	}
	return f.siteAdminSide()
}
