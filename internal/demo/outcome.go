package demo

import (
	"fmt"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// changed returns an error unless every row of a bulk call was changed.
func changed(results gatehouse.Results, err error) error {
	if err != nil {
		return err
	}
	for _, row := range results.Rows {
		if row.Outcome != gatehouse.Changed {
			return fmt.Errorf("%s %s: %s %s", row.Email, row.ID, row.Outcome, row.Code)
		}
	}
	return nil
}

// changedAll is changed for assignments.
func changedAll(results app.AssignmentResults, err error) error {
	if err != nil {
		return err
	}
	for _, row := range results.Rows {
		if row.Outcome != gatehouse.Changed {
			return fmt.Errorf("%s: %s %s", row.ID, row.Outcome, row.Code)
		}
	}
	return nil
}

// refused returns an error unless the call was refused with the code: the audit trail
// of a year has refusals, too.
func refused(err error, code gatehouse.Code) error {
	if gatehouse.CodeOf(err) != code {
		return fmt.Errorf("answered %w instead of %s", err, code)
	}
	return nil
}
