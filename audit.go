package gatehouse

import (
	"encoding/json"
	"time"
)

// Action names what an audit event tells of.
type Action string

// The actions (SPEC section 11).
const (
	ActionSetup            Action = "setup.complete"
	ActionPartnerCreate    Action = "partner.create"
	ActionPartnerActivate  Action = "partner.activate"
	ActionPartnerRename    Action = "partner.rename"
	ActionPartnerView      Action = "partner.view"
	ActionAdminInvite      Action = "admin.invite"
	ActionAdminRevoke      Action = "admin.revoke"
	ActionAdminResend      Action = "admin.resend"
	ActionAdminLock        Action = "admin.lock"
	ActionAdminUnlock      Action = "admin.unlock"
	ActionAdminRole        Action = "admin.change_role"
	ActionAdminEndSessions Action = "admin.end_sessions"
	ActionAdminDelete      Action = "admin.delete"
	ActionAdminView        Action = "admin.view"
	ActionAdminExport      Action = "admin.export"
	ActionInvitationAccept Action = "invitation.accept"
	ActionInvitationVoid   Action = "invitation.void"
	ActionInvitationRemind Action = "invitation.remind"
	ActionSignIn           Action = "session.sign_in"
	ActionSignOut          Action = "session.sign_out"
	ActionChoosePlace      Action = "session.choose_place"
	ActionAccountChange    Action = "account.change"
	ActionAccountPassword  Action = "account.change_password"
	ActionAccountDelete    Action = "account.delete"
	ActionEndSession       Action = "session.end"
	ActionResetRequest     Action = "password_reset.request"
	ActionResetComplete    Action = "password_reset.complete"
	// The actions about technicians, sites and assignments.
	ActionTechnicianInvite      Action = "technician.invite"
	ActionTechnicianRevoke      Action = "technician.revoke"
	ActionTechnicianResend      Action = "technician.resend"
	ActionTechnicianLock        Action = "technician.lock"
	ActionTechnicianUnlock      Action = "technician.unlock"
	ActionTechnicianEndSessions Action = "technician.end_sessions"
	ActionTechnicianDelete      Action = "technician.delete"
	ActionTechnicianView        Action = "technician.view"
	ActionTechnicianExport      Action = "technician.export"
	ActionSiteCreate            Action = "site.create"
	ActionSiteEdit              Action = "site.edit"
	ActionSiteSettings          Action = "site.change_settings"
	ActionSiteOwned             Action = "site.take_over"
	ActionSiteDelete            Action = "site.delete"
	ActionSiteView              Action = "site.view"
	ActionSiteExport            Action = "site.export"
	ActionSiteEnter             Action = "site.enter"
	ActionSiteAdminInvite       Action = "site_admin.invite"
	ActionSiteAdminRevoke       Action = "site_admin.revoke"
	ActionSiteAdminResend       Action = "site_admin.resend"
	ActionSiteAdminLock         Action = "site_admin.lock"
	ActionSiteAdminUnlock       Action = "site_admin.unlock"
	ActionSiteAdminRole         Action = "site_admin.change_role"
	ActionSiteAdminEndSessions  Action = "site_admin.end_sessions"
	ActionSiteAdminDelete       Action = "site_admin.delete"
	ActionSiteAdminView         Action = "site_admin.view"
	ActionSiteAdminExport       Action = "site_admin.export"
	ActionAssign                Action = "assignment.create"
	ActionAssignmentLevel       Action = "assignment.change_level"
	ActionAssignmentWindow      Action = "assignment.change_window"
	ActionAssignmentLock        Action = "assignment.partner_lock"
	ActionAssignmentUnlock      Action = "assignment.partner_unlock"
	ActionAssignmentSiteLock    Action = "assignment.site_lock"
	ActionAssignmentSiteUnlock  Action = "assignment.site_unlock"
	ActionAssignmentApprove     Action = "assignment.approve"
	ActionAssignmentDecline     Action = "assignment.decline"
	ActionAssignmentRemove      Action = "assignment.remove"
	ActionAssignmentView        Action = "assignment.view"
	ActionAssignmentExport      Action = "assignment.export"
	ActionAssignmentEnds        Action = "assignment.announce_end"
	ActionCreditTopUp           Action = "credits.top_up"
	ActionCreditAllocate        Action = "credits.allocate"
	ActionCreditGiveBack        Action = "credits.give_back"
	ActionCreditCharge          Action = "credits.charge"
	ActionCreditView            Action = "credits.view"
	ActionCreditExport          Action = "credits.export"
	ActionDeviceCreate          Action = "device.create"
	ActionDeviceEdit            Action = "device.edit"
	ActionDeviceDelete          Action = "device.delete"
	ActionDeviceView            Action = "device.view"
	ActionDeviceExport          Action = "device.export"
	ActionSiteUserCreate        Action = "site_user.create"
	ActionSiteUserEdit          Action = "site_user.edit"
	ActionSiteUserDelete        Action = "site_user.delete"
	ActionSiteUserView          Action = "site_user.view"
	ActionSiteUserExport        Action = "site_user.export"
	ActionKeyCreate             Action = "api_key.create"
	ActionKeyRename             Action = "api_key.rename"
	ActionKeyRotate             Action = "api_key.rotate"
	ActionKeyRevoke             Action = "api_key.revoke"
	ActionKeyView               Action = "api_key.view"
	// ActionOpen is to open a page; only refusals of it are recorded.
	ActionOpen        Action = "page.open"
	ActionAuditView   Action = "audit.view"
	ActionAuditExport Action = "audit.export"
)

