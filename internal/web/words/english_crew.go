package words

var englishSiteCrew = SiteCrew{
	Caption:          func(site string) string { return "Technicians of " + site },
	EmptyTitle:       "Nobody is assigned to this site",
	EmptyLead:        "Assign technicians or administrators of yours to the site. Nobody of your company sees it otherwise, whatever their role.",
	EmptyFilterTitle: "Nobody matches",
	EmptyFilterTip:   "Try another name or address, or take a filter away.",
	AccessOff:        "Technician Access is off: no technician may enter this site until it is switched on again. Assignments are kept.",
	NobodyApproves:   "This site has no Admin or Master left who can approve technicians. Whoever waits keeps waiting until there is one: invite an administrator for the site.",
	PartnerApproves:  "People wait for approval. The site has no administrator of its own yet, so you approve for it.",
	SiteApproves:     "The site's Admins and Masters approve.",
	FilterWaiting:    "Approval",
	Everybody:        "Everybody",
	WaitingOnly:      "Waiting for approval",
	Person:           "Name",
	Level:            "Permission level",
	Access:           "Access now",
	PartnerLock:      "Your lock",
	Window:           "Time window",
	WaitingBadge:     "Waiting for approval",
	Always:           "Always",
	From:             func(when string) string { return "From " + when },
	Until:            func(when string) string { return "Until " + when },
	Why:              "Why?",
	WhyOf:            func(who string) string { return "Why? Access of " + who },
	LockOf:           func(state, who string) string { return state + ", your lock of " + who + " at this site" },
	WaitingSince:     func(when string) string { return "Waiting since " + when + "." },
	LockedBySite: func(name, when, reason string) string {
		return because("Locked by the site "+when+byName(", by ", name), reason)
	},
	WhoLifts: "The site's Admins and Masters can lift it.",
	Lock:     "Lock",
	Unlock:   "Unlock",
	Remove:   "Remove",
	Approve:  "Approve",
	Decline:  "Decline",
	LockAsk: func(n int) string {
		return plural(n, "Lock 1 person out of this site?", "Lock %d people out of this site?")
	},
	UnlockAsk: func(n int) string {
		return plural(n, "Let 1 person into this site again?", "Let %d people into this site again?")
	},
	RemoveAsk: func(n int) string {
		return plural(n, "Take 1 person off this site?", "Take %d people off this site?")
	},
	ApproveAsk: func(n int) string {
		return plural(n, "Approve 1 person for this site?", "Approve %d people for this site?")
	},
	DeclineAsk: func(n int) string { return plural(n, "Decline 1 person?", "Decline %d people?") },
	LockNote: Plural{
		One:  "This person may not enter this site any more, and what is open there ends at once. Other sites stay as they are.",
		Many: "They may not enter this site any more, and what is open there ends at once. Other sites stay as they are.",
	},
	UnlockNote: "Your lock is lifted. A lock of the site itself stays.",
	RemoveNote: "Only this site is lost. To bring somebody back, assign them again; the site's own lock and level are kept for that case.",
	ApproveNote: Plural{
		One:  "This person may enter the site from now on, or once they have accepted their invitation, if they have not yet: as far as their level allows and nothing else keeps them out.",
		Many: "They may enter the site from now on, or once they have accepted their invitation, if they have not yet: as far as their level allows and nothing else keeps them out.",
	},
	DeclineNote: Plural{
		One:  "This person stays listed and locked out of the site.",
		Many: "They stay listed and locked out of the site.",
	},
	Locked:   func(n int) string { return plural(n, "1 person was locked out.", "%d people were locked out.") },
	Unlocked: func(n int) string { return plural(n, "1 person was unlocked.", "%d people were unlocked.") },
	Removed: func(n int) string {
		return plural(n, "1 person was taken off the site.", "%d people were taken off the site.")
	},
	Approved: func(n int) string { return plural(n, "1 person was approved.", "%d people were approved.") },
	Declined: func(n int) string { return plural(n, "1 person was declined.", "%d people were declined.") },
	Pending:  "Has not accepted the invitation yet",

	Assign:      "Invite to this site",
	Title:       "Assign Technicians to the Site",
	Lead:        "Choose among those who are technicians or administrators of yours already. Somebody new is invited first:",
	InviteNew:   "Invite technicians",
	Source:      "Choose from",
	Admins:      "Distributor Admins",
	Technicians: "Distributor Technicians",
	Search:      "Search people",
	Choose:      "People who can be assigned",
	NobodyFound: "Nobody matches.",
	NobodyLeft:  "There is nobody else to assign: everybody of this list has the site already.",
	More: func(n int) string {
		return plural(n, "Only the first one is shown. Search to find others.", "Only the first %d are shown. Search to find others.")
	},
	Chosen:       func(n int) string { return plural(n, "1 person chosen", "%d people chosen") },
	LevelForAll:  "Permission level",
	LevelOf:      func(who string) string { return "Permission level of " + who },
	AsForAll:     "As for all",
	WindowLegend: "Time window (optional)",
	Starts:       "Start",
	Ends:         "End",
	ZoneHint:     func(zone string) string { return "By the site's clock, " + zone + ". An empty field sets no limit." },
	TimeError:    "Enter a day and a time.",
	ChooseFirst:  "Choose at least one person first.",
	ConfirmTitle: "Assign to this site?",
	ConfirmLead: func(n int) string {
		return plural(n, "1 person is assigned to this site:", "%d people are assigned to this site:")
	},
	ConfirmNote: Plural{
		One:  "An e-mail tells them. From now on only the site's administrators can change the level.",
		Many: "Each is told by e-mail. From now on only the site's administrators can change a level.",
	},
	Waits:  "Waits for the site's approval",
	AtOnce: "May enter at once",
	NotYet: "May enter once the invitation is accepted",
	Kept:   "set by the site",
	Assigned: func(n int) string {
		return plural(n, "1 person was assigned to the site.", "%d people were assigned to the site.")
	},
	NotAssigned: func(n int) string { return plural(n, "1 person was not assigned.", "%d people were not assigned.") },
}
