package words

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

// english is the catalogue that every other one is measured against.
var english = Words{
	Language: gatehouse.English,
	Common: Common{
		SkipToContent: "Skip to content",
		Close:         "Close",
		Cancel:        "Cancel",
		Back:          "Back",
		Yes:           "Yes",
		Confirm:       "Confirm",
		Apply:         "Apply",
		Email:         "E-mail address",
		Password:      "Password",
		ShowPassword:  "Show",
		HidePassword:  "Hide",
		Language:      "Language",
		LanguageNames: languageNames,
		Nothing:       "none",
		CheckInput:    "Please check your input",
		PasswordHint: func(min int) string {
			return fmt.Sprintf("At least %d characters. A short sentence is easy to remember and hard to guess; digits and symbols are not needed.", min)
		},
		PasswordCount: func(have, min int) string { return fmt.Sprintf("%d of at least %d characters", have, min) },
	},
	Nav: Nav{
		Main:      "Main navigation",
		OpenMenu:  "Menu",
		Sites:     "Sites",
		Credits:   "Credits",
		AdminsAnd: "Admins & Technicians",
		Audit:     "Audit Log",
		Settings:  "Settings",
		Account:   "Account",
	},
	Account: Account{
		SignedInAs:  "Signed in as",
		SwitchPlace: "Switch place",
		SignOut:     "Sign out",
		Technician:  "Technician",
	},
	Roles: Roles{
		Observer:     "Observer",
		Operator:     "Operator",
		Admin:        "Admin",
		Master:       "Master",
		ObserverNote: "Can look at sites, administrators, technicians and credits, but change nothing.",
		OperatorNote: "Can set up sites, allocate credits and manage technicians, but not administrators.",
		AdminNote:    "Can do what an Operator can, invite and manage administrators up to Admin, and read the audit log.",
		MasterNote:   "Has full control, including other Masters and the partner's settings.",
	},
	Statuses: Statuses{Pending: "Pending", Accepted: "Accepted", Expired: "Expired", Revoked: "Revoked"},
	Outcomes: Outcomes{Done: "Done", Refused: "Refused"},
	Deliveries: Deliveries{
		Queued:    "E-mail queued",
		Sent:      "E-mail sent",
		Failed:    "E-mail failed",
		Cancelled: "E-mail not sent",
		Kept:      "In the local mailbox",
		KeptFor:   func(email string) string { return "In the local mailbox: the e-mail to " + email },
		Retry:     func(reason string) string { return "last try: " + reason },
		Reason:    func(reason string) string { return "server: " + reason },
	},
	Pathways:    Pathways{Page: "page", API: "API", Key: "API key", CommandLine: "command line", Job: "background job"},
	Actions:     englishActions,
	Attempts:    englishAttempts,
	Tried:       func(attempt string) string { return "Tried to " + attempt },
	Permissions: englishPermissions,
	Access:      englishAccess,
	Times: Times{
		Months: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"},
		Date: func(day int, month string, year int) string {
			return fmt.Sprintf("%d %s %d", day, month, year)
		},
		Past:       func(distance string) string { return distance + " ago" },
		Future:     func(distance string) string { return "in " + distance },
		JustNow:    "just now",
		Minutes:    func(n int) string { return plural(n, "1 minute", "%d minutes") },
		Hours:      func(n int) string { return plural(n, "1 hour", "%d hours") },
		Days:       func(n int) string { return plural(n, "1 day", "%d days") },
		LongMonths: func(n int) string { return plural(n, "1 month", "%d months") },
		Years:      func(n int) string { return plural(n, "1 year", "%d years") },
	},
	SignIn:         englishSignIn,
	Setup:          englishSetup,
	Invitation:     englishInvitation,
	Places:         englishPlaces,
	Admins:         englishAdmins,
	Technicians:    englishTechnicians,
	Narrow:         englishNarrow,
	Assign:         englishAssign,
	Explain:        englishExplain,
	TechnicianHome: englishTechnicianHome,
	Closed:         englishClosed,
	Invite:         englishInvite,
	Bulk:           englishBulk,
	Answers:        englishAnswers,
	Manage:         englishManage,
	Live:           englishLive,
	SitePortal:     englishSitePortal,
	PartnerSettings: PartnerSettings{
		Profile: "Profile", Name: "Name of the company",
		NameHint: "Your people and the sites read it on every page, and everybody you invite in the mail.",
	},
	Keys:    englishKeys,
	Reset:   englishReset,
	Own:     englishOwn,
	Audit:   englishAudit,
	Facts:   englishFacts,
	Mailbox: englishMailbox,
	Errors:  englishErrors,

	Sites:   englishSites,
	Credits: englishCredits,

	// The root package's own sentence is about calls of the API.
	Codes: map[gatehouse.Code]string{
		gatehouse.CodeUnsupportedMedia: "This kind of content is not accepted here.",
	},
	Sentences: map[string]string{},
}

// languageNames are written in their own language, whatever the page's is: who
// cannot read the page must still find theirs.
var languageNames = map[gatehouse.Language]string{
	gatehouse.English: "English",
	gatehouse.German:  "Deutsch",
}

var englishErrors = Errors{
	Titles: map[int]string{
		400: "This request could not be read",
		401: "Sign in first",
		403: "You are not allowed to do this",
		404: "Page not found",
		405: "This address cannot be used that way",
		406: "This format is not available",
		409: "This is not possible right now",
		410: "This link can no longer be used",
		412: "Somebody else was faster",
		413: "Too much at once",
		415: "This kind of content is not accepted",
		421: "Wrong address",
		422: "Some of the input is not valid",
		429: "Too many attempts",
		500: "Something went wrong",
		503: "The server is busy",
	},
	Helps: map[int]string{
		400: "Go back, reload the page and try again.",
		403: "What you may do depends on your role: Observer, Operator, Admin or Master. Ask an Admin or Master of this partner if you need more.",
		404: "The address may be mistyped, or the page belongs to somebody else.",
		405: "Go back to the page you came from and use its buttons.",
		409: "Reload the page to see how things stand now.",
		412: "Reload the page to see how things stand now.",
		413: "Send less at once, for example fewer addresses.",
		421: "Use the address that your invitation or bookmark names.",
		422: "Go back and check what you entered.",
		429: "Wait a little before you try again.",
		500: "Try again. If it happens again, tell your administrator the request number below.",
		503: "Nothing is lost. Try again in a moment.",
	},
	ForbiddenAtSite:     "Your role or your permission level does not allow this.",
	ForbiddenTechnician: "Technicians may not do this at the partner's portal.",
	TechnicianHelp:      "Here you find the sites that you are assigned to, and your own account. Ask an administrator of this partner if you need more.",
	VoidHelp:            "Ask somebody who manages this partner's administrators for a new invitation.",
	RequestID:           "Request number",
	Home:                "Go to the start page",
	RetryAfter:          func(when string) string { return "Try again " + when + "." },
}
