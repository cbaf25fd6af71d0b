package gatehouse

// Identifiers are opaque text (UUID version 7 in practice). Each noun has its own
// type, so that the compiler finds an id handed to the wrong parameter.
type (
	// AccountID names an account of the installation.
	AccountID string
	// PartnerID names a tenant.
	PartnerID string
	// PersonID names a person of one partner; it is the id that the administrator
	// and technician lists and assignments share.
	PersonID string
	// SiteID names a customer installation of one partner.
	SiteID string
	// InvitationID names an invitation; resending keeps it.
	InvitationID string
	// MessageID names a message of the outbox.
	MessageID string
)
