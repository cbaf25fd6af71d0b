package api

import "gatehouse.example/gatehouse"

// The groups of operations about technicians, assignments and a site's people.
const (
	tagTechnicians = "Technicians"
	tagAssignments = "Assignments"
	tagSiteAdmins  = "Site administrators"
)

// aboutAssignment are the codes with which a row about somebody's access to a site
// is refused, beside its own.
func aboutAssignment(rows ...gatehouse.Code) []gatehouse.Code {
	return bulkCodes(append(rows, gatehouse.CodeForbidden)...)
}

// accessDescriptions are those of technicians, assignments and a site's people.
var accessDescriptions = map[string]description{
	"listTechnicians": {
		tag: tagTechnicians, summary: "List technicians",
		text: "Returns one page of the partner's technicians. An administrator who has access to a site is among them, marked as administrator.",
	},
	"inviteTechnicians": {
		tag: tagTechnicians, summary: "Invite technicians",
		text: "Invites up to 1,000 addresses in one transaction, each with its own outcome. It opens no site: assign them to sites too. " +
			"A malformed address makes the whole call 422 and names its row.",
		codes: bulkCodes(gatehouse.CodeAlreadyPending, gatehouse.CodeAlreadyMember, gatehouse.CodeDuplicate, gatehouse.CodeTooManyPending),
	},
	"exportTechnicians": {
		tag: tagTechnicians, summary: "Export technicians",
		text: "Streams every technician who passes the filters, in the order asked. The export is recorded in the audit trail.",
	},
	"getTechnician": {
		tag: tagTechnicians, summary: "Get a technician",
		text: "Returns one row of the list, with its version as ETag.",
	},
	"changeTechnician": {
		tag: tagTechnicians, summary: "Lock or unlock a technician",
		text: "Locks one technician out of the partner's portal and of every site assigned by the partner, or lifts the lock, and answers the row as it is then. " +
			"When the call returns their sessions are dead.",
		codes: bulkCodes(gatehouse.CodeNotAccepted, gatehouse.CodeRoleNotLockable, gatehouse.CodeManagedAsAdministrator),
	},
	"deleteTechnician": {
		tag: tagTechnicians, summary: "Delete a technician",
		text:  "Deletes one technician in any status, for good, as the `:delete` call does.",
		codes: bulkCodes(gatehouse.CodeManagedAsAdministrator),
	},
	"revokeTechnicians": {
		tag: tagTechnicians, summary: "Revoke invitations",
		text:  "Kills the links of pending invitations at once, and ends the assignments that waited for them.",
		codes: bulkCodes(gatehouse.CodeNotPending, gatehouse.CodeManagedAsAdministrator),
	},
	"resendTechnicians": {
		tag: tagTechnicians, summary: "Resend invitations",
		text:  "Sends pending, expired and revoked invitations again: a new link, a fresh deadline, the older link dead.",
		codes: bulkCodes(gatehouse.CodeAlreadyAccepted, gatehouse.CodeManagedAsAdministrator),
	},
	"lockTechnicians": {
		tag: tagTechnicians, summary: "Lock accounts",
		text: "Locks up to 10,000 technicians out of the partner's portal and of every site assigned by it, at once. Everything they have is kept. " +
			"Administrators in the list are refused: they are managed in their own.",
		codes: bulkCodes(gatehouse.CodeNotAccepted, gatehouse.CodeRoleNotLockable, gatehouse.CodeManagedAsAdministrator),
	},
	"unlockTechnicians": {
		tag: tagTechnicians, summary: "Unlock accounts",
		text:  "Lifts account locks of up to 10,000 technicians. Their sessions from before stay dead; they sign in again.",
		codes: bulkCodes(gatehouse.CodeNotAccepted, gatehouse.CodeRoleNotLockable, gatehouse.CodeManagedAsAdministrator),
	},
	"endTechnicianSessions": {
		tag: tagTechnicians, summary: "End sessions",
		text:  "Signs technicians out of the partner and of its sites, at once. They may sign in again.",
		codes: bulkCodes(gatehouse.CodeNotAccepted, gatehouse.CodeManagedAsAdministrator),
	},
	"deleteTechnicians": {
		tag: tagTechnicians, summary: "Delete technicians",
		text: "Deletes technicians in any status, for good: membership, assignments, lock, invitation and sessions go at once. " +
			"With the last membership anywhere the account itself is erased.",
		codes: bulkCodes(gatehouse.CodeManagedAsAdministrator),
	},
	"listTechnicianAssignments": {
		tag: tagTechnicians, summary: "List the sites of a technician",
		text: "Returns one page of the sites that the person is assigned to. The ETag names the state of all of them.",
	},
	"setPartnerLocks": {
		tag: tagTechnicians, summary: "Lock or unlock a technician's access to sites",
		text: "Sets the partner's lock of several assignments of one person, in one transaction. With If-Match it is 412, and nothing is changed, when an assignment was " +
			"added, removed or changed since; the problem lists the differences. An assignment that only the site's lock closes is refused as locked_by_site.",
		codes: aboutAssignment(gatehouse.CodeLockedBySite),
	},
	"listAssignments": {
		tag: tagAssignments, summary: "List who can reach what",
		text: "Returns one page of assignments, oldest first, each with whether the person may enter the site now. Those who stand at a site see its own.",
	},
	"assign": {
		tag: tagAssignments, summary: "Assign people to sites",
		text: "Gives every person access to every site, up to 10,000 pairs in one transaction, each with its own outcome, and one mail for each person. " +
			"Where a site requires approval the assignment waits for it. An unknown or foreign person or site makes the whole call 404.",
		codes: aboutAssignment(gatehouse.CodeAlreadyAssigned, gatehouse.CodeAlreadySiteAdministrator, gatehouse.CodeNotInvited, gatehouse.CodeDuplicate),
	},
	"exportAssignments": {
		tag: tagAssignments, summary: "Export who can reach what",
		text: "Streams every assignment that passes the filters, oldest first. The export is recorded in the audit trail.",
	},
	"getAssignment": {
		tag: tagAssignments, summary: "Get an assignment",
		text: "Returns one assignment, with its version as ETag.",
	},
	"explainAssignment": {
		tag: tagAssignments, summary: "Explain an assignment",
		text: "Says whether the person may do the action at the site now, and lists every gate, as `GET /explain` does.",
	},
	"explain": {
		tag: tagAssignments, summary: "Explain somebody's access",
		text: "Says whether a person may do an action at a site now, and lists every gate: whether it lets pass, since when, by whom, and who can change it.",
	},
	"listCandidates": {
		tag: tagAssignments, summary: "Whom to assign to a site",
		text: "Returns people to pick from, by name. Administrators of the site, and those assigned to it already, are left out.",
	},
	"listSiteAssignments": {
		tag: tagAssignments, summary: "List the technicians of a site",
		text: "Returns one page of the site's assignments, oldest first.",
	},
	"assignToSite": {
		tag: tagAssignments, summary: "Assign people to a site",
		text:  "Gives people access to the site, each at a level and within a window of their own. Otherwise as `POST /assignments`.",
		codes: aboutAssignment(gatehouse.CodeAlreadyAssigned, gatehouse.CodeAlreadySiteAdministrator, gatehouse.CodeNotInvited, gatehouse.CodeDuplicate),
	},
	"changeAssignment": {
		tag: tagAssignments, summary: "Change an assignment",
		text: "Changes what is given and leaves the rest, and answers the assignment as it is then. Each side changes only its own: the site the level, its lock and any window; " +
			"the partner its lock and a narrower window. What closes the site has ended the person's sessions there when the call returns.",
		codes: aboutAssignment(gatehouse.CodeLockedBySite, gatehouse.CodeOwnedBySite),
	},
	"removeAssignment": {
		tag: tagAssignments, summary: "End an assignment",
		text:  "Ends the person's access to this site, and to no other.",
		codes: aboutAssignment(),
	},
	"changeAssignments": {
		tag: tagAssignments, summary: "Change assignments of a site",
		text:  "Makes the same change to up to 10,000 assignments of the site in one transaction, each with its own outcome.",
		codes: aboutAssignment(gatehouse.CodeLockedBySite, gatehouse.CodeOwnedBySite),
	},
	"removeAssignments": {
		tag: tagAssignments, summary: "End assignments of a site",
		text:  "Ends assignments of the site in one transaction, each with its own outcome.",
		codes: aboutAssignment(),
	},
	"listSiteAdmins": {
		tag: tagSiteAdmins, summary: "List a site's administrators",
		text: "Returns a page of the administrators of the site, with their site roles.",
	},
	"exportSiteAdmins": {
		tag: tagSiteAdmins, summary: "Export a site's administrators",
		text: "Streams every administrator of the site that passes the filters, in the order asked for. The export is recorded in the audit trail.",
	},
	"inviteSiteAdmins": {
		tag: tagSiteAdmins, summary: "Invite a site's administrators",
		text: "Invites up to 1,000 addresses in one transaction, each with its own outcome. What the partner does here is mailed to the site's other administrators.",
		codes: bulkCodes(gatehouse.CodeAlreadyPending, gatehouse.CodeAlreadyMember, gatehouse.CodeDuplicate, gatehouse.CodeAccountLocked,
			gatehouse.CodeTooManyPending),
	},
	"getSiteAdmin": {
		tag: tagSiteAdmins, summary: "Get a site's administrator",
		text: "Returns one row of the list, with its version as ETag.",
	},
	"changeSiteAdmin": {
		tag: tagSiteAdmins, summary: "Change the site role, lock or unlock",
		text:  "Changes one administrator of the site, at once, and answers the row as it is then. One change at a time: `role`, or `locked`, the latter with a `reason`.",
		codes: bulkCodes(gatehouse.CodeNotAccepted, gatehouse.CodeRoleNotLockable, gatehouse.CodeAccountLocked, gatehouse.CodeLastSiteMaster),
	},
	"deleteSiteAdmin": {
		tag: tagSiteAdmins, summary: "Delete a site's administrator",
		text:  "Ends one membership of the site in any status, as the `:delete` call does.",
		codes: bulkCodes(gatehouse.CodeLastSiteMaster),
	},
	"revokeSiteAdmins": {
		tag: tagSiteAdmins, summary: "Revoke invitations",
		text:  "Kills the links of pending invitations to the site at once.",
		codes: bulkCodes(gatehouse.CodeNotPending),
	},
	"resendSiteAdmins": {
		tag: tagSiteAdmins, summary: "Resend invitations",
		text:  "Sends pending, expired and revoked invitations to the site again.",
		codes: bulkCodes(gatehouse.CodeAlreadyAccepted, gatehouse.CodeAccountLocked),
	},
	"lockSiteAdmins": {
		tag: tagSiteAdmins, summary: "Lock out of the site",
		text:  "Locks up to 10,000 administrators out of this site, at once. A site's Masters are refused as role_not_lockable.",
		codes: bulkCodes(gatehouse.CodeNotAccepted, gatehouse.CodeRoleNotLockable),
	},
	"unlockSiteAdmins": {
		tag: tagSiteAdmins, summary: "Unlock at the site",
		text:  "Lifts locks at this site. Sessions from before stay dead.",
		codes: bulkCodes(gatehouse.CodeNotAccepted, gatehouse.CodeRoleNotLockable),
	},
	"endSiteAdminSessions": {
		tag: tagSiteAdmins, summary: "End sessions",
		text:  "Signs administrators of any role out of this site, at once. They may sign in again.",
		codes: bulkCodes(gatehouse.CodeNotAccepted),
	},
	"deleteSiteAdmins": {
		tag: tagSiteAdmins, summary: "Delete a site's administrators",
		text:  "Ends memberships of the site in any status. A site that has had a Master keeps its last one, who is refused as `last_site_master`.",
		codes: bulkCodes(gatehouse.CodeLastSiteMaster),
	},
}
