package words

import (
	"time"

	"gatehouse.example/gatehouse"
)

// Facts are the words of the fields that an audit event tells of, before and after.
// What an event calls them is for programs: exports and the API keep it.
type Facts struct {
	// Fields are the names of the fields by what events call them.
	Fields map[string]string
	No     string // beside [Common].Yes
	// Changed stands for what a field held, where that is personal.
	Changed string
	// Invited are what people are invited as.
	Invited map[gatehouse.InvitationKind]string
}

// Fact returns what a field of an audit event holds in this language: a level, a role,
// a status and the like by its name. What has none is returned as it is.
func (w *Words) Fact(field, value string) string {
	if named := w.named(field, value); named != "" {
		return named
	}
	return value
}

// named is the name of a value of a vocabulary, "" for what is in none.
func (w *Words) named(field, value string) string {
	switch field {
	case "level":
		return w.level(value)
	case "role":
		return w.role(value)
	case "status":
		return w.status(value)
	case "scope":
		return w.Keys.Scopes[gatehouse.KeyScope(value)]
	case "kind":
		return w.kind(value)
	case "technician_approval":
		return w.SitePortal.Approvals[gatehouse.Approval(value)]
	case "language":
		return w.Common.LanguageNames[gatehouse.Language(value)]
	case "country":
		return w.Country(value)
	case "month":
		return w.month(value)
	default:
		return ""
	}
}

func (w *Words) level(value string) string {
	level, err := gatehouse.ParseLevel(value)
	if err != nil {
		return ""
	}
	return w.Access.Levels[level]
}

// role names a role of a partner or a site: both have the same four.
func (w *Words) role(value string) string {
	role, err := gatehouse.ParsePartnerRole(value)
	if err != nil {
		return ""
	}
	return w.Roles.Name(role)
}

// status names how an invitation stands, or a device.
func (w *Words) status(value string) string {
	if name := w.Statuses.Name(gatehouse.InvitationStatus(value)); name != "" {
		return name
	}
	return w.SitePortal.Register.Statuses[gatehouse.DeviceStatus(value)]
}

// kind names what somebody was invited as, or a movement of credits.
func (w *Words) kind(value string) string {
	if name := w.Facts.Invited[gatehouse.InvitationKind(value)]; name != "" {
		return name
	}
	return w.Credits.Kinds[gatehouse.TransferKind(value)]
}

func (w *Words) month(value string) string {
	month, err := time.Parse("2006-01", value)
	if err != nil {
		return ""
	}
	return w.Times.Month(month.Year(), int(month.Month()))
}
