package words

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

var englishAdmins = Admins{
	List: List{
		Title:            "Admins",
		Caption:          func(partner string) string { return "Administrators of " + partner },
		EmptyFirstTitle:  "You are the only administrator so far",
		EmptyFirstLead:   "Invite the people who work with you. Each gets an e-mail with a link and a role: Observer, Operator, Admin or Master. Keep at least two Masters, so that nobody is locked out when one is away.",
		EmptyFilterTitle: "No administrator matches",
		InviteTitle:      "Invite Admins",
		InviteNote:       "An invitation gives no access to customer sites; invite to each site separately.",
	},
	Heading:        "Admins & Technicians",
	Invite:         "Invite",
	Revoke:         "Revoke Invitation",
	Resend:         "Resend Invitation",
	Export:         "Export CSV",
	Selected:       func(n int) string { return fmt.Sprintf("%d selected", n) },
	SelectPage:     "Select all rows of this page",
	Select:         func(who string) string { return "Select " + who },
	ColumnName:     "Name",
	ColumnEmail:    "E-mail",
	ColumnLevel:    "Level",
	ColumnStatus:   "Invitation Status",
	ColumnLock:     "Lock Account",
	ColumnSignIn:   "Last sign-in",
	You:            "You",
	InvitedBy:      func(name, when string) string { return fmt.Sprintf("Invited by %s %s", name, when) },
	InvitedAgain:   func(name, when string) string { return fmt.Sprintf("Invited again by %s %s", name, when) },
	SetUp:          func(when string) string { return "Set up the portal " + when },
	Void:           "Void: its sender may no longer invite. Resend it.",
	ByInstallation: "the installation",
	ByFormer:       "a former administrator",
	Expires:        func(when string) string { return "expires " + when },
	Locked:         "Locked",
	Unlocked:       "Unlocked",
	LockedBy: func(name, when, reason string) string {
		s := "Locked " + when
		if name != "" {
			s += " by " + name
		}
		if reason != "" {
			s += ": " + reason
		}
		return s
	},
	NeverSignedIn: "Never",
	Search:        "Search",
	SearchHint:    "Name or e-mail",
	AnyStatus:     "Any status",
	AnyLevel:      "Any level",
	FilterStatus:  "Invitation status",
	FilterLevel:   "Level",
	Sort:          "Order",
	Sorts: map[gatehouse.AdminSort]string{
		gatehouse.SortNewest:     "Newest first",
		gatehouse.SortOldest:     "Oldest first",
		gatehouse.SortName:       "Name, A to Z",
		gatehouse.SortNameDesc:   "Name, Z to A",
		gatehouse.SortEmail:      "E-mail, A to Z",
		gatehouse.SortEmailDesc:  "E-mail, Z to A",
		gatehouse.SortRole:       "Level, lowest first",
		gatehouse.SortRoleDesc:   "Level, highest first",
		gatehouse.SortSignIn:     "Last sign-in, longest ago first",
		gatehouse.SortSignInDesc: "Last sign-in, latest first",
	},
	Clear:          "Clear filters",
	Previous:       "Previous",
	Next:           "Next",
	Newer:          "Newer",
	Older:          "Older",
	Pager:          "Pages",
	EmptyFilterTip: "Try another name or address, or take a filter away.",
	NoneChosen:     "Choose at least one row first.",
	JustChanged:    "Changed just now",
}

var englishInvite = Invite{
	Type:      "Admin Type",
	Email:     "E-mail address",
	EmailHint: "Paste several at once, separated by commas, semicolons or line breaks.",
	Add:       "Add",
	List:      "People to invite",
	Empty:     "Nobody added yet. Enter an address and choose Add.",
	Added:     func(n int) string { return plural(n, "1 person added", "%d people added") },
	Remove:    func(email string) string { return "Remove " + email },
	OK:        "OK",
	ConfirmTitle: Plural{
		One:  "Send invitation?",
		Many: "Send invitations?",
	},
	ConfirmLead: func(n int) string {
		return plural(n, "1 person gets an invitation by e-mail:", "%d people get an invitation by e-mail:")
	},
	Malformed: func(n int) string {
		return plural(n, "This address is not valid. It looks like name@example.com.", "%d addresses are not valid. They look like name@example.com.")
	},
	Duplicate: "This address is already in the list.",
	None:      "Add at least one person first.",
	TooMany:   func(limit int) string { return fmt.Sprintf("At most %d people can be invited at once.", limit) },
	Invited: func(n int) string {
		return plural(n, "1 invitation is on its way.", "%d invitations are on their way.")
	},
	NotInvited:     func(n int) string { return plural(n, "1 person was not invited.", "%d people were not invited.") },
	LeftOut:        func(n int) string { return plural(n, "1 person gets none:", "%d people get none:") },
	Nobody:         "None of these people can be invited.",
	AlsoAdmin:      "Is in the list of administrators already, and will be in both.",
	AlsoTechnician: "Is in the list of technicians already, and will be in both.",
}

