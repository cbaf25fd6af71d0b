package client

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// The permission levels of an assignment.
const (
	LevelNone          = "none"
	DevicesOnly        = "devices_only"
	FullExcludingUsers = "full_excluding_users"
	FullIncludingUsers = "full_including_users"
)

// Assignment is a person's access to a site as technician. Times that have not come
// are zero.
type Assignment struct {
	ID     string   `json:"id"`
	Person Assignee `json:"person"`
	Site   SiteRef  `json:"site"`
	Level  string   `json:"level"`
	// Access says whether the person may enter the site now.
	Access        bool `json:"access"`
	PartnerLocked bool `json:"partner_locked"`
	// PartnerLock and SiteLock are nil while off.
	PartnerLock *AssignmentLock `json:"partner_lock"`
	SiteLocked  bool            `json:"site_locked"`
	SiteLock    *AssignmentLock `json:"site_lock"`
	// Waiting is true while the site has not approved yet; SiteLocked is true then.
	Waiting bool `json:"waiting_for_approval"`
	// StartsAt and EndsAt are zero without a bound.
	StartsAt    time.Time `json:"starts_at"`
	EndsAt      time.Time `json:"ends_at"`
	CreatedAt   time.Time `json:"created_at"`
	LastEntryAt time.Time `json:"last_entry_at"`

	// ETag is the version, for [IfMatch]. [Client.Assignment] sets it.
	ETag string `json:"-"`
}

// Assignee is a person who is assigned.
type Assignee struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	Email         string `json:"email"`
	Status        string `json:"status"`
	Administrator bool   `json:"administrator"`
	// Locked says whether the account is locked at the partner.
	Locked bool `json:"locked"`
}

// SiteRef names a site.
type SiteRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// AssignmentLock is one of an assignment's two locks.
type AssignmentLock struct {
	At     time.Time `json:"at"`
	By     *Person   `json:"by"`
	Reason string    `json:"reason"`
	// WhoCanLift is such as site_admins or partner_operators.
	WhoCanLift string `json:"who_can_lift"`
}

// AssignmentFilter narrows assignments. Empty fields do not narrow.
type AssignmentFilter struct {
	Person, Site string
	// Waiting leaves those that wait for the site's approval.
	Waiting bool
	// Query is a part of the person's name or address, or of the site's name.
	Query string
}

func (f AssignmentFilter) query() url.Values {
	query := set(url.Values{}, map[string]string{"person": f.Person, "site": f.Site, "q": f.Query})
	if f.Waiting {
		query.Set("waiting", "true")
	}
	return query
}

// Assignments goes through all assignments that pass the filter: who can reach
// what. An error ends it.
func (c *Client) Assignments(ctx context.Context, filter AssignmentFilter) iter.Seq2[Assignment, error] {
	return all(func(paging Paging) (Page[Assignment], error) { return c.AssignmentPage(ctx, filter, paging) })
}

// AssignmentPage returns one page of the assignments that pass the filter.
func (c *Client) AssignmentPage(ctx context.Context, filter AssignmentFilter, paging Paging) (Page[Assignment], error) {
	return list[Assignment](ctx, c, "/assignments", filter.query(), paging)
}

// ExportAssignments returns all assignments that pass the filter as a file in the
// format [CSV] or [NDJSON]. The reader is to be closed.
func (c *Client) ExportAssignments(ctx context.Context, filter AssignmentFilter, format string) (io.ReadCloser, error) {
	return c.export(ctx, "/assignments/export", filter.query(), format)
}

// Assignment returns one assignment with its ETag.
func (c *Client) Assignment(ctx context.Context, id string) (Assignment, error) {
	return c.assignment(ctx, newCall(http.MethodGet, "/assignments/"+url.PathEscape(id)))
}

func (c *Client) assignment(ctx context.Context, ask *call) (Assignment, error) {
	var a Assignment
	header, err := c.do(ctx, ask, &a)
	a.ETag = header.Get("ETag")
	return a, err
}

