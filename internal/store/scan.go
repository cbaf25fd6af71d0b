package store

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

// targets makes the targets of a Scan quick: database/sql knows *string and the
// like, and takes the slow way of reflection for every named type.
func targets(fields []any) []any {
	for i, field := range fields {
		switch p := field.(type) {
		case *gatehouse.PersonID:
			fields[i] = (*string)(p)
		case *gatehouse.PartnerID:
			fields[i] = (*string)(p)
		case *gatehouse.AccountID:
			fields[i] = (*string)(p)
		case *gatehouse.SiteID:
			fields[i] = (*string)(p)
		case *gatehouse.AssignmentID:
			fields[i] = (*string)(p)
		case *gatehouse.InvitationID:
			fields[i] = (*string)(p)
		case *gatehouse.SessionID:
			fields[i] = (*string)(p)
		case *gatehouse.Email:
			fields[i] = (*string)(p)
		case *gatehouse.Language:
			fields[i] = (*string)(p)
		case *gatehouse.InvitationKind:
			fields[i] = (*string)(p)
		case *gatehouse.MessageState:
			fields[i] = (*string)(p)
		case *gatehouse.Action:
			fields[i] = (*string)(p)
		case *gatehouse.AuditOutcome:
			fields[i] = (*string)(p)
		case *gatehouse.Code:
			fields[i] = (*string)(p)
		case *gatehouse.Via:
			fields[i] = (*string)(p)
		case *gatehouse.PartnerRole:
			fields[i] = (*small)(p)
		case *gatehouse.SiteRole:
			fields[i] = (*small)(p)
		case *gatehouse.Level:
			fields[i] = (*small)(p)
		case *int:
			fields[i] = (*whole)(p)
		}
	}
	return fields
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
