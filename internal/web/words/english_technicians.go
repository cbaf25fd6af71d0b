package words

import (
	"fmt"

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
		gatehouse.TechniciansNewest:       "Newest invitation first",
		gatehouse.TechniciansOldest:       "Oldest invitation first",
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

	RevokeNote:      "The links stop working at once, and the people are taken out of the sites that they are assigned to. You can send the invitations again later; sites have to be assigned anew.",
	LockNote:        "Nobody can sign in to this partner portal or to the assigned sites with a locked account, and what is open there ends at once. The account information is kept, so that it can be unlocked later.",
	UnlockNote:      "Signing in to this partner portal and to the assigned sites is possible again. Locks of single sites stay as they are.",
	EndSessionsNote: "Everything that is open in this partner portal and at the assigned sites ends at once, in every browser. Signing in again stays possible; to prevent it, lock the account.",
	DeleteNote:      "Deleted technicians can no longer sign in to this partner portal or to its sites. Their account information, invitations, locks and site assignments here are removed for good and cannot be restored.",
	DeleteAsk:       func(n int) string { return plural(n, "Delete 1 technician?", "Delete %d technicians?") },
	Deleted: func(n int) string {
		return plural(n, "1 technician was deleted.", "%d technicians were deleted.")
	},
	Uncovered: func(n int) string {
		return plural(n, "1 site is left without any technician.", "%d sites are left without any technician.")
	},
}
