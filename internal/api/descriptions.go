package api

import (
	"maps"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
)

// description is what the document and the reference say of an operation beyond
// what its types and its route tell. codes are those that are its own.
type description struct {
	tag     string
	summary string
	text    string
	codes   []gatehouse.Code
}

// The groups of operations.
const (
	tagSession     = "Session"
	tagInvitations = "Invitations"
	tagAdmins      = "Administrators"
	tagSites       = "Sites"
	tagCredits     = "Credits"
	tagRegisters   = "Registers"
	tagPartner     = "Partner"
	tagKeys        = "API keys"
	tagAudit       = "Audit"
	tagAccount     = "Account"
	tagSetup       = "Set-up"
)

var tags = []*huma.Tag{
	{Name: tagSession, Description: "Sign in, see who you are and what you may, choose where to work."},
	{Name: tagAdmins, Description: "The administrators of a partner: a person with an administrator's invitation, whatever became of it."},
	{Name: tagTechnicians, Description: "The technicians of a partner: those invited as such, and administrators who have access to a site."},
	{Name: tagAssignments, Description: "Who may enter which site as technician. The partner makes these calls from its portal, a site's people from the site, and each side changes only its own."},
	{Name: tagSiteAdmins, Description: "The administrators of one site, from the partner's portal and from the site itself."},
	{Name: tagInvitations, Description: "The other end of an invitation: what the link of the mail offers, and taking it."},
	{Name: tagSites, Description: "The customer installations of a partner."},
	{Name: tagCredits, Description: "A double-entry ledger: what was issued to the partner, allocated to sites and back, and charged for devices every month."},
	{Name: tagRegisters, Description: "A site's devices and users. They are the site's own: these calls are made from the site, and a role at the partner alone gives no way into them."},
	{Name: tagPartner, Description: "The settings of the partner where the caller stands."},
	{Name: tagKeys, Description: "Credentials for programs: of a partner, or of one site. Masters of the place manage them, signed in; no key manages keys. A program sends its key as `Authorization: Bearer gh_…`, stands at the key's place and may there what the scope allows."},
	{Name: tagAudit, Description: "Who did what, when, through what."},
	{Name: tagAccount, Description: "What somebody does about their own account. A technician's portal has the password, the language and the deletion; the other calls are 403 there."},
	{Name: tagSetup, Description: "The first partner and its first Master, once."},
}

// introduction opens the document and the reference.
const introduction = "The partner portal's REST API. It answers who works for a partner, in which role, and how they got in; " +
	"and who did what, when. Everything the pages do, this API does by the same rules.\n\n" +
	"Requests and answers are JSON, strict: names in exactly this case, each once, and none that is not described here. " +
	"Times are RFC 3339 in UTC. Errors are problem documents (RFC 9457) with a stable `code`; " +
	"an id of another partner is answered like one that does not exist."

