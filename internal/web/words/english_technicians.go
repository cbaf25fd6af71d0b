package words

import (
	"fmt"
	"strings"

	"gatehouse.example/gatehouse"
)

var englishTechnicians = Technicians{
	List: List{
		Title:            "Technicians",
		Caption:          func(partner string) string { return "Technicians of " + partner },
		EmptyFirstTitle:  "No technicians yet",
		EmptyFirstLead:   "Invite the people who work at your customers' sites. Each gets an e-mail with a link and an account of their own. They see no site until you assign them to it.",
		EmptyFilterTitle: "No technician matches",
		InviteTitle:      "Invite Technicians",
		InviteNote:       "An invitation gives no access to sites; assign technicians to each site separately.",
	},
	Sorts: map[gatehouse.TechnicianSort]string{
		gatehouse.TechniciansNewest:       "Newest first",
		gatehouse.TechniciansOldest:       "Oldest first",
		gatehouse.TechniciansByName:       "Name, A to Z",
		gatehouse.TechniciansByNameDesc:   "Name, Z to A",
		gatehouse.TechniciansByEmail:      "E-mail, A to Z",
		gatehouse.TechniciansByEmailDesc:  "E-mail, Z to A",
		gatehouse.TechniciansBySites:      "Invited sites, fewest first",
		gatehouse.TechniciansBySitesDesc:  "Invited sites, most first",
		gatehouse.TechniciansBySignIn:     "Last sign-in, longest ago first",
		gatehouse.TechniciansBySignInDesc: "Last sign-in, latest first",
	},
	ColumnSites: "Invited Sites",
	EditSites: func(n int, who string) string {
		return fmt.Sprintf("%d, edit the invited sites of %s", n, who)
	},
	FilterLock:    "Lock Account",
	AnyLock:       "Locked or not",
	Administrator: "Administrator",

	RevokeNote: Plural{
		One:  "The link stops working at once, and the person is taken out of any sites that they are assigned to. You can send the invitation again later; sites have to be assigned anew.",
		Many: "The links stop working at once, and the people are taken out of any sites that they are assigned to. You can send the invitations again later; sites have to be assigned anew.",
	},
	LockNote:        "Nobody can sign in to this partner portal or to the assigned sites with a locked account, and what is open there ends at once. The account information is kept, so that it can be unlocked later.",
	UnlockNote:      "Signing in to this partner portal and to the assigned sites is possible again. Locks of single sites stay as they are.",
	EndSessionsNote: "Everything that is open in this partner portal and at the assigned sites ends at once, in every browser. Signing in again stays possible; to prevent it, lock the account.",
	DeleteNote: Plural{
		One:  "This person can no longer sign in to this partner portal or to its sites. Their account information, invitation, locks and site assignments here are removed for good and cannot be restored.",
		Many: "Deleted technicians can no longer sign in to this partner portal or to its sites. Their account information, invitations, locks and site assignments here are removed for good and cannot be restored.",
	},
	DeleteAsk: func(n int) string { return plural(n, "Delete 1 technician?", "Delete %d technicians?") },
	Deleted: func(n int) string {
		return plural(n, "1 technician was deleted.", "%d technicians were deleted.")
	},
	Edit: "Edit Technician",
	View: "Technician",
	Save: "Save",
	Saved: func(n int) string {
		return plural(n, "The access to 1 site was changed.", "The access to %d sites was changed.")
	},
	SavedLocked:   func(who, site string) string { return fmt.Sprintf("%s is now locked at %s by your lock.", who, site) },
	SavedUnlocked: func(who, site string) string { return fmt.Sprintf("Your lock of %s at %s is lifted.", who, site) },
	LockHint:      "Lock Account is your own lock of this person at the one site. It changes when you save.",
	LevelHint:     "Only an administrator of the site can change the permission level, in the site's own portal.",
	ReasonHint:    "For what you lock now. It stands beside the lock for whoever may see it at either side, and the person reads it in the e-mail.",
	Unsaved:       "Not until you save",
	Site:          "Site",
	Level:         "Permission level",
	Access:        "Access now",
	SitesOf:       func(who string) string { return "Invited sites of " + who },
	NoSites:       "Not invited to any site.",
	AccountLocked: "The account is locked: no site of this partner can be entered until it is unlocked in the list.",
	AccountLockedBy: func(name string) string {
		return "Locked" + byName(" by ", name)
	},
	LockWaiting:    "Waiting",
	LockOfSite:     "Locked by the site",
	NotYetAccepted: "The invitation is not accepted yet: no site can be entered before it is.",
	LockAt:         func(site string) string { return "Lock Account at " + site },
	ByPartner: func(name, when, reason string) string {
		return because("Locked by the partner "+when+byName(" by ", name), reason)
	},
	BySite: func(name, when, reason string) string {
		return because("Locked by the site "+when+byName(" by ", name), reason) + " Only an administrator of the site can unlock it."
	},
	Waiting:      "Waiting for the site's approval. Only an administrator of the site can give it.",
	WaitingHere:  "Waiting for approval. The site has no administrator of its own yet, so you can give it.",
	Why:          "Why?",
	WhyAt:        func(site string) string { return "Why? Access to " + site },
	WindowFrom:   func(when string) string { return "from " + when },
	WindowUntil:  func(when string) string { return "until " + when },
	Window:       func(from, until string) string { return fmt.Sprintf("%s to %s", from, until) },
	Stale:        "Somebody else changed this person's sites in the meantime. Nothing was saved.",
	StaleNote:    "This is how things stand now. What changed is marked; choose again and save.",
	StaleGone:    func(site string) string { return "No longer invited to " + site + "." },
	StaleNew:     "New",
	StaleChanged: "Changed",
	StaleAsked:   func(state string) string { return "You had chosen: " + state },
	Remove:       "Remove from site",
	RemoveFrom:   func(site string) string { return "Remove from site " + site },
	RemoveAsk:    func(who, site string) string { return fmt.Sprintf("Remove %s from %s?", who, site) },
	RemoveNote:   "This person may no longer enter the site, and what is open there ends at once. Other sites stay as they are. Assigned again later, the site's own decisions about them still count.",
	Removed:      func(n int) string { return plural(n, "Removed from 1 site.", "Removed from %d sites.") },
	Approve:      "Approve",
	Lift:         "Unlock for the site",
	LiftAsk:      func(who, site string) string { return fmt.Sprintf("Lift the lock of %s at %s?", who, site) },
	LockedHere: func(name, when, reason string) string {
		return because("Locked for the site "+when+byName(" by ", name), reason) + " The site has no administrator of its own yet, so you can unlock it."
	},
	ApproveAsk:  func(who, site string) string { return fmt.Sprintf("Approve the access of %s to %s?", who, site) },
	ApproveNote: "The site has no administrator of its own yet. This is recorded as done by the partner.",
	Approved: func(n int) string {
		return plural(n, "The access to 1 site was opened.", "The access to %d sites was opened.")
	},
	Uncovered: func(n int) string {
		return plural(n, "1 site is left without any technician who may enter.", "%d sites are left without any technician who may enter.")
	},
}

