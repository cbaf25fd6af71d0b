package gatehouse

// Code is the stable name of an outcome other than success, in problems of the
// API and in the rows of a bulk call.
type Code string

// The codes. Their status and sentence stand in [Codes].
const (
	CodeMalformed        Code = "malformed"
	CodeUnknownParameter Code = "unknown_parameter"
	CodeNotSignedIn      Code = "not_signed_in"
	CodeWrongCredentials Code = "wrong_credentials"
	CodeForbidden        Code = "forbidden"
	CodeRoleAboveYours   Code = "role_above_yours"
	CodeSelfNotAllowed   Code = "self_not_allowed"
	CodeCSRF             Code = "csrf_failed"
	CodeOtherAddress     Code = "invitation_for_other_address"
	CodeNotFound         Code = "not_found"
	CodeMethodNotAllowed Code = "method_not_allowed"
	CodePlaceNotChosen   Code = "place_not_chosen"
	CodePartnerNotActive Code = "partner_not_active"
	CodeLastMaster       Code = "last_master"
	CodeRoleNotLockable  Code = "role_not_lockable"
	CodeAccountLocked    Code = "account_locked"
	CodeAccountExists    Code = "account_exists"
	CodeAlreadyPending   Code = "already_pending"
	CodeAlreadyMember    Code = "already_member"
	CodeAlreadyAccepted  Code = "already_accepted"
	CodeDuplicate        Code = "duplicate"
	CodeNotPending       Code = "invitation_not_pending"
	CodeNotAccepted      Code = "not_accepted"
	CodeInvitationVoid   Code = "invitation_void"
	CodeTooManyPending   Code = "too_many_pending"
	// Codes of technicians, sites and assignments.
	CodeManagedAsAdministrator   Code = "managed_as_administrator"
	CodeLockedBySite             Code = "locked_by_site"
	CodeOwnedBySite              Code = "owned_by_site"
	CodeNotInvited               Code = "not_invited"
	CodeAlreadyAssigned          Code = "already_assigned"
	CodeAlreadySiteAdministrator Code = "already_site_administrator"
	CodeLastSiteMaster           Code = "last_site_master"
	CodeSiteHasDevices           Code = "site_has_devices"
	CodeSerialTaken              Code = "serial_taken"
	// Codes of API keys.
	CodeKeyInvalid        Code = "api_key_invalid"
	CodeKeyNotAllowed     Code = "api_key_not_allowed"
	CodeTooManyKeys       Code = "too_many_api_keys"
	CodeLinkDead          Code = "link_dead"
	CodeStale             Code = "stale"
	CodeTooLarge          Code = "too_large"
	CodeUnsupportedMedia  Code = "unsupported_media_type"
	CodeNotAcceptable     Code = "not_acceptable"
	CodeWrongHost         Code = "wrong_host"
	CodeInvalid           Code = "invalid"
	CodeIdempotencyReused Code = "idempotency_key_reused"
	CodeTooManyRequests   Code = "too_many_requests"
	CodeInternal          Code = "internal"
	CodeOverloaded        Code = "overloaded"
	CodeStorage           Code = "storage_unavailable"
)

// CodeInfo is one row of the code table: the HTTP status a code answers with as a
// whole call's outcome, and its sentence.
type CodeInfo struct {
	Code     Code
	Status   int
	Sentence string
}