// descriptions are those of every operation.
var descriptions = joined(accessDescriptions, keyDescriptions, map[string]description{
	"completeSetup": {
		tag: tagSetup, summary: "Set the installation up",
		text: "Creates the first partner and its first Master, and signs that Master in. It works once, with the token of the newest " +
			"set-up link that the server printed at its start; afterwards, and for ever, this is 404.",
		codes: []gatehouse.Code{gatehouse.CodeNotFound, gatehouse.CodeLinkDead, gatehouse.CodeTooManyRequests, gatehouse.CodeIdempotencyReused},
	},
	"signIn": {
		tag: tagSession, summary: "Sign in",
		text: "Begins a session: the answer sets its cookie. Send the cookie with every further call, and the csrf_token as X-CSRF-Token with every " +
			"call that changes something. An unknown address, a wrong password and an account with no open place answer the same.",
		codes: []gatehouse.Code{gatehouse.CodeWrongCredentials, gatehouse.CodePartnerNotActive, gatehouse.CodeTooManyRequests},
	},
	"getSession": {
		tag: tagSession, summary: "Who am I, and what may I",
		text: "Returns the account, where this request stands, and what its role allows there.",
	},
	"signOut": {
		tag: tagSession, summary: "Sign out",
		text: "Ends the session at once, everywhere, and clears its cookie.",
	},
	"choosePlace": {
		tag: tagSession, summary: "Choose where to work",
		text: "Makes the session stand at one of its places. A single request can stand elsewhere with the header Gatehouse-Place.",
	},
	"lookupInvitation": {
		tag: tagInvitations, summary: "See what an invitation offers",
		text: "Returns what the link of an invitation's mail offers, and changes nothing. Every link that cannot be used answers the same 410, " +
			"whether it expired, was revoked, was overtaken by a newer one or never existed.",
		codes: []gatehouse.Code{gatehouse.CodeLinkDead, gatehouse.CodeTooManyRequests},
	},
	"acceptInvitation": {
		tag: tagInvitations, summary: "Accept an invitation",
		text: "A newcomer sends a name, a new password and a language, and is signed in. Whoever has an account already signs in first and sends " +
			"the token alone, with the session of the invited address; the session then stands at the partner just joined. Or they send the token " +
			"and the account's password, and are signed in.",
		codes: []gatehouse.Code{
			gatehouse.CodeLinkDead, gatehouse.CodeWrongCredentials, gatehouse.CodeOtherAddress, gatehouse.CodeAccountExists, gatehouse.CodeInvitationVoid,
			gatehouse.CodePartnerNotActive, gatehouse.CodeAccountLocked, gatehouse.CodeIdempotencyReused, gatehouse.CodeTooManyRequests,
		},
	},
	"listAdmins": {
		tag: tagAdmins, summary: "List administrators",
		text: "Returns one page of the partner's administrators.",
	},
	"inviteAdmins": {
		tag: tagAdmins, summary: "Invite administrators",
		text: "Invites up to 1,000 addresses in one transaction, each with its own outcome. An address whose invitation is pending is refused as already_pending, one that has " +
			"accepted as already_member; one whose invitation expired or was revoked is invited again with the role now given. " +
			"A malformed address makes the whole call 422 and names its row.",
		codes: bulkCodes(gatehouse.CodeAlreadyPending, gatehouse.CodeAlreadyMember, gatehouse.CodeDuplicate, gatehouse.CodeAccountLocked,
			gatehouse.CodeTooManyPending),
	},
	"getAdmin": {
		tag: tagAdmins, summary: "Get an administrator",
		text: "Returns one row of the list, with its version as ETag.",
	},
	"exportAdmins": {
		tag: tagAdmins, summary: "Export administrators",
		text: "Streams every administrator that passes the filters, in the order asked. The export is recorded in the audit trail.",
	},
	"revokeAdmins": {
		tag: tagAdmins, summary: "Revoke invitations",
		text:  "Kills the links of pending invitations at once. A row that is not pending is refused as invitation_not_pending and does not stop the others.",
		codes: bulkCodes(gatehouse.CodeNotPending),
	},
	"resendAdmins": {
		tag: tagAdmins, summary: "Resend invitations",
		text: "Sends pending, expired and revoked invitations again: a new link, a fresh deadline, the older link dead. " +
			"A row that has accepted is refused as already_accepted.",
		codes: bulkCodes(gatehouse.CodeAlreadyAccepted, gatehouse.CodeAccountLocked),
	},
	"changeAdmin": {
		tag: tagAdmins, summary: "Change the role, lock or unlock",
		text: "Changes one administrator and answers the row as it is then. It takes effect at once: a lock has ended every session there when the call returns, " +
			"and a new role counts from the person's next request. One change at a time: `role`, or `locked`, the latter with a `reason`.",
		codes: bulkCodes(gatehouse.CodeNotAccepted, gatehouse.CodeRoleNotLockable, gatehouse.CodeAccountLocked, gatehouse.CodeLastMaster),
	},
	"deleteAdmin": {
		tag: tagAdmins, summary: "Delete an administrator",
		text:  "Deletes one administrator in any status, for good, as the `:delete` call does.",
		codes: bulkCodes(gatehouse.CodeLastMaster),
	},
	"lockAdmins": {
		tag: tagAdmins, summary: "Lock accounts",
		text: "Locks up to 10,000 administrators out of the partner, at once: when the call returns their sessions there are dead. Everything they have is kept. " +
			"Admins and Masters are refused as `role_not_lockable`: end their sessions, or give them another role first.",
		codes: bulkCodes(gatehouse.CodeNotAccepted, gatehouse.CodeRoleNotLockable),
	},
	"unlockAdmins": {
		tag: tagAdmins, summary: "Unlock accounts",
		text:  "Lifts account locks of up to 10,000 administrators. Their sessions from before stay dead; they sign in again.",
		codes: bulkCodes(gatehouse.CodeNotAccepted, gatehouse.CodeRoleNotLockable),
	},
	"endAdminSessions": {
		tag: tagAdmins, summary: "End sessions",
		text:  "Signs administrators of any role out of the partner, at once. They may sign in again.",
		codes: bulkCodes(gatehouse.CodeNotAccepted),
	},
	"deleteAdmins": {
		tag: tagAdmins, summary: "Delete administrators",
		text: "Deletes administrators in any status, for good: the membership, its lock, its invitation and its sessions go at once. With the last membership anywhere the account itself is erased. " +
			"A partner keeps its last Master, who is refused as `last_master`.",
		codes: bulkCodes(gatehouse.CodeLastMaster),
	},
	"requestReset": {
		tag: tagSession, summary: "Ask for a new password",
		text: "Mails a link to a new password, good for 30 minutes. The answer is the same for every address, and takes as long. One network " +
			"address can ask 100 times an hour.",
		codes: []gatehouse.Code{gatehouse.CodeTooManyRequests},
	},
	"completeReset": {
		tag: tagSession, summary: "Set a new password by the link",
		text:  "Sets a new password, once, and ends all sessions of the account. It begins none: sign in.",
		codes: []gatehouse.Code{gatehouse.CodeLinkDead, gatehouse.CodeTooManyRequests},
	},
	"getAccount": {
		tag: tagAccount, summary: "Get the own account",
		text: "Returns the account that is signed in.",
	},
	"changeAccount": {
		tag: tagAccount, summary: "Change name or language",
		text:  "Changes what is given and leaves the rest. The address cannot be changed.",
		codes: []gatehouse.Code{gatehouse.CodeForbidden, gatehouse.CodeIdempotencyReused},
	},
	"deleteAccount": {
		tag: tagAccount, summary: "Delete the own account",
		text: "Ends all memberships everywhere and erases the account, for good. The own address, typed, and the password confirm it. " +
			"It is refused while one is the last Master of a partner; the problem names the partners.",
		codes: []gatehouse.Code{gatehouse.CodeLastMaster, gatehouse.CodeLastSiteMaster, gatehouse.CodeTooManyRequests},
	},
	"changePassword": {
		tag: tagAccount, summary: "Change the password",
		text: "Replaces the password and ends all other sessions. This one goes on with a new cookie and a new csrf_token. " +
			"A wrong present password is 422 on `current_password` and counts like a failed sign-in.",
		codes: []gatehouse.Code{gatehouse.CodeStale, gatehouse.CodeTooManyRequests},
	},
	"listSessions": {
		tag: tagAccount, summary: "List the own sessions",
		text:  "Returns where this account is signed in.",
		codes: []gatehouse.Code{gatehouse.CodeForbidden},
	},
	"endOtherSessions": {
		tag: tagAccount, summary: "End all other sessions",
		text:  "Signs this account out everywhere but here.",
		codes: []gatehouse.Code{gatehouse.CodeForbidden},
	},
	"endSession": {
		tag: tagAccount, summary: "End one session",
		text:  "Ends one of the own sessions. A session of somebody else is 404.",
		codes: []gatehouse.Code{gatehouse.CodeForbidden},
	},
	"listSites": {
		tag: tagSites, summary: "List sites",
		text: "Returns one page of the partner's sites.",
	},
	"createSite": {
		tag: tagSites, summary: "Create a site",
		text: "Creates a site and, where an address is given, invites its first administrator as Master: both or neither. " +
			"Technician Access is on and approval required unless said otherwise; once the site has had an administrator both are its own.",
		codes: []gatehouse.Code{gatehouse.CodeAlreadyPending, gatehouse.CodeTooManyPending, gatehouse.CodeIdempotencyReused, gatehouse.CodeTooManyRequests},
	},
	"exportSites": {
		tag: tagSites, summary: "Export sites",
		text: "Streams every site that passes the filters, in the order asked. The export is recorded in the audit trail.",
	},
	"getSite": {
		tag: tagSites, summary: "Get a site",
		text: "Returns one row of the list, with its version as ETag. Those who stand at the site see its profile without the partner's notes.",
	},
	"changeSite": {
		tag: tagSites, summary: "Change a site",
		text: "Changes what is given and leaves the rest. The partner changes name, country, time zone and notes, the site's Masters name and time zone. " +
			"The two settings are the partner's until the site's first administrator has accepted, and from then on the site's own, `owned_by_site`. " +
			"With Technician Access off no technician is in the site any more when the call returns.",
		codes: []gatehouse.Code{gatehouse.CodeOwnedBySite, gatehouse.CodeIdempotencyReused},
	},
	"deleteSite": {
		tag: tagSites, summary: "Delete a site",
		text: "Deletes a site for good, with all its memberships and registers; its credits go back to the partner. Whoever had nothing but this site is erased. " +
			"While it has devices, its exact name has to confirm it.",
		codes: []gatehouse.Code{gatehouse.CodeSiteHasDevices, gatehouse.CodeIdempotencyReused},
	},
	"getPartner": {
		tag: tagPartner, summary: "Get the partner",
		text: "Returns the partner where the caller stands, with its version as ETag.",
	},
	"changePartner": {
		tag: tagPartner, summary: "Rename the partner",
		text:  "Gives the partner another name. Whoever is invited from then on reads it in their mail, and everybody on the next page.",
		codes: []gatehouse.Code{gatehouse.CodeIdempotencyReused},
	},
	"getCredits": {
		tag: tagCredits, summary: "Get the balance",
		text: "Returns what the partner holds, and what its sites hold and cost.",
	},
	"listTransfers": {
		tag: tagCredits, summary: "List the credit history",
		text: "Returns one page of the ledger, newest first, with the sums over all that passes the filters.",
	},
	"exportTransfers": {
		tag: tagCredits, summary: "Export the credit history",
		text: "Streams every transfer that passes the filters, newest first. The export is recorded in the audit trail.",
	},
	"moveCredits": {
		tag: tagCredits, summary: "Allocate credits, or give them back",
		text: "Moves credits from the partner to the site, or with an amount below zero the other way. Nothing goes below zero: more than there is is 422. " +
			"Send an Idempotency-Key: with the same one it happens once.",
		codes: []gatehouse.Code{gatehouse.CodeIdempotencyReused},
	},
	"listDevices": {
		tag: tagRegisters, summary: "List devices",
		text: "Returns one page of the site's devices, by name.",
	},
	"createDevice": {
		tag: tagRegisters, summary: "Register a device",
		text:  "Adds a device to the site's register. Its serial number is unique there.",
		codes: []gatehouse.Code{gatehouse.CodeSerialTaken, gatehouse.CodeIdempotencyReused},
	},
	"exportDevices": {
		tag: tagRegisters, summary: "Export devices",
		text: "Streams the site's devices, by name. The export is recorded in the audit trail.",
	},
	"getDevice": {
		tag: tagRegisters, summary: "Get a device",
		text: "Returns one device, with its version as ETag.",
	},
	"changeDevice": {
		tag: tagRegisters, summary: "Change a device",
		text:  "Changes what is given and leaves the rest.",
		codes: []gatehouse.Code{gatehouse.CodeSerialTaken, gatehouse.CodeIdempotencyReused},
	},
	"deleteDevice": {
		tag: tagRegisters, summary: "Delete a device",
		text:  "Takes a device off the register.",
		codes: []gatehouse.Code{gatehouse.CodeIdempotencyReused},
	},
	"listSiteUsers": {
		tag: tagRegisters, summary: "List users",
		text: "Returns one page of the site's users, by name. A level that does not include users is 403.",
	},
	"createSiteUser": {
		tag: tagRegisters, summary: "Register a user",
		text:  "Adds a user to the site's register.",
		codes: []gatehouse.Code{gatehouse.CodeIdempotencyReused},
	},
	"exportSiteUsers": {
		tag: tagRegisters, summary: "Export users",
		text: "Streams the site's users, by name. The export is recorded in the audit trail.",
	},
	"getSiteUser": {
		tag: tagRegisters, summary: "Get a user",
		text: "Returns one user, with the version as ETag.",
	},
	"changeSiteUser": {
		tag: tagRegisters, summary: "Change a user",
		text:  "Changes what is given and leaves the rest. The audit trail names the fields that changed, not what stands in them.",
		codes: []gatehouse.Code{gatehouse.CodeIdempotencyReused},
	},
	"deleteSiteUser": {
		tag: tagRegisters, summary: "Delete a user",
		text:  "Takes a user off the register, for good.",
		codes: []gatehouse.Code{gatehouse.CodeIdempotencyReused},
	},
	"listAudit": {
		tag: tagAudit, summary: "List the audit trail",
		text: "Returns one page of the partner's audit trail, newest first. Refused attempts are in it too.",
	},
	"exportAudit": {
		tag: tagAudit, summary: "Export the audit trail",
		text: "Streams every event that passes the filters, oldest first. The export is itself recorded.",
	},
})