// Window is when an assignment is open; a zero time does not bound.
type Window struct {
	StartsAt time.Time `json:"starts_at,omitzero"`
	EndsAt   time.Time `json:"ends_at,omitzero"`
}

// PairResult is what was done with one person at one site.
type PairResult struct {
	Person string `json:"person"`
	Site   string `json:"site"`
	// ID is the assignment, empty for a refused pair.
	ID      string `json:"id"`
	Outcome string `json:"outcome"`
	Code    string `json:"code"`
	Message string `json:"message"`
	// Level is what the assignment has: where the site set a level for the person
	// before, that one.
	Level   string `json:"level"`
	Waiting bool   `json:"waiting_for_approval"`
}

// Assign gives every person access to every site, up to 10,000 pairs in one
// transaction, and returns one outcome for each pair.
func (c *Client) Assign(ctx context.Context, people, sites []string, level string, window Window, options ...CallOption) ([]PairResult, error) {
	ask := newCall(http.MethodPost, "/assignments", options...)
	ask.body = struct {
		People []string `json:"people"`
		Sites  []string `json:"sites"`
		Level  string   `json:"level"`
		Window
		DryRun bool `json:"dry_run,omitempty"`
	}{people, sites, level, window, ask.dryRun}
	return c.assign(ctx, ask)
}

// SiteAssignment is one person to be assigned to a site.
type SiteAssignment struct {
	Person string `json:"person"`
	Level  string `json:"level"`
	Window
}

// AssignToSite gives people access to a site, each at a level and within a window
// of their own.
func (c *Client) AssignToSite(ctx context.Context, site string, people []SiteAssignment, options ...CallOption) ([]PairResult, error) {
	ask := newCall(http.MethodPost, "/sites/"+url.PathEscape(site)+"/assignments", options...)
	ask.body = people
	if ask.dryRun {
		ask.query = url.Values{"dry_run": {"true"}}
	}
	return c.assign(ctx, ask)
}

func (c *Client) assign(ctx context.Context, ask *call) ([]PairResult, error) {
	var answer struct {
		Results []PairResult `json:"results"`
	}
	_, err := c.do(ctx, ask, &answer)
	return answer.Results, err
}

// SiteAssignments goes through the assignments of a site. An error ends it.
func (c *Client) SiteAssignments(ctx context.Context, site string, filter AssignmentFilter) iter.Seq2[Assignment, error] {
	path := "/sites/" + url.PathEscape(site) + "/assignments"
	filter.Person, filter.Site = "", ""
	return all(func(paging Paging) (Page[Assignment], error) {
		return list[Assignment](ctx, c, path, filter.query(), paging)
	})
}

// AssignmentChange is what changes of an assignment; nil stays as it is. The zero
// time lifts a bound. Each side changes only its own.
type AssignmentChange struct {
	Level         *string
	SiteLocked    *bool
	PartnerLocked *bool
	StartsAt      *time.Time
	EndsAt        *time.Time
}

// fields writes the change as the API takes it, with null for a bound to lift.
func (change AssignmentChange) fields(reason string) map[string]any {
	fields := map[string]any{}
	if change.Level != nil {
		fields["level"] = *change.Level
	}
	if change.SiteLocked != nil {
		fields["site_locked"] = *change.SiteLocked
	}
	if change.PartnerLocked != nil {
		fields["partner_locked"] = *change.PartnerLocked
	}
	for name, bound := range map[string]*time.Time{"starts_at": change.StartsAt, "ends_at": change.EndsAt} {
		if bound == nil {
			continue
		}
		fields[name] = nil
		if !bound.IsZero() {
			fields[name] = *bound
		}
	}
	if reason != "" {
		fields["reason"] = reason
	}
	return fields
}

// ChangeAssignment changes one assignment of a site and returns it as it is then.
// [Reason] says why a lock is set. What forbids it is a [*Problem].
func (c *Client) ChangeAssignment(ctx context.Context, site, id string, change AssignmentChange, options ...CallOption) (Assignment, error) {
	ask := newCall(http.MethodPatch, "/sites/"+url.PathEscape(site)+"/assignments/"+url.PathEscape(id), options...)
	ask.body = change.fields(ask.reason)
	return c.assignment(ctx, ask)
}

