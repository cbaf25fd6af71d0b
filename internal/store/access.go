package store

import (
	"context"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
)

// accessColumns are the facts of effective access, every column of every gate: the
// partner r and the [standingColumns].
const accessColumns = `
		COALESCE(r.id, ''), COALESCE(r.name, ''), COALESCE(r.activated_at, 0),` + standingColumns

// standingColumns are of the site t, the person p, its membership of the site m and its
// assignment x; whatever is not there reads as zero.
const standingColumns = `
		COALESCE(t.id, ''), COALESCE(t.partner_id, ''), COALESCE(t.name, ''), COALESCE(t.country, ''), COALESCE(t.time_zone, ''),
		COALESCE(t.technician_access, false), COALESCE(t.technician_access_at, 0), COALESCE(t.technician_access_by, ''),
		COALESCE(t.approval_required, true), COALESCE(t.owned_at, 0),
		COALESCE(p.id, ''), COALESCE(p.partner_id, ''), COALESCE(p.email, ''), COALESCE(p.account_id, ''), COALESCE(p.name, ''),
		COALESCE(p.role, 0), COALESCE(p.technician, false), COALESCE(p.locked_at, 0), COALESCE(p.locked_by, ''),
		COALESCE(p.sessions_ended_at, 0),
		COALESCE(m.role, 0), COALESCE(m.locked_at, 0), COALESCE(m.locked_by, ''), COALESCE(m.sessions_ended_at, 0), COALESCE(m.created_at, 0),
		COALESCE(x.id, ''), COALESCE(x.level, 0), COALESCE(x.level_at, 0), COALESCE(x.level_by, ''),
		COALESCE(x.partner_locked_at, 0), COALESCE(x.partner_locked_by, ''),
		COALESCE(x.site_locked_at, 0), COALESCE(x.site_locked_by, ''), COALESCE(x.waiting, false),
		COALESCE(x.starts_at, 0), COALESCE(x.ends_at, 0), COALESCE(x.sessions_ended_at, 0),
		COALESCE(x.created_at, 0), COALESCE(x.created_by, '')`

func accessFields(f *gatehouse.AccessFacts) []any {
	return append([]any{&f.Partner.ID, &f.Partner.Name, when(&f.Partner.ActivatedAt)}, standingFields(f)...)
}

func standingFields(f *gatehouse.AccessFacts) []any {
	p, m, x := &f.Person, &f.Admin, &f.Assignment
	return []any{
		&f.Site.ID, &f.Site.Partner, &f.Site.Name, &f.Site.Country, &f.Site.TimeZone,
		&f.Site.TechnicianAccess, when(&f.Site.AccessAt), &f.Site.AccessBy,
		&f.Site.ApprovalRequired, when(&f.Site.OwnedAt),
		&p.ID, &p.Partner, &p.Email, &p.Account, &p.Name,
		&p.Role, &p.Technician, when(&p.Lock.At), &p.Lock.By,
		when(&p.SessionsEndedAt),
		&m.Role, when(&m.Lock.At), &m.Lock.By, when(&m.SessionsEndedAt), when(&m.Since),
		&x.ID, &x.Level, when(&x.LevelAt), &x.LevelBy,
		when(&x.PartnerLock.At), &x.PartnerLock.By,
		when(&x.SiteLock.At), &x.SiteLock.By, &x.Waiting,
		when(&x.Window.StartsAt), when(&x.Window.EndsAt), when(&x.SessionsEndedAt),
		when(&x.CreatedAt), &x.CreatedBy,
	}
}

// accessJoins follow a relation that has the site t and the person p.
const accessJoins = `
	LEFT JOIN partner r ON r.id = t.partner_id AND r.id = p.partner_id` + standingJoins

// standingJoins are accessJoins where the partner is known.
const standingJoins = memberJoin + `
	LEFT JOIN assignment x ON x.partner_id = t.partner_id AND x.site_id = t.id AND x.person_id = p.id`

// memberJoin is the person's membership of the site.
const memberJoin = `
	LEFT JOIN site_admin m ON m.partner_id = t.partner_id AND m.site_id = t.id AND m.person_id = p.id`