func byName(by, name string) string {
	if name == "" {
		return ""
	}
	return by + name
}

// because ends a sentence with the reason that somebody typed, who may have ended it
// already.
func because(sentence, reason string) string {
	if reason != "" {
		sentence += ": " + reason
	}
	if strings.HasSuffix(sentence, ".") || strings.HasSuffix(sentence, "!") || strings.HasSuffix(sentence, "?") {
		return sentence
	}
	return sentence + "."
}

var englishAssign = Assign{
	Open:         "Assign to sites",
	Title:        "Assign to sites",
	Back:         "Technicians",
	Sites:        "Sites",
	Search:       "Search by name",
	Chosen:       func(n int) string { return plural(n, "1 site chosen", "%d sites chosen") },
	Found:        "Found",
	NothingFound: "No site matches.",
	More:         "There are more. Search to narrow them down.",
	AddAll:       "Choose everything that the search finds",
	AccessOff:    "Technician Access is off",
	Approval:     "needs the site's approval",
	NoSite:       "Choose at least one site.",
	TooMany:      func(limit int) string { return fmt.Sprintf("At most %d assignments can be made at once.", limit) },
	People:       func(n int) string { return plural(n, "1 person", "%d people") },
	LevelForAll:  "Permission level for all",
	AsForAll:     "As for all",
	LevelOf:      func(who string) string { return "Permission level of " + who },
	Window:       "Time window (optional)",
	WindowHint:   "Without a start it opens at once, without an end it stays. The people are told 24 hours before the end.",
	Starts:       "Start",
	Ends:         "End",
	ZoneCount:    func(n int) string { return fmt.Sprintf("%d time zones", n) },
	Within:       func(window string) string { return "Time window: " + window },
	WithinEach:   "Time window: by each site's own clock, as its rows say",
	NoWindow:     "Time window: none, the access stays until it is taken away",
	Zones: func(list string) string {
		if list == "" {
			return "Each site's own time"
		}
		return "The sites' time zones: " + list
	},
	TimeError:    "Enter a day and a time.",
	Preview:      "Preview",
	PreviewTitle: "Assign to sites: preview",
	DoneTitle:    "Assign to sites: result",
	Person:       "Person",
	Result:       "Result",
	WouldAssign:  func(n int) string { return plural(n, "1 assignment will be made.", "%d assignments will be made.") },
	WouldWait: func(n int) string {
		return plural(n, "1 of them waits for the site's approval.", "%d of them wait for the sites' approval.")
	},
	WouldRefuse: func(n int) string { return plural(n, "1 is not possible.", "%d are not possible.") },
	Assigned:    func(n int) string { return plural(n, "1 assignment was made.", "%d assignments were made.") },
	Refused:     func(n int) string { return plural(n, "1 was refused.", "%d were refused.") },
	Waits:       "Waits for the site's approval",
	AtOnce:      "Active at once",
	NotYet:      "Assigned, may not enter yet",
	From:        func(when string) string { return "Active from " + when },
	Kept:        "set by the site before",
}

