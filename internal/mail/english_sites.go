package mail

import "gatehouse.example/gatehouse"

var englishSites = siteTexts{
	Levels: map[gatehouse.Level]roleText{
		gatehouse.LevelNone:          {"None", "Listed, may do nothing"},
		gatehouse.DevicesOnly:        {"Devices Only", "Dashboard and devices"},
		gatehouse.FullExcludingUsers: {"Full Excluding Users", "Everything but the users"},
		gatehouse.FullIncludingUsers: {"Full Including Users", "Everything"},
	},
	Roles: map[gatehouse.SiteRole]roleText{
		gatehouse.SiteObserver:  {"Observer", "Sees the dashboard and the audit log"},
		gatehouse.SiteOperator:  {"Operator", "Also manages the users"},
		gatehouse.SiteAdminRole: {"Admin", "Also manages devices, administrators and technicians"},
		gatehouse.SiteMaster:    {"Master", "Full control of the site"},
	},
	Invitation: siteInvitationText{
		About: func(partner, site named) sentence {
			return say("%s looks after the access control of %s. On Gatehouse the site itself decides who may come in, and sees who did.", partner, site)
		},
		Only: func(site named) sentence {
			return say("Accepting makes you an administrator of %s and of nothing else.", site)
		},
	},
	Assigned: assignedText{
		Subject: func(partner named) sentence { return say("%s has assigned you to new sites", partner) },
		Intro: func(partner named) sentence {
			return say("%s has assigned you to the sites below. Sign in as always; there is nothing to accept.", partner)
		},
		Effect: say("Where a site still has to approve, you may enter once it has done so."),
	},
	Wanted: wantedText{
		Subject: func(site named) sentence { return say("Technicians wait for your approval at %s", site) },
		Intro: func(partner, site named) sentence {
			return say("%s has assigned the people below to %s. They may not enter until you approve them.", partner, site)
		},
		Effect: say("You decide for each of them: approve, or decline. You can lock anybody again at any time."),
		Open:   "Decide now",
	},
	Approved: siteText{
		Subject: func(site named) sentence { return say("%s has approved your access", site) },
		Intro:   func(site named) sentence { return say("You may enter %s from now on.", site) },
		Effect:  say("Sign in as always and choose the site."),
	},
	StillClosed: siteText{
		Subject: func(site named) sentence { return say("%s has approved your access", site) },
		Intro: func(site named) sentence {
			return say("%s has approved your access, but you may not enter yet: a lock, or the time that was set for you, still keeps you out.", site)
		},
		Effect: say("Ask whoever assigned you to the site."),
	},
	Locked: siteText{
		Subject: func(site named) sentence { return say("Your access to %s is locked", site) },
		Intro: func(site named) sentence {
			return say("Your access to %s has been locked. Where you were signed in there, you have been signed out.", site)
		},
		Effect: say("Nothing is deleted: if the lock is lifted, everything is as before."),
	},
	Unassigned: siteText{
		Subject: func(site named) sentence { return say("You are no longer assigned to %s", site) },
		Intro: func(site named) sentence {
			return say("Your work at %s has ended: you may not enter it any more.", site)
		},
		Effect: say("Your account and your other sites stay as they are."),
	},
	Deleted: siteText{
		Subject: func(site named) sentence { return say("%s has been deleted", site) },
		Intro: func(site named) sentence {
			return say("The partner has deleted the site %s, which you administrated. Nobody may enter it any more.", site)
		},
		Effect: say("Its users, devices and assignments went with it. Your account and your other sites stay as they are."),
	},
	Ends: siteText{
		Subject: func(site named) sentence { return say("Your access to %s ends soon", site) },
		Intro: func(site named) sentence {
			return say("Your access to %s ends by itself at the time below.", site)
		},
		Effect: say("If you need it for longer, please ask in good time."),
	},
	Admins: siteAdminsText{
		Subject: func(site named) sentence { return say("The administrators of %s have changed", site) },
		Intro: func(partner, site named) sentence {
			return say("%s, which looks after %s, has changed something about the site’s administrators.", partner, site)
		},
		Did: map[gatehouse.Action]string{
			gatehouse.ActionSiteAdminInvite:      "Invited",
			gatehouse.ActionSiteAdminRevoke:      "Invitation revoked",
			gatehouse.ActionSiteAdminResend:      "Invitation sent again",
			gatehouse.ActionSiteAdminLock:        "Locked",
			gatehouse.ActionSiteAdminUnlock:      "Unlocked",
			gatehouse.ActionSiteAdminRole:        "Role changed",
			gatehouse.ActionSiteAdminEndSessions: "Signed out everywhere",
			gatehouse.ActionSiteAdminDelete:      "Removed",
		},
		Why:    say("You receive this message because you are an administrator of the site: what the partner does here is never done silently."),
		Before: "Before",
		Now:    "New role",
		What:   "What was done",
	},
	Waiting: "waits for the site’s approval",
	More:    func(count named) sentence { return say("and %s more", count) },
	AskSite: func(site named) sentence {
		return say("You have a question? Then please ask an administrator of %s.", site)
	},
	Reason: say("The reason given:"),
	Site:   "Site",
	Person: "Person",
	Else:   "Besides",
}
