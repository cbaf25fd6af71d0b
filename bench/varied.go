package main

import (
	"context"
	"database/sql"

	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// varied is the size of a partner that is there to be different in every way.
var varied = size{50, 0, gatehousetest.AccessSize{Technicians: 200, Sites: 40, Assigned: 11}}

// variations change rows of the partner so that each gate of effective access is closed
// to some people at some sites, mostly as the only one. The partner stays active: without
// it no API key is worth anything. They are written past the program, which counts and
// mails nothing.
var variations = []string{
	`UPDATE person
	SET locked_at = n % 6 = 0, technician = n % 6 <> 1
	WHERE technician`,
	`UPDATE site
	SET technician_access = n % 5 <> 0`,
	// Of eight: three are open, one of them in a window; one waits for the site, one is
	// locked by each side, one has not begun, one has ended.
	`UPDATE assignment
	SET waiting = i % 8 = 2,
		site_locked_at = i % 8 IN (2, 3),
		partner_locked_at = i % 8 = 4,
		starts_at = CASE i % 8 WHEN 5 THEN gatehouse_now() + 3600000000 WHEN 7 THEN 1 ELSE 0 END,
		ends_at = CASE i % 8 WHEN 6 THEN gatehouse_now() - 1 WHEN 7 THEN gatehouse_now() + 3600000000 ELSE 0 END,
		level = i / 8 % 4
	FROM (SELECT id AS numbered, row_number() OVER (ORDER BY id) AS i FROM assignment)
	WHERE id = numbered`,
	// Role 0 is an invitation that was not accepted.
	`INSERT INTO site_admin (partner_id, site_id, person_id, role, listed_role, locked_at, created_at)
	SELECT p.partner_id, t.id, p.id, p.n % 5, 1, p.n % 7 = 0, 1
	FROM person p
	JOIN site t ON t.n = 1 + p.n % (SELECT count(*) FROM site)
	WHERE p.account_id IS NOT NULL`,
}

// vary makes the partner different in every way that decides.
func (w *world) vary(ctx context.Context) error {
	db, err := sql.Open("sqlite", "file:"+w.file()+"?_pragma=busy_timeout(10000)")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	for _, text := range variations {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	return nil
}