// AccessFacts returns the facts that decide what a person may do at a site, or
// CodeNotFound where the partner has no such site or person.
func (r Reads) AccessFacts(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID, person gatehouse.PersonID) (gatehouse.AccessFacts, error) {
	return one(ctx, r.q, nowAccessFields, `
	SELECT gatehouse_now() + $4,`+accessColumns+`
	FROM site t
	JOIN person p ON p.partner_id = t.partner_id AND p.id = $3`+accessJoins+`
	WHERE t.partner_id = $1 AND t.id = $2`,
		partner, site, person, r.offset())
}

// invitedColumns are of the three invitations that [gatehouse.AccessInvitations] has,
// invitedJoins find them.
var invitedColumns = invitationFacts("ia") + invitationFacts("it") + invitationFacts("im")

const invitedJoins = `
	LEFT JOIN invitation ia ON ia.partner_id = p.partner_id AND ia.person_id = p.id AND ia.kind = 'admin' AND ia.site_id = ''
	LEFT JOIN invitation it ON it.partner_id = p.partner_id AND it.person_id = p.id AND it.kind = 'technician' AND it.site_id = ''
	LEFT JOIN invitation im ON im.partner_id = p.partner_id AND im.person_id = p.id AND im.kind = 'site_admin' AND im.site_id = t.id`

func invitationFacts(i string) string {
	return strings.ReplaceAll(`,
		COALESCE(i.id, ''), COALESCE(i.kind, ''), COALESCE(i.role, 0), COALESCE(i.invited_by, ''),
		COALESCE(i.invited_at, 0), COALESCE(i.expires_at, 0), COALESCE(i.accepted_at, 0), COALESCE(i.revoked_at, 0)`, "i.", i+".")
}

// reasonColumns are why the locks were set that standingColumns have.
const reasonColumns = `,
		p.lock_reason, COALESCE(m.lock_reason, ''), COALESCE(x.partner_reason, ''), COALESCE(x.site_reason, '')`

// ExplainedFacts is [Reads.AccessFacts] with the invitations behind them and the reasons
// of the locks, for whoever is told why.
func (r Reads) ExplainedFacts(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID, person gatehouse.PersonID) (gatehouse.AccessFacts, error) {
	return one(ctx, r.q, explainedFields, `
	SELECT gatehouse_now() + $4,`+accessColumns+invitedColumns+reasonColumns+`
	FROM site t
	JOIN person p ON p.partner_id = t.partner_id AND p.id = $3`+accessJoins+invitedJoins+`
	WHERE t.partner_id = $1 AND t.id = $2`,
		partner, site, person, r.offset())
}

func explainedFields(f *gatehouse.AccessFacts) []any {
	fields := append(nowAccessFields(f), invitedFields(f)...)
	return append(fields, &f.Person.Lock.Reason, &f.Admin.Lock.Reason, &f.Assignment.PartnerLock.Reason, &f.Assignment.SiteLock.Reason)
}

func invitedFields(f *gatehouse.AccessFacts) []any {
	var fields []any
	for _, i := range []*gatehouse.Invitation{&f.Invited.Admin, &f.Invited.Technician, &f.Invited.Site} {
		fields = append(fields, &i.ID, &i.Kind, offeredRole{i}, &i.InvitedBy,
			when(&i.InvitedAt), when(&i.ExpiresAt), when(&i.AcceptedAt), when(&i.RevokedAt))
	}
	return fields
}

func nowAccessFields(f *gatehouse.AccessFacts) []any {
	return append([]any{when(&f.Now)}, accessFields(f)...)
}

