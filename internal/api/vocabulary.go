package api

import (
	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
)

// The texts and numbers of requests and answers whose values the root package
// lists. Each type tells huma its schema, so that the document, the gate and the
// root never disagree.
type (
	roleName     string
	statusName   string
	outcomeName  string
	codeName     string
	mailState    string
	placeKind    string
	inviteKind   string
	languageName string
	sortName     string
	viaName      string
	actionName   string
	auditOutcome string

	permissionName string
	levelName      string
	keyScope       string
	keyState       string

	searchText string
	cursorText string
	pageLimit  int
	idList     []gatehouse.PersonID
	lockIDList []gatehouse.PersonID
)

func (roleName) Schema(huma.Registry) *huma.Schema {
	names := []string{}
	for _, role := range gatehouse.PartnerRoles() {
		names = append(names, role.String())
	}
	return choice("A partner role, from the least to the most powerful.", names)
}

func (statusName) Schema(huma.Registry) *huma.Schema {
	return choice("The status of an invitation, as of now.", gatehouse.InvitationStatuses())
}

func (outcomeName) Schema(huma.Registry) *huma.Schema {
	return choice("What was done with this row.",
		[]gatehouse.Outcome{gatehouse.Changed, gatehouse.Unchanged, gatehouse.Refused})
}

func (codeName) Schema(huma.Registry) *huma.Schema {
	names := []gatehouse.Code{}
	for _, info := range gatehouse.Codes() {
		names = append(names, info.Code)
	}
	return choice("Why, as a stable code; see the table of codes.", names)
}

func (mailState) Schema(huma.Registry) *huma.Schema {
	return choice("How far the latest mail has come. A cancelled mail was overtaken before it left.",
		[]gatehouse.MessageState{gatehouse.MessageQueued, gatehouse.MessageSent, gatehouse.MessageFailed, gatehouse.MessageCancelled})
}

func (placeKind) Schema(huma.Registry) *huma.Schema {
	return choice("As what one stands there.", []gatehouse.PlaceKind{gatehouse.PlaceAdmin, gatehouse.PlaceTechnician, gatehouse.PlaceSiteAdmin, gatehouse.PlaceAssignment})
}

func (inviteKind) Schema(huma.Registry) *huma.Schema {
	return choice("What the invitation makes of whoever accepts it.",
		[]gatehouse.InvitationKind{gatehouse.InviteAdmin, gatehouse.InviteTechnician, gatehouse.InviteSiteAdmin})
}

func (languageName) Schema(huma.Registry) *huma.Schema {
	return choice("The language of pages and mails, as BCP 47.", gatehouse.Languages())
}

func (sortName) Schema(huma.Registry) *huma.Schema {
	s := choice("The order; a leading minus turns it round.", gatehouse.AdminSorts())
	s.Default = string(gatehouse.SortNewest)
	return s
}

func (viaName) Schema(huma.Registry) *huma.Schema {
	return choice("Through what.", gatehouse.Vias())
}

func (actionName) Schema(huma.Registry) *huma.Schema {
	return choice("What was done or tried.", gatehouse.Actions())
}

func (auditOutcome) Schema(huma.Registry) *huma.Schema {
	return choice("Whether it came to be.", []gatehouse.AuditOutcome{gatehouse.Done, gatehouse.Denied})
}

func (permissionName) Schema(huma.Registry) *huma.Schema {
	names := []permissionName{}
	for _, p := range gatehouse.PartnerMaster.Permissions() {
		names = append(names, permissionName(p))
	}
	for _, a := range gatehouse.SiteActions() {
		names = append(names, permissionName(a))
	}
	return choice("Something that the role or level allows.", names)
}

func (levelName) Schema(huma.Registry) *huma.Schema {
	return choice("How far an assignment opens a site.", levelNames())
}

func (keyScope) Schema(huma.Registry) *huma.Schema {
	return choice("What an API key may do at its place: what the role of this name may, or nothing but ask for decisions.", gatehouse.KeyScopes())
}

func (keyState) Schema(huma.Registry) *huma.Schema {
	return choice("Whether the key can be used. It is suspended while its creator is locked, or does not have the role that the scope takes.", gatehouse.KeyStates())
}

func levelNames() []levelName {
	var names []levelName
	for _, l := range gatehouse.Levels() {
		names = append(names, levelName(l.String()))
	}
	return names
}

func (searchText) Schema(huma.Registry) *huma.Schema {
	limit := gatehouse.QueryLimit
	return &huma.Schema{Type: huma.TypeString, MaxLength: &limit}
}

// cursorLimit is far above the length of any cursor that a list ever answered.
const cursorLimit = 1024

func (cursorText) Schema(huma.Registry) *huma.Schema {
	limit := cursorLimit
	return &huma.Schema{Type: huma.TypeString, MaxLength: &limit}
}

func (pageLimit) Schema(huma.Registry) *huma.Schema {
	low, high := 1.0, float64(gatehouse.PageLimit)
	return &huma.Schema{Type: huma.TypeInteger, Minimum: &low, Maximum: &high, Default: gatehouse.DefaultPage}
}

func (idList) Schema(huma.Registry) *huma.Schema { return ids(gatehouse.BulkLimit) }

func (lockIDList) Schema(huma.Registry) *huma.Schema { return ids(gatehouse.BulkLockLimit) }

// ids returns the schema of a list of 1 to limit ids.
func ids(limit int) *huma.Schema {
	low := 1
	return &huma.Schema{
		Type: huma.TypeArray, MinItems: &low, MaxItems: &limit,
		Items:    &huma.Schema{Type: huma.TypeString},
		Examples: []any{[]any{examplePerson, examplePersonTwo}},
	}
}

// The ids that stand in examples.
const (
	examplePartner   = "0198f0c1-7a00-7c3e-9b1e-3f1d2a6b7c80"
	examplePerson    = "0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"
	examplePersonTwo = "0198f0c2-2b6e-7d91-a3c5-6d5e4f3a2b10"
)

// choice returns the schema of a text that is one of the values.
func choice[T ~string](about string, values []T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString, Description: about}
	for _, value := range values {
		s.Enum = append(s.Enum, string(value))
	}
	return s
}
