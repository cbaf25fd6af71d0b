package words

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

var englishSites = Sites{
	Title:            "Sites",
	Heading:          "Sites",
	Create:           "Create Site",
	Caption:          "Sites",
	EmptyTitle:       "No sites yet",
	EmptyLead:        "A site is one customer's installation. Create one for each, allocate credits to it, and invite its administrators and your technicians.",
	EmptyFilterTitle: "No site matches",
	EmptyFilterTip:   "Try another name, or take a filter away.",
	SearchHint:       "Name of the site",
	FilterCountry:    "Country",
	AnyCountry:       "Any country",
	FilterState:      "State",
	AnyState:         "Any state",
	StateWaiting:     "Technicians waiting",
	StateOutOfCredit: "Out of credit",
	Sorts: map[gatehouse.SiteSort]string{
		gatehouse.SitesByName:        "Name, A to Z",
		gatehouse.SitesByNameDesc:    "Name, Z to A",
		gatehouse.SitesByCountry:     "Country, A to Z",
		gatehouse.SitesByCountryDesc: "Country, Z to A",
		gatehouse.SitesNewest:        "Newest first",
		gatehouse.SitesOldest:        "Oldest first",
		gatehouse.SitesByCredits:     "Credits, fewest first",
		gatehouse.SitesByCreditsDesc: "Credits, most first",
	},
	Name:        "Name",
	Country:     "Country",
	Credits:     "Credits",
	MonthlyCost: "Monthly cost",
	Users:       "Users",
	Devices:     "Devices",
	Technicians: "Technicians",
	Waiting:     "Waiting",
	Created:     "Created",
	OutOfCredit: "Out of credit",
	CreatedBy: func(name, when string) string {
		if name == "" {
			return "Created " + when
		}
		return fmt.Sprintf("Created by %s %s", name, when)
	},
	TimeZone:          "Time zone",
	UsualZone:         "The usual one of the country",
	ZoneHint:          "The site's clock, for the times at which technicians may enter.",
	Notes:             "Internal notes (optional)",
	NotesHint:         "Only your own administrators see these, never the site's people.",
	ChooseCountry:     "Choose a country",
	Switches:          "Technicians at this site",
	Access:            "Technician Access",
	AccessNote:        "Technicians who are assigned to the site may enter it.",
	Approval:          "Technician approval required",
	ApprovalNote:      "Whoever is assigned waits until the site approves.",
	ApprovalRequired:  "Required",
	ApprovalAutomatic: "Automatic",
	On:                "On",
	Off:               "Off",
	SwitchesNote:      "Both belong to the site: once its first administrator has accepted, only the site can change them.",
	SwitchesOwned:     "Only a Master of the site can change these.",
	SwitchesFree:      "You decide this until the site's first administrator has accepted, then the site does.",
	First:             "E-mail of the first administrator (optional)",
	FirstHint:         "Gets an invitation as Master of the site. You can also invite somebody later.",
	CreateButton:      "Create Site",
	CreatedNotice:     "The site was created.",
	SavedNotice:       "The site was saved.",
	DeletedNotice:     "The site was deleted.",

	Tabs:           "Edit Site",
	Details:        "Details",
	Admins:         "Administrators",
	TechniciansTab: "Technicians",
	CreditsTab:     "Credits",
	Profile:        "Profile",
	Save:           "Save",
	Stale:          "Somebody else changed this site meanwhile. Nothing was saved yet: check the marked fields and save again.",
	StoredNow: func(value string) string {
		if value == "" {
			return "Stored now: nothing"
		}
		return "Stored now: " + value
	},
	Owner:      "Own administrator",
	NoOwner:    "Not yet",
	OwnedSince: func(when string) string { return "Since " + when },

	Delete:     "Delete Site",
	DeleteLead: "Removes the site with everybody and everything in it, for good.",
	DeleteNote: "This cannot be undone. The audit log keeps what happened.",
	DeleteAsk:  func(name string) string { return "Delete " + name + "?" },
	GoAdmins: func(n int) string {
		return plural(n, "1 administrator loses the site.", "%d administrators lose the site.")
	},
	GoTechnicians: func(n int) string {
		return plural(n, "1 technician loses the site.", "%d technicians lose the site.")
	},
	GoDevices: func(n int) string {
		return plural(n, "1 registered device is removed.", "%d registered devices are removed.")
	},
	GoUsers: func(n int) string {
		return plural(n, "1 registered user is removed.", "%d registered users are removed.")
	},
	GoCredits:    func(n string) string { return n + " credits go back to your balance." },
	ConfirmLabel: func(name string) string { return "Type the site's name to confirm: " + name },
	ConfirmHint:  "The site still has devices.",
	ConfirmWrong: "This is not the site's name.",

	People:  englishSiteStaff,
	Crew:    englishSiteCrew,
	Account: englishSiteAccount,
}

var englishSiteStaff = SiteStaff{
	List: List{
		Title:            "Administrators",
		Caption:          func(site string) string { return "Administrators of " + site },
		EmptyFirstTitle:  "This site has no administrator yet",
		EmptyFirstLead:   "Invite the people who look after the site at your customer's. The first one should be a Master. Once somebody has accepted, the site approves technicians and decides about Technician Access itself.",
		EmptyFilterTitle: "No administrator matches",
		InviteTitle:      "Invite Site Administrators",
		InviteNote:       "Each may enter this site as soon as the invitation is accepted.",
	},
	Told: "The site's other administrators get an e-mail about what you do here.",
	Notes: SiteNotes{
		Lock:        "Nobody may enter this site with a locked account, and what is open there ends at once. The account information is kept, so that it can be unlocked later.",
		Unlock:      "Entering this site is possible again.",
		EndSessions: "Everything that is open at this site ends at once, in every browser. Signing in again stays possible; to prevent it, lock the account.",
		Delete: Plural{
			One:  "This person may no longer enter this site. Their invitation, lock and sessions there are removed for good and cannot be restored.",
			Many: "Deleted administrators may no longer enter this site. Their invitations, locks and sessions there are removed for good and cannot be restored.",
		},
		Role: "The new level counts from the next click of this person on.",
	},
}

var englishSiteAccount = SiteAccount{
	Balance:     "Credits of the site",
	MonthlyCost: "Monthly cost",
	Lasts: func(n int) string {
		return plural(n, "Lasts for 1 more month", "Lasts for %d more months")
	},
	OutOfCredit:  func(when string) string { return "The site ran out of credit on " + when + ". Access is not affected." },
	MoveLegend:   "Allocate or give back",
	Amount:       "Credits",
	Allocate:     "Allocate",
	GiveBack:     "Give back",
	AllocateHint: func(n string) string { return "You have " + n + " to allocate." },
	GiveBackHint: func(n string) string { return "The site can give back " + n + "." },
	Allocated:    "The credits were allocated to the site.",
	GivenBack:    "The credits were given back.",
	AmountError:  "Enter a whole number from 1 to 1,000,000,000.",
}