var englishBulk = Bulk{
	RevokeAsk: func(n int) string { return plural(n, "Revoke 1 invitation?", "Revoke %d invitations?") },
	ResendAsk: func(n int) string { return plural(n, "Send 1 invitation again?", "Send %d invitations again?") },
	RevokeNote: Plural{
		One:  "The link stops working at once. You can send the invitation again later.",
		Many: "The links stop working at once. You can send the invitations again later.",
	},
	ResendNote: Plural{
		One:  "The person gets an e-mail with a new link and the full time to accept. Older links stop working.",
		Many: "Each person gets an e-mail with a new link and the full time to accept. Older links stop working.",
	},
	NoneEligible: "This cannot be done with any of the chosen rows.",
	Revoked:      func(n int) string { return plural(n, "1 invitation was revoked.", "%d invitations were revoked.") },
	Resent: func(n int) string {
		return plural(n, "1 invitation was sent again.", "%d invitations were sent again.")
	},
	Unchanged: func(n int) string { return plural(n, "1 row was already that way.", "%d rows were already that way.") },
	Refused:   func(n int) string { return plural(n, "1 row was refused:", "%d rows were refused:") },
	More:      func(n int) string { return plural(n, "and 1 more", "and %d more") },
	LeftOut: func(n int) string {
		return plural(n, "1 of the chosen stays as it is:", "%d of the chosen stay as they are:")
	},
	MoreActions: "More",
	Partly:      "Not everything was done.",
	Nothing:     "Nothing was changed.",
	Chosen:      "Chosen rows",
}

var englishAudit = Audit{
	Title:            "Audit Log",
	Heading:          "Audit Log",
	Caption:          func(partner string) string { return "Audit log of " + partner + ", newest first" },
	From:             "From (UTC)",
	Until:            "Until (UTC)",
	Actor:            "Actor",
	Action:           "Action",
	Target:           "Target",
	Outcome:          "Outcome",
	AnyActor:         "Anybody",
	AnyAction:        "Any action",
	AnyOutcome:       "Any outcome",
	AnyTarget:        "Anything",
	ColumnTime:       "Time",
	ColumnActor:      "Actor",
	ColumnAction:     "Action",
	ColumnTarget:     "Target",
	ColumnOutcome:    "Outcome",
	Details:          "Details",
	DetailsOf:        func(action, when string) string { return fmt.Sprintf("Details of %s, %s", action, when) },
	Reason:           "Reason",
	RequestID:        "Request number",
	Address:          "Network address",
	Agent:            "Browser or program",
	Via:              "Through",
	Sequence:         "Number in the log",
	ActorID:          "Actor's id",
	TargetID:         "Target's id",
	OnlyActor:        "Only this actor",
	OnlyTarget:       "Only this target",
	Site:             "Site",
	OnlySite:         "Only this site",
	DeletedSite:      "A deleted site",
	Count:            func(n int, last string) string { return fmt.Sprintf("Tried %d times, last %s", n, last) },
	Stranger:         "Not signed in",
	Installation:     "Installation",
	Erased:           "Erased",
	Newer:            "Newer",
	Older:            "Older",
	Pager:            "Pages",
	ExportCSV:        "Export CSV",
	ExportNDJSON:     "Export NDJSON",
	EmptyTitle:       "Nothing has happened yet",
	EmptyLead:        "Every change, refused attempt and sign-in of this partner will be listed here.",
	EmptyFilterTitle: "No event matches",
	EmptyFilterTip:   "Choose a longer time range, or take a filter away.",
	Clear:            "Clear filters",
	FieldName:        "Field",
	FieldBefore:      "Before",
	FieldAfter:       "After",
	DaysError:        "From is later than Until.",
	AccountLocked:    "The account is locked.",
	ForbiddenAtSite:  "The role or the permission level did not allow it.",
	Refusals: map[gatehouse.Code]string{
		gatehouse.CodeForbidden:      "The role did not allow it.",
		gatehouse.CodeRoleAboveYours: "It concerns a role above the own.",
		gatehouse.CodeSelfNotAllowed: "Nobody may do this to themselves.",
		gatehouse.CodeNotSignedIn:    "Nobody was signed in.",
	},
}
