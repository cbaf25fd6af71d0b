package words

import "gatehouse.example/gatehouse"

// Access are the words of who may do what at a site.
type Access struct {
	// MayEnter and MayNotEnter say in every list whether a person may enter a site now.
	MayEnter, MayNotEnter string

	Levels    map[gatehouse.Level]string
	LevelNote map[gatehouse.Level]string
	SiteRoles map[gatehouse.SiteRole]string
	Ways      map[gatehouse.Way]string
	Actions   map[gatehouse.SiteAction]string
	// Passes and Fails say how a gate stands, one sentence each; Causes say the
	// same of a gate that is closed, as the reason of an answer.
	Passes   map[gatehouse.Gate]string
	Fails    map[gatehouse.Gate]string
	Causes   map[gatehouse.Gate]string
	Changers map[gatehouse.Changer]string
}