// Actions lists every action, for filters and documentation.
func Actions() []Action {
	return []Action{
		ActionSetup, ActionPartnerCreate, ActionPartnerActivate, ActionPartnerRename, ActionPartnerView,
		ActionAdminInvite, ActionAdminRevoke, ActionAdminResend,
		ActionAdminLock, ActionAdminUnlock, ActionAdminRole, ActionAdminEndSessions, ActionAdminDelete,
		ActionAdminView, ActionAdminExport,
		ActionInvitationAccept, ActionInvitationVoid, ActionInvitationRemind,
		ActionSignIn, ActionSignOut, ActionChoosePlace, ActionEndSession,
		ActionAccountChange, ActionAccountPassword, ActionAccountDelete, ActionResetRequest, ActionResetComplete,
		ActionTechnicianInvite, ActionTechnicianRevoke, ActionTechnicianResend, ActionTechnicianLock,
		ActionTechnicianUnlock, ActionTechnicianEndSessions, ActionTechnicianDelete, ActionTechnicianView,
		ActionTechnicianExport, ActionSiteCreate, ActionSiteEdit, ActionSiteSettings, ActionSiteOwned,
		ActionSiteDelete, ActionSiteView, ActionSiteExport, ActionSiteEnter, ActionSiteAdminInvite,
		ActionSiteAdminRevoke, ActionSiteAdminResend, ActionSiteAdminLock, ActionSiteAdminUnlock,
		ActionSiteAdminRole, ActionSiteAdminEndSessions, ActionSiteAdminDelete, ActionSiteAdminView,
		ActionSiteAdminExport, ActionAssign, ActionAssignmentLevel, ActionAssignmentWindow,
		ActionAssignmentLock, ActionAssignmentUnlock, ActionAssignmentSiteLock, ActionAssignmentSiteUnlock,
		ActionAssignmentApprove, ActionAssignmentDecline, ActionAssignmentRemove, ActionAssignmentView,
		ActionAssignmentExport, ActionAssignmentEnds, ActionCreditTopUp, ActionCreditAllocate,
		ActionCreditGiveBack, ActionCreditCharge, ActionCreditView, ActionCreditExport, ActionDeviceCreate,
		ActionDeviceEdit, ActionDeviceDelete, ActionDeviceView, ActionDeviceExport, ActionSiteUserCreate,
		ActionSiteUserEdit, ActionSiteUserDelete, ActionSiteUserView, ActionSiteUserExport,
		ActionKeyCreate, ActionKeyRename, ActionKeyRotate, ActionKeyRevoke, ActionKeyView,
		ActionOpen, ActionAuditView, ActionAuditExport,
	}
}

// AuditOutcome says whether what was tried came to be.
type AuditOutcome string

// The outcomes of an audited attempt.
const (
	Done   AuditOutcome = "done"
	Denied AuditOutcome = "refused"
)

// AuditEvent is one line of a partner's audit trail (or, with an empty Partner,
// of the installation's own). The event itself holds opaque ids only; names and
// addresses stand beside it, so that they can be erased without touching it.
type AuditEvent struct {
	ID      string
	Partner PartnerID
	// Site is the site that the event is about, "" for none.
	Site SiteID
	// Seq counts a partner's events without a gap, in the order of commits.
	Seq int64
	At  time.Time
	Via Via
	// Key is the API key that the actor came with, "" for none.
	Key APIKeyID

	// Actor is the person at this partner, else the account, else empty for a
	// stranger or the installation (see Via).
	Actor   string
	Action  Action
	Target  string
	Outcome AuditOutcome
	// Code says why, for a refused attempt.
	Code Code
	// Before and After are JSON objects of the changed fields, without secrets
	// and without personal data.
	Before    json.RawMessage
	After     json.RawMessage
	RequestID string

	// Context is the erasable part.
	Context AuditContext
}

// AuditContext is the personal part of an audit event, kept beside it.
type AuditContext struct {
	ActorName  string
	TargetName string
	Address    string
	UserAgent  string
	// Reason is why, in the words of whoever did it: of a lock.
	Reason string
	// Count is how often the same refused attempt was made within a minute of
	// the first; 1 otherwise.
	Count int
	// LastAt is when it was made last.
	LastAt time.Time
}

// Who acts without being a person: what an [AuditFilter] asks for in place of an id.
const (
	// ActorInstallation is the command line and the background work.
	ActorInstallation = "installation"
	// ActorStranger is whoever was not signed in.
	ActorStranger = "stranger"
)

// AuditFilter narrows the audit trail. Zero fields do not narrow.
type AuditFilter struct {
	From, Until time.Time
	Actor       string
	Action      Action
	Target      string
	Site        SiteID
	Outcome     AuditOutcome
}