var englishExplain = Explain{
	Title:    "Access explained",
	Heading:  "Access explained",
	MayEnter: func(who, site string) string { return fmt.Sprintf("%s may enter %s now.", who, site) },
	MayNotEnter: func(who, site, why string) string {
		return fmt.Sprintf("%s may not enter %s now: %s.", who, site, why)
	},
	May: func(who, action, site string) string {
		return fmt.Sprintf("%s may do this at %s now: %s.", who, site, action)
	},
	MayNot: func(who, action, site, why string) string {
		return fmt.Sprintf("%s may not do this at %s now: %s. The reason: %s.", who, site, action, why)
	},
	AsRole:  func(role string) string { return "As " + role + " of the site." },
	AsLevel: func(level string) string { return "With the permission level " + level + "." },
	AsOf:    "Checked",
	Action:  "What for",
	Pass:    "Passed:",
	Fail:    "Closed:",
	Since:   "Since",
	By:      func(name string) string { return "by " + name },
	Who:     func(changer string) string { return "Can be changed by " + changer + "." },
	Narrow:  func(changer string) string { return "Can be narrowed by " + changer + "." },
	Change:  func(where string) string { return "Change it: " + where },
}

var englishTechnicianHome = TechnicianHome{
	Title:   "Your portal",
	Heading: func(name string) string { return "Hello, " + name },
	Lead: func(partner string) string {
		return fmt.Sprintf("You work as a technician for %s. Here you find the sites that you are assigned to, and your own account.", partner)
	},
	Sites:   "Your sites",
	NoSites: "You are not assigned to any site at the moment. You get an e-mail when you are.",
}

var englishClosed = Closed{
	Since:      func(reason, when string) string { return reason + ", since " + when },
	Starts:     func(when string) string { return "Opens to you on " + when },
	Ended:      func(when string) string { return "Your time there ended on " + when },
	Level:      func(level string) string { return "Your permission level there is " + level },
	Again:      "Open to you again. Sign out and in again to enter.",
	AskSite:    "Ask an Admin or Master of the site.",
	AskMaster:  "Ask a Master of the site.",
	AskPartner: func(partner string) string { return "Ask an administrator of " + partner + "." },
}
