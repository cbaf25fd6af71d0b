package api

import (
	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
)

// The values of requests and answers about sites that the root package lists (see
// vocabulary.go).
type (
	siteSortName string
	approvalName string
	deviceStatus string
	transferKind string
	onlyTrue     string
)

func (siteSortName) Schema(huma.Registry) *huma.Schema {
	s := choice("The order; a leading minus turns it round.", gatehouse.SiteSorts())
	s.Default = string(gatehouse.SitesByName)
	return s
}

func (approvalName) Schema(huma.Registry) *huma.Schema {
	return choice("Whether a new assignment waits for the site's approval.", gatehouse.Approvals())
}

func (deviceStatus) Schema(huma.Registry) *huma.Schema {
	return choice("How the device stands.", gatehouse.DeviceStatuses())
}

func (transferKind) Schema(huma.Registry) *huma.Schema {
	return choice("Why credits moved.", gatehouse.TransferKinds())
}

func (onlyTrue) Schema(huma.Registry) *huma.Schema {
	return choice("true narrows the list; leave it away otherwise.", []onlyTrue{"true"})
}

// versioned is an answer with the version of what it shows.
type versioned[T any] struct {
	ETag string `header:"ETag" doc:"The version, for If-Match."`
	Body T
}
