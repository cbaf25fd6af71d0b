package export

import (
	"io"

	"gatehouse.example/gatehouse"
)

// File is a file of rows that is being written. Close writes what is still held
// back; the writer below stays open.
type File[T any] interface {
	Write(T) error
	Close() error
}

// List says how a list is written as a file: the same columns and the same lines,
// whether a page or the API is asked.
type List[T, J any] struct {
	// Sheet makes the CSV file, Item the JSON document of a row.
	Sheet func(io.Writer) *CSV[T]
	Item  func(T) J
}

// ListOf is a list with these two forms.
func ListOf[T, J any](sheet func(io.Writer) *CSV[T], item func(T) J) List[T, J] {
	return List[T, J]{Sheet: sheet, Item: item}
}

// The lists of people and of who can reach what.
var (
	AdminList      = ListOf(Admins, NewAdminItem)
	TechnicianList = ListOf(Technicians, NewTechnicianItem)
	SiteAdminList  = ListOf(SiteAdmins, NewSiteAdminItem)
	AssignmentList = ListOf(Assignments, NewAssignmentItem)
)

// File begins a file in the format csv or ndjson. Others are CodeUnknownParameter.
func (l List[T, J]) File(w io.Writer, format string) (File[T], error) {
	switch format {
	case "csv":
		return l.Sheet(w), nil
	case "ndjson":
		return lines[T, J]{NewNDJSON(w), l.Item}, nil
	default:
		return nil, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
}

// lines is an NDJSON file of a list.
type lines[T, J any] struct {
	*NDJSON
	item func(T) J
}

// Write adds one row.
func (l lines[T, J]) Write(row T) error { return l.NDJSON.Write(l.item(row)) }
