package api_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/api"
)

// accessMatrixCalls are the calls about technicians, assignments and a site's
// administrators (see matrixCalls). ID and {id} stand for the row that the path is
// about, PERSON for a person, ASSIGNMENT for an assignment of theirs, SITE for its
// site; each call has its own.
var accessMatrixCalls = map[string]matrixCall{
	"listTechnicians":           {},
	"inviteTechnicians":         {body: `{"invitations":[{"email":"new@example.com"}],"dry_run":true}`},
	"exportTechnicians":         {},
	"getTechnician":             {},
	"changeTechnician":          {body: `{"locked":true}`, want: 409},
	"deleteTechnician":          {},
	"listTechnicianAssignments": {},
	"setPartnerLocks":           {body: `[{"id":"ASSIGNMENT","partner_locked":true}]`},
	"revokeTechnicians":         {body: `{"ids":["ID"]}`},
	"resendTechnicians":         {body: `{"ids":["ID"]}`},
	"lockTechnicians":           {body: `{"ids":["ID"]}`},
	"unlockTechnicians":         {body: `{"ids":["ID"]}`},
	"endTechnicianSessions":     {body: `{"ids":["ID"]}`},
	"deleteTechnicians":         {body: `{"ids":["ID"]}`},
	"listAssignments":           {},
	"assign":                    {body: `{"people":["PERSON"],"sites":["SITE"],"level":"none","dry_run":true}`},
	"exportAssignments":         {},
	"getAssignment":             {},
	"explainAssignment":         {},
	"explain":                   {},
	"listCandidates":            {},
	"listSiteAssignments":       {},
	"assignToSite":              {body: `[{"person":"PERSON","level":"none"}]`},
	"changeAssignment":          {body: `{"ends_at":"2199-01-01T00:00:00Z"}`},
	"removeAssignment":          {},
	"changeAssignments":         {body: `{"ids":["ASSIGNMENT"],"ends_at":"2199-01-01T00:00:00Z"}`},
	"removeAssignments":         {body: `{"ids":["ASSIGNMENT"]}`},
	"listSiteAdmins":            {},
	"exportSiteAdmins":          {},
	"inviteSiteAdmins":          {body: `{"invitations":[{"email":"new@example.com","role":"observer"}],"dry_run":true}`},
	"getSiteAdmin":              {},
	"changeSiteAdmin":           {body: `{"locked":true}`, want: 409},
	"deleteSiteAdmin":           {},
	"revokeSiteAdmins":          {body: `{"ids":["ID"]}`},
	"resendSiteAdmins":          {body: `{"ids":["ID"]}`},
	"lockSiteAdmins":            {body: `{"ids":["ID"]}`},
	"unlockSiteAdmins":          {body: `{"ids":["ID"]}`},
	"endSiteAdminSessions":      {body: `{"ids":["ID"]}`},
	"deleteSiteAdmins":          {body: `{"ids":["ID"]}`},
}

func init() { maps.Copy(matrixCalls, accessMatrixCalls) }

// accessCall makes what a call of accessMatrixCalls is about, at the site, and
// returns its path and body.
func (w *world) accessCall(t *testing.T, rt api.Route, site gatehouse.SiteID) (path, body string) {
	t.Helper()
	by := w.master.Actor
	w.made++
	person := w.InviteTechnician(t, by, fmt.Sprintf("row%d@rows.example", w.made))
	assignment := w.Assign(t, by, person, site, gatehouse.DevicesOnly)
	id := string(person)
	switch {
	case strings.Contains(rt.Path, "/admins"):
		id = string(w.InviteToSite(t, by, site, fmt.Sprintf("admin%d@rows.example", w.made), gatehouse.SiteObserver))
	case strings.Contains(rt.Path, "/assignments/{id}"):
		id = string(assignment)
	}
	fill := strings.NewReplacer("{id}", id, "{site}", string(site), "ID", id,
		"PERSON", string(person), "ASSIGNMENT", string(assignment), "SITE", string(site))
	path = strings.TrimPrefix(rt.Path, "/api/v1")
	if rt.ID == "explain" {
		path += "?person=PERSON&site=SITE"
	}
	return fill.Replace(path), fill.Replace(accessMatrixCalls[rt.ID].body)
}