func joined(parts ...map[string]description) map[string]description {
	whole := map[string]description{}
	for _, part := range parts {
		maps.Copy(whole, part)
	}
	return whole
}

// bulkCodes are the codes of a call with one outcome per row: some end the call,
// and those given, with the two about whom one may act on, only refuse a row.
func bulkCodes(rows ...gatehouse.Code) []gatehouse.Code {
	return append(rows,
		gatehouse.CodeRoleAboveYours, gatehouse.CodeSelfNotAllowed,
		gatehouse.CodeIdempotencyReused, gatehouse.CodeTooManyRequests)
}

var problemFields = map[string]string{
	"type":       "Leads to the code's line in the reference.",
	"title":      "The status in words.",
	"status":     "The HTTP status.",
	"code":       "What went wrong, stable: look at this.",
	"detail":     "A sentence for people.",
	"request_id": "Names this very request in the server's log and in the audit trail.",
	"errors":     "Which fields are wrong, with the code invalid. The submitted values are never repeated.",
	"differences": "What the caller does not know yet, where several rows are saved together and If-Match is stale: which assignments were added, changed or removed since. " +
		"Of somebody with more than 100 assignments only those that the call names and that are gone.",
}

// sharedParameters are the headers that many operations read.
var sharedParameters = map[string]*huma.Param{
	"Gatehouse-Place": {
		Name: "Gatehouse-Place", In: "header", Example: "partner:" + examplePartner,
		Description: "Where this request stands, as partner:ID or site:ID. Without it the session's chosen place counts; an API key stands at its own. A place that you cannot enter is 404.",
		Schema:      &huma.Schema{Type: huma.TypeString},
	},
	"Idempotency-Key": {
		Name: "Idempotency-Key", In: "header", Example: "2f1d7c1e-invite-ben",
		Description: "1 to 255 visible ASCII characters of your choice. For 24 hours the same call under the same key answers the same and happens once; " +
			"another call under it is 422. Secrets are never answered twice.",
		Schema: &huma.Schema{Type: huma.TypeString},
	},
	"If-Match": {
		Name: "If-Match", In: "header", Example: `"3"`,
		Description: "The ETag of the row as you saw it. When somebody else changed it in the meantime the call is 412 and changes nothing. Where a call takes ids, with exactly one.",
		Schema:      &huma.Schema{Type: huma.TypeString},
	},
}

var sharedHeaders = map[string]*huma.Param{
	"Allow":               {Description: "The methods that this address takes.", Schema: &huma.Schema{Type: huma.TypeString}},
	"Content-Disposition": {Description: "The name of the file.", Schema: &huma.Schema{Type: huma.TypeString}},
	"Retry-After":         {Description: "Seconds to wait before the next try.", Schema: &huma.Schema{Type: huma.TypeInteger}},
	"WWW-Authenticate":    {Description: "How to sign in, or how to bring an API key.", Schema: &huma.Schema{Type: huma.TypeString}},
}