// ChangeAssignments makes the same change to up to 10,000 assignments of a site.
func (c *Client) ChangeAssignments(ctx context.Context, site string, ids []string, change AssignmentChange, options ...CallOption) (Results, error) {
	ask := newCall(http.MethodPost, "/sites/"+url.PathEscape(site)+"/assignments:change", options...)
	fields := change.fields(ask.reason)
	fields["ids"], fields["dry_run"] = ids, ask.dryRun
	ask.body = fields
	var results Results
	_, err := c.do(ctx, ask, &results)
	return results, err
}

// RemoveAssignment ends a person's access to a site, and to no other.
func (c *Client) RemoveAssignment(ctx context.Context, site, id string, options ...CallOption) error {
	_, err := c.do(ctx, newCall(http.MethodDelete, "/sites/"+url.PathEscape(site)+"/assignments/"+url.PathEscape(id), options...), nil)
	return err
}

// RemoveAssignments ends assignments of a site.
func (c *Client) RemoveAssignments(ctx context.Context, site string, ids []string, options ...CallOption) (Results, error) {
	return c.bulk(ctx, "/sites/"+url.PathEscape(site)+"/assignments:remove", ids, options)
}

// TechnicianAssignments returns all assignments of a person, and the tag of their
// state for [IfMatch].
func (c *Client) TechnicianAssignments(ctx context.Context, person string) (rows []Assignment, etag string, err error) {
	query := set(url.Values{}, map[string]string{"limit": "200"})
	for {
		ask := newCall(http.MethodGet, "/technicians/"+url.PathEscape(person)+"/assignments")
		ask.query = query
		var page Page[Assignment]
		header, err := c.do(ctx, ask, &page)
		if err != nil {
			return nil, "", err
		}
		// The first page's tag: what changed since then makes it stale.
		if etag == "" {
			etag = header.Get("ETag")
		}
		rows = append(rows, page.Items...)
		if page.NextCursor == "" {
			return rows, etag, nil
		}
		query.Set("cursor", page.NextCursor)
	}
}

// PartnerLock asks for the partner's lock of one assignment.
type PartnerLock struct {
	ID     string `json:"id"`
	Locked bool   `json:"partner_locked"`
}

// SetPartnerLocks sets the partner's lock of several assignments of one person. With
// [IfMatch] a stale state is a [*Problem] that lists its Differences.
func (c *Client) SetPartnerLocks(ctx context.Context, person string, locks []PartnerLock, options ...CallOption) (Results, error) {
	ask := newCall(http.MethodPatch, "/technicians/"+url.PathEscape(person)+"/assignments", options...)
	ask.body = locks
	if ask.dryRun {
		ask.query = url.Values{"dry_run": {"true"}}
	}
	var results Results
	_, err := c.do(ctx, ask, &results)
	return results, err
}

// Candidate is somebody who can be assigned to a site.
type Candidate struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	Email         string `json:"email"`
	Administrator bool   `json:"administrator"`
	// Role is empty for a technician.
	Role   string `json:"role"`
	Status string `json:"status"`
}

// Candidates returns people who can be assigned to a site, the partner's
// administrators or its technicians, by name: at most 200 whose name or address
// contains the query.
func (c *Client) Candidates(ctx context.Context, site string, administrators bool, query string) ([]Candidate, error) {
	ask := newCall(http.MethodGet, "/sites/"+url.PathEscape(site)+"/candidates")
	ask.query = set(url.Values{"kind": {"technicians"}}, map[string]string{"q": query})
	if administrators {
		ask.query.Set("kind", "admins")
	}
	var answer struct {
		Items []Candidate `json:"items"`
	}
	_, err := c.do(ctx, ask, &answer)
	return answer.Items, err
}
