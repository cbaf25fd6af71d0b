package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"os"

	"gatehouse.example/gatehouse"
)

// facts is what OPA holds in memory and opa.rego asks: everything of the measured
// partner that decides. A field that is missing is an empty or a false one, so that the
// document is small.
type facts struct {
	Partner struct {
		Active bool `json:"active"`
	} `json:"partner"`
	// Actions say which role or level is enough for each.
	Actions map[gatehouse.SiteAction]enough `json:"actions"`
	// Accounts find somebody by either of their names, the account's id and the address.
	// Whoever has no account can do nothing.
	Accounts map[string]gatehouse.AccountID              `json:"accounts"`
	People   map[gatehouse.AccountID]personFacts         `json:"people"`
	Sites    map[gatehouse.SiteID]siteFacts              `json:"sites"`
	Admins   map[gatehouse.AccountID]at[membershipFacts] `json:"administrators"`
	Assigned map[gatehouse.AccountID]at[assignmentFacts] `json:"assignments"`

	// assignments is how many there are.
	assignments int
	// Questions are drawn from these: people and sites that have to do with each other,
	// everybody by their account, and all sites.
	pairs  []pair
	people []string
	sites  []gatehouse.SiteID
}

// at is what somebody has at each site.
type at[T any] map[gatehouse.SiteID]T

type enough struct {
	Roles  map[string]bool `json:"roles"`
	Levels map[string]bool `json:"levels"`
}

type personFacts struct {
	// Member is true for an administrator or a technician of the partner.
	Member bool `json:"member,omitempty"`
	Locked bool `json:"locked,omitempty"`
}

type siteFacts struct {
	TechnicianAccess bool `json:"technician_access"`
}

type membershipFacts struct {
	Role   string `json:"role,omitempty"`
	Locked bool   `json:"locked,omitempty"`
}

type assignmentFacts struct {
	Level         string `json:"level"`
	Waiting       bool   `json:"waiting,omitempty"`
	SiteLocked    bool   `json:"site_locked,omitempty"`
	PartnerLocked bool   `json:"partner_locked,omitempty"`
	// StartsAt and EndsAt are in nanoseconds, as OPA tells the time.
	StartsAt int64 `json:"starts_at,omitempty"`
	EndsAt   int64 `json:"ends_at,omitempty"`
}

// readFacts reads all of it from the world's SQLite file.
func (w *world) readFacts(ctx context.Context) (*facts, error) {
	db, err := sql.Open("sqlite", "file:"+w.file()+"?mode=ro")
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	f := &facts{
		Actions:  actionFacts(),
		Accounts: map[string]gatehouse.AccountID{}, People: map[gatehouse.AccountID]personFacts{},
		Sites: map[gatehouse.SiteID]siteFacts{}, Admins: map[gatehouse.AccountID]at[membershipFacts]{},
		Assigned: map[gatehouse.AccountID]at[assignmentFacts]{},
	}
	f.Partner.Active = w.Dataset.Partner.Active()
	for _, part := range []struct {
		text string
		add  func(*sql.Rows) error
	}{
		{`SELECT account_id, email, role > 0 OR technician, locked_at > 0 FROM person WHERE account_id IS NOT NULL`, f.addPerson},
		{`SELECT id, technician_access FROM site`, f.addSite},
		{`SELECT p.account_id, p.email, m.site_id, m.role, m.locked_at > 0 FROM site_admin m JOIN person p ON p.id = m.person_id WHERE p.account_id IS NOT NULL`, f.addAdmin},
		{`SELECT p.account_id, p.email, x.site_id, x.level, x.waiting, x.site_locked_at > 0, x.partner_locked_at > 0, x.starts_at * 1000, x.ends_at * 1000
			FROM assignment x JOIN person p ON p.id = x.person_id WHERE p.account_id IS NOT NULL`, f.addAssignment},
	} {
		if err := eachRow(ctx, db, part.text, part.add); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func eachRow(ctx context.Context, db *sql.DB, text string, add func(*sql.Rows) error) error {
	rows, err := db.QueryContext(ctx, text)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := add(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// actionFacts is the table of site_action.go, asked for what it says.
func actionFacts() map[gatehouse.SiteAction]enough {
	actions := map[gatehouse.SiteAction]enough{}
	for _, action := range gatehouse.SiteActions() {
		is := enough{Roles: map[string]bool{}, Levels: map[string]bool{}}
		for _, role := range gatehouse.SiteRoles() {
			if role.May(action) {
				is.Roles[role.String()] = true
			}
		}
		for _, level := range gatehouse.Levels() {
			if level.May(action) {
				is.Levels[level.String()] = true
			}
		}
		actions[action] = is
	}
	return actions
}

func (f *facts) addPerson(rows *sql.Rows) error {
	var account gatehouse.AccountID
	var email string
	var p personFacts
	if err := rows.Scan(&account, &email, &p.Member, &p.Locked); err != nil {
		return err
	}
	f.Accounts[email], f.Accounts[string(account)], f.People[account] = account, account, p
	f.people = append(f.people, string(account))
	return nil
}

func (f *facts) addSite(rows *sql.Rows) error {
	var id gatehouse.SiteID
	var s siteFacts
	if err := rows.Scan(&id, &s.TechnicianAccess); err != nil {
		return err
	}
	f.Sites[id] = s
	f.sites = append(f.sites, id)
	return nil
}

func (f *facts) addAdmin(rows *sql.Rows) error {
	var account gatehouse.AccountID
	var who pair
	var role gatehouse.SiteRole
	var m membershipFacts
	if err := rows.Scan(&account, &who.subject, &who.site, &role, &m.Locked); err != nil {
		return err
	}
	if f.Admins[account] == nil {
		f.Admins[account] = at[membershipFacts]{}
	}
	m.Role = role.String()
	f.Admins[account][who.site] = m
	f.pairs = append(f.pairs, who)
	return nil
}

func (f *facts) addAssignment(rows *sql.Rows) error {
	var account gatehouse.AccountID
	var who pair
	var level gatehouse.Level
	var a assignmentFacts
	if err := rows.Scan(&account, &who.subject, &who.site, &level, &a.Waiting, &a.SiteLocked, &a.PartnerLocked, &a.StartsAt, &a.EndsAt); err != nil {
		return err
	}
	if f.Assigned[account] == nil {
		f.Assigned[account] = at[assignmentFacts]{}
	}
	a.Level = level.String()
	f.Assigned[account][who.site] = a
	f.pairs = append(f.pairs, who)
	f.assignments++
	return nil
}

// write puts the document where OPA reads it.
func (f *facts) write(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(file).Encode(f); err != nil {
		_ = file.Close()
		return err
	}
	return file.Close()
}