// UnscopedSites returns the facts of every site that an account has to do with, as
// its administrator or by an assignment, at every partner, by name.
func (r Reads) UnscopedSites(ctx context.Context, account gatehouse.AccountID) ([]gatehouse.AccessFacts, error) {
	const selected = `SELECT gatehouse_now() + $2 AS now,` + accessColumns + `, t.sort_name AS sort_name, t.id AS site
	FROM person p
	JOIN `
	var list []gatehouse.AccessFacts
	err := each(ctx, r.q, siteRowFields, func(row siteRow) error {
		list = append(list, row.facts)
		return nil
	}, selected+`site_admin m ON m.partner_id = p.partner_id AND m.person_id = p.id
	JOIN site t ON t.partner_id = p.partner_id AND t.id = m.site_id
	JOIN partner r ON r.id = p.partner_id
	LEFT JOIN assignment x ON x.partner_id = t.partner_id AND x.site_id = t.id AND x.person_id = p.id
	WHERE p.account_id = $1
	UNION ALL
	`+selected+`assignment x ON x.partner_id = p.partner_id AND x.person_id = p.id
	JOIN site t ON t.partner_id = p.partner_id AND t.id = x.site_id
	JOIN partner r ON r.id = p.partner_id
	LEFT JOIN site_admin m ON m.partner_id = t.partner_id AND m.site_id = t.id AND m.person_id = p.id
	WHERE p.account_id = $1 AND m.person_id IS NULL
	ORDER BY sort_name, site`,
		account, r.offset())
	return list, err
}

// siteRow is facts as [Reads.UnscopedSites] reads them, with what it orders by.
type siteRow struct {
	facts gatehouse.AccessFacts
	name  string
	site  string
}

func siteRowFields(row *siteRow) []any {
	return append(nowAccessFields(&row.facts), &row.name, &row.site)
}

// SiteSessionFacts is everything that decides what a request with a session may do
// at a site, read by one statement.
type SiteSessionFacts struct {
	Session gatehouse.Session
	Account gatehouse.Account
	// Access is of the site; its parts are zero when the account has nothing to do
	// with it.
	Access gatehouse.AccessFacts
	// Entered is when the session entered the site first, zero for not yet.
	Entered time.Time
}

// SiteSessionFacts returns the facts of a session at a site. An unknown session is
// CodeNotFound.
func (r Reads) SiteSessionFacts(ctx context.Context, id gatehouse.SessionID, site gatehouse.SiteID) (SiteSessionFacts, error) {
	return one(ctx, r.q, siteSessionFields, siteSessionSQL, id, site, r.offset())
}

// LockSiteSessionFacts is SiteSessionFacts inside a transaction; the session
// cannot be ended before the transaction is.
func (tx *Tx) LockSiteSessionFacts(ctx context.Context, id gatehouse.SessionID, site gatehouse.SiteID) (SiteSessionFacts, error) {
	return one(ctx, tx.q, siteSessionFields, siteSessionSQL+tx.engine.forShareOf("s"), id, site, tx.offset())
}

// The tenant is the site's: only a person of that very partner is joined. Without a
// site it is the one where the session stands.
const siteSessionSQL = `
	SELECT
		` + sessionColumns + `,
		` + accountColumns + `,
		COALESCE(e.at, 0), gatehouse_now() + $3,` + accessColumns + `
	FROM session s
	JOIN account a ON a.id = s.account_id
	LEFT JOIN site t ON t.id = CASE WHEN CAST($2 AS text) = '' THEN s.site_id ELSE CAST($2 AS text) END
	LEFT JOIN person p ON p.account_id = s.account_id AND p.partner_id = t.partner_id` + accessJoins + `
	LEFT JOIN site_entry e ON e.session_id = s.id AND e.site_id = t.id
	WHERE s.id = $1`

func siteSessionFields(f *SiteSessionFacts) []any {
	fields := append(sessionFields(&f.Session), accountFields(&f.Account)...)
	fields = append(fields, when(&f.Entered))
	return append(fields, nowAccessFields(&f.Access)...)
}

// EnterSite notes that a session entered a site, and when the person did so last.
func (tx *Tx) EnterSite(ctx context.Context, session gatehouse.SessionID, place gatehouse.Place, at time.Time) error {
	tx.writes(place.Partner)
	if err := exec(ctx, tx.q, `
		INSERT INTO site_entry (session_id, site_id, at)
		VALUES ($1, $2, $3)
		ON CONFLICT (session_id, site_id) DO NOTHING`,
		session, place.Site, micros(at)); err != nil {
		return err
	}
	for _, table := range []string{"site_admin", "assignment"} {
		if err := exec(ctx, tx.q, `
			UPDATE `+table+`
			SET last_entry_at = $4
			WHERE partner_id = $1 AND site_id = $2 AND person_id = $3`,
			place.Partner, place.Site, place.Person, micros(at)); err != nil {
			return err
		}
	}
	return nil
}