// codes is the one table of outcomes (SPEC section 14, SECURITY section 3).
var codes = []CodeInfo{
	{CodeMalformed, 400, "The request cannot be read: it is malformed, or it says the same thing twice."},
	{CodeUnknownParameter, 400, "The request has a parameter or a value of a parameter that this call does not know."},
	{CodeNotSignedIn, 401, "Sign in first."},
	{CodeWrongCredentials, 401, "The e-mail address or the password is not right."},
	{CodeKeyInvalid, 401, "This API key cannot be used."},
	{CodeForbidden, 403, "Your role does not allow this."},
	{CodeRoleAboveYours, 403, "This role is above yours."},
	{CodeSelfNotAllowed, 403, "You cannot do this to yourself."},
	{CodeKeyNotAllowed, 403, "An API key cannot do this. Sign in."},
	{CodeCSRF, 403, "This request did not come from a page of this portal. Reload the page and try again."},
	{CodeOtherAddress, 403, "This invitation is for another e-mail address. Sign out and open the link again."},
	{CodeNotFound, 404, "There is nothing here, or nothing that you may see."},
	{CodeMethodNotAllowed, 405, "This address does not take this method."},
	{CodeNotAcceptable, 406, "This call does not answer in the format that was asked for."},
	{CodePlaceNotChosen, 409, "Choose where to work first."},
	{CodePartnerNotActive, 409, "This partner is not active yet: its first Master has not signed up."},
	{CodeLastMaster, 409, "A partner always keeps at least one active Master."},
	{CodeRoleNotLockable, 409, "Accounts with the role Admin or higher can be neither locked nor unlocked."},
	{CodeAccountLocked, 409, "This account is locked. Unlock it first."},
	{CodeAccountExists, 409, "There is already an account for this address. Sign in to accept."},
	{CodeAlreadyPending, 409, "There is already a pending invitation for this address."},
	{CodeAlreadyMember, 409, "This address has already accepted."},
	{CodeAlreadyAccepted, 409, "This invitation has already been accepted."},
	{CodeDuplicate, 409, "This address stands in the list more than once."},
	{CodeNotPending, 409, "This invitation is not pending."},
	{CodeNotAccepted, 409, "This invitation has not been accepted."},
	{CodeInvitationVoid, 409, "This invitation is no longer valid: whoever sent it may not give this role any more."},
	{CodeTooManyPending, 409, "This partner has as many pending invitations as it may have. Revoke some first."},
	{CodeManagedAsAdministrator, 409, "This person is an administrator and is managed in the administrators' list."},
	{CodeLockedBySite, 409, "The site has locked this access. Only an administrator of the site can unlock it."},
	{CodeOwnedBySite, 409, "This belongs to the site: only its own administrators can change it."},
	{CodeNotInvited, 409, "This person's invitation is expired or revoked. Send it again first."},
	{CodeAlreadyAssigned, 409, "This person is assigned to the site already."},
	{CodeAlreadySiteAdministrator, 409, "This person is an administrator of the site already."},
	{CodeLastSiteMaster, 409, "A site that has had a Master always keeps at least one active Master."},
	{CodeSiteHasDevices, 409, "This site still has devices. Confirm with the site's name to delete it."},
	{CodeSerialTaken, 409, "A device with this serial number is registered at the site already."},
	{CodeTooManyKeys, 409, "There are as many API keys here as there may be. Revoke some first."},
	{CodeLinkDead, 410, "This link can no longer be used. Ask whoever invited you to send a new one."},
	{CodeStale, 412, "Somebody else changed this in the meantime. Reload and try again."},
	{CodeTooLarge, 413, "The request is too large."},
	{CodeUnsupportedMedia, 415, "This call takes application/json only."},
	{CodeWrongHost, 421, "This server does not answer for that host name."},
	{CodeInvalid, 422, "Some of the input is not valid."},
	{CodeIdempotencyReused, 422, "This Idempotency-Key was used before with another request."},
	{CodeTooManyRequests, 429, "Too many attempts. Try again later."},
	{CodeInternal, 500, "Something went wrong on our side. Nothing was changed."},
	{CodeOverloaded, 503, "The server is busy. Try again in a moment."},
	{CodeStorage, 503, "The database cannot be reached right now. Try again in a moment."},
}

// Codes returns the table, in the order of the statuses.
func Codes() []CodeInfo { return append([]CodeInfo(nil), codes...) }

// Info returns the code's row; an unknown code reads as CodeInternal.
func (c Code) Info() CodeInfo {
	internal := CodeInfo{}
	for _, info := range codes {
		if info.Code == c {
			return info
		}
		if info.Code == CodeInternal {
			internal = info
		}
	}
	return internal
}

// Status returns the HTTP status of a call that ends with this code.
func (c Code) Status() int { return c.Info().Status }

// Sentence returns what a person is told.
func (c Code) Sentence() string { return c.Info().Sentence }

// Refusal reports whether the code means that somebody tried what they may not,
// or what the state forbids. Refusals are audited; malformed input is not.
func (c Code) Refusal() bool { return c.Status() == 403 || c.Status() == 409 }

// ForRow reports whether the code can be the outcome of one row of a bulk call
// while the other rows go on: a refusal, or too many mails to one address.
func (c Code) ForRow() bool { return c.Refusal() || c == CodeTooManyRequests }
