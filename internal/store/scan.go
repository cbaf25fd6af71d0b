package store

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

// targets makes the targets of a Scan quick: database/sql knows *string and the
// like, and takes the slow way of reflection for every named type.
func targets(fields []any) []any {
	for i, field := range fields {
		fields[i] = target(field)
	}
	return fields
}

func target(field any) any { //nolint:cyclop,funlen // a list
	switch p := field.(type) {
	case *gatehouse.PersonID:
		return (*string)(p)
	case *gatehouse.PartnerID:
		return (*string)(p)
	case *gatehouse.AccountID:
		return (*string)(p)
	case *gatehouse.SiteID:
		return (*string)(p)
	case *gatehouse.AssignmentID:
		return (*string)(p)
	case *gatehouse.InvitationID:
		return (*string)(p)
	case *gatehouse.SessionID:
		return (*string)(p)
	case *gatehouse.Email:
		return (*string)(p)
	case *gatehouse.Language:
		return (*string)(p)
	case *gatehouse.InvitationKind:
		return (*string)(p)
	case *gatehouse.MessageState:
		return (*string)(p)
	case *gatehouse.Action:
		return (*string)(p)
	case *gatehouse.AuditOutcome:
		return (*string)(p)
	case *gatehouse.Code:
		return (*string)(p)
	case *gatehouse.Via:
		return (*string)(p)
	case *gatehouse.PartnerRole:
		return (*small)(p)
	case *gatehouse.SiteRole:
		return (*small)(p)
	case *gatehouse.Level:
		return (*small)(p)
	case *int:
		return (*whole)(p)
	default:
		return field
	}
}

// small reads a role or level.
type small uint8

// Scan implements sql.Scanner.
func (s *small) Scan(src any) error {
	n, ok := src.(int64)
	if !ok || n < 0 || n > 255 {
		return fmt.Errorf("a role or level is stored as %v", src)
	}
	*s = small(n)
	return nil
}

// whole reads a count or version.
type whole int

// Scan implements sql.Scanner.
func (w *whole) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("a whole number is stored as %T", src)
	}
	*w = whole(n)
	return nil
}
