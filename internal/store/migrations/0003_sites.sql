-- +goose Up
-- Levels are 0 none, 1 devices only, 2 full excluding users, 3 full including
-- users. Site roles are numbered as the partner's roles are.

ALTER TABLE partner ADD COLUMN credits bigint NOT NULL DEFAULT 0 CHECK (credits >= 0);
-- rate is how many credits a registered device costs a month.
ALTER TABLE partner ADD COLUMN rate bigint NOT NULL DEFAULT 1 CHECK (rate >= 0);

-- listed_technician says why a person is in the technicians' list: 1 for a
-- technician's invitation, 2 for an administrator's access to a site, 0 for whoever
-- is not in it.
ALTER TABLE person ADD COLUMN listed_technician integer NOT NULL DEFAULT 0 CHECK (listed_technician BETWEEN 0 AND 2);
-- sites counts the person's assignments.
ALTER TABLE person ADD COLUMN sites bigint NOT NULL DEFAULT 0 CHECK (sites >= 0);

ALTER TABLE session ADD COLUMN site_id ctext NOT NULL DEFAULT '';
ALTER TABLE audit_event ADD COLUMN site_id ctext NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN site_id ctext NOT NULL DEFAULT '';
-- reason is what somebody wrote about the target, so it goes with the target's name.
ALTER TABLE audit_context ADD COLUMN reason ctext NOT NULL DEFAULT '';

CREATE INDEX audit_event_site ON audit_event (partner_id, site_id, seq) WHERE site_id <> '';

CREATE INDEX technician_created ON person (partner_id, id, listed_technician) WHERE listed_technician > 0;
CREATE INDEX technician_name ON person (partner_id, sort_name, id, listed_technician) WHERE listed_technician > 0;
CREATE INDEX technician_email ON person (partner_id, email, id, listed_technician) WHERE listed_technician > 0;
CREATE INDEX technician_sites ON person (partner_id, sites, id, listed_technician) WHERE listed_technician > 0;
CREATE INDEX technician_sign_in ON person (partner_id, last_sign_in_at, id, listed_technician) WHERE listed_technician > 0;
CREATE INDEX technician_locked ON person (partner_id, id) WHERE listed_technician > 0 AND locked_at > 0;

CREATE TABLE site (
    {{if .SQLite}}n INTEGER PRIMARY KEY, -- the full-text index counts on it
    {{end}}id ctext NOT NULL {{if .SQLite}}UNIQUE{{else}}PRIMARY KEY{{end}},
    partner_id        ctext   NOT NULL REFERENCES partner (id),
    name              ctext   NOT NULL,
    country           ctext   NOT NULL,
    time_zone         ctext   NOT NULL,
    notes             ctext   NOT NULL DEFAULT '',
    -- The two switches of the site, since when they stand so, and who set them.
    technician_access    boolean NOT NULL DEFAULT true,
    technician_access_at bigint  NOT NULL DEFAULT 0,
    technician_access_by ctext   NOT NULL DEFAULT '',
    approval_required    boolean NOT NULL DEFAULT true,
    -- owned_at is when the site's first administrator accepted. From then on the
    -- switches and approvals are the site's own.
    owned_at          bigint  NOT NULL DEFAULT 0,
    credits           bigint  NOT NULL DEFAULT 0 CHECK (credits >= 0),
    out_of_credit_at  bigint  NOT NULL DEFAULT 0,
    -- Counts that the list shows and sorts by; they change with what they count.
    devices           bigint  NOT NULL DEFAULT 0 CHECK (devices >= 0),
    users             bigint  NOT NULL DEFAULT 0 CHECK (users >= 0),
    technicians       bigint  NOT NULL DEFAULT 0 CHECK (technicians >= 0),
    waiting           bigint  NOT NULL DEFAULT 0 CHECK (waiting >= 0),
    created_at        bigint  NOT NULL,
    created_by        ctext   NOT NULL DEFAULT '',
    search            ctext   NOT NULL,
    sort_name         ctext   NOT NULL,
    version           bigint  NOT NULL DEFAULT 1
);

CREATE INDEX site_created ON site (partner_id, id);
CREATE INDEX site_name ON site (partner_id, sort_name, id);
CREATE INDEX site_country ON site (partner_id, country, id);
CREATE INDEX site_credits ON site (partner_id, credits, id);

{{if .SQLite}}
CREATE VIRTUAL TABLE site_search USING fts5 (
    search, content = 'site', content_rowid = 'n', tokenize = 'trigram', detail = 'full'
);
INSERT INTO site_search (site_search, rank) VALUES ('secure-delete', 1);

-- +goose StatementBegin
CREATE TRIGGER site_search_insert AFTER INSERT ON site BEGIN
    INSERT INTO site_search (rowid, search) VALUES (new.n, new.search);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER site_search_delete AFTER DELETE ON site BEGIN
    INSERT INTO site_search (site_search, rowid, search) VALUES ('delete', old.n, old.search);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER site_search_update AFTER UPDATE OF search ON site WHEN old.search <> new.search BEGIN
    INSERT INTO site_search (site_search, rowid, search) VALUES ('delete', old.n, old.search);
    INSERT INTO site_search (rowid, search) VALUES (new.n, new.search);
END;
-- +goose StatementEnd
{{else}}
CREATE INDEX site_search ON site USING gin (search gin_trgm_ops);
{{end}}

-- A person's membership of a site as administrator. Its invitation is of the kind
-- site_admin.
CREATE TABLE site_admin (
    partner_id        ctext   NOT NULL REFERENCES partner (id),
    site_id           ctext   NOT NULL REFERENCES site (id),
    person_id         ctext   NOT NULL REFERENCES person (id),
    role              integer NOT NULL DEFAULT 0 CHECK (role BETWEEN 0 AND 4),
    listed_role       integer NOT NULL DEFAULT 0 CHECK (listed_role BETWEEN 0 AND 4),
    locked_at         bigint  NOT NULL DEFAULT 0,
    locked_by         ctext   NOT NULL DEFAULT '',
    lock_reason       ctext   NOT NULL DEFAULT '',
    sessions_ended_at bigint  NOT NULL DEFAULT 0,
    last_entry_at     bigint  NOT NULL DEFAULT 0,
    created_at        bigint  NOT NULL,
    version           bigint  NOT NULL DEFAULT 1,
    PRIMARY KEY (partner_id, site_id, person_id)
);

CREATE INDEX site_admin_person ON site_admin (partner_id, person_id);
CREATE INDEX site_admin_master ON site_admin (partner_id, site_id) WHERE role = 4;

-- A person's access to a site as technician: one per pair.
CREATE TABLE assignment (
    id                ctext   NOT NULL PRIMARY KEY,
    partner_id        ctext   NOT NULL REFERENCES partner (id),
    site_id           ctext   NOT NULL REFERENCES site (id),
    person_id         ctext   NOT NULL REFERENCES person (id),
    level             integer NOT NULL CHECK (level BETWEEN 0 AND 3),
    level_at          bigint  NOT NULL,
    level_by          ctext   NOT NULL DEFAULT '',
    -- The two locks, each with its owner: the partner's and the site's.
    partner_locked_at bigint  NOT NULL DEFAULT 0,
    partner_locked_by ctext   NOT NULL DEFAULT '',
    partner_reason    ctext   NOT NULL DEFAULT '',
    site_locked_at    bigint  NOT NULL DEFAULT 0,
    site_locked_by    ctext   NOT NULL DEFAULT '',
    site_reason       ctext   NOT NULL DEFAULT '',
    -- waiting is true while the site's lock stands for an approval to come.
    waiting           boolean NOT NULL DEFAULT false,
    starts_at         bigint  NOT NULL DEFAULT 0,
    ends_at           bigint  NOT NULL DEFAULT 0,
    -- warned_at is when the end was announced, told whether the person was mailed
    -- of the assignment.
    warned_at         bigint  NOT NULL DEFAULT 0,
    told              boolean NOT NULL DEFAULT false,
    sessions_ended_at bigint  NOT NULL DEFAULT 0,
    -- last_entry_at is when the person entered the site last.
    last_entry_at     bigint  NOT NULL DEFAULT 0,
    created_at        bigint  NOT NULL,
    created_by        ctext   NOT NULL DEFAULT '',
    version           bigint  NOT NULL DEFAULT 1,
    UNIQUE (partner_id, site_id, person_id)
);

CREATE INDEX assignment_person ON assignment (partner_id, person_id, site_id);
CREATE INDEX assignment_site ON assignment (partner_id, site_id, id);
CREATE INDEX assignment_ends ON assignment (ends_at) WHERE ends_at > 0 AND warned_at = 0;

-- Which sites a session has entered, so that each entry is audited once.
CREATE TABLE site_entry (
    session_id ctext  NOT NULL REFERENCES session (id) ON DELETE CASCADE ON UPDATE CASCADE,
    site_id    ctext  NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    at         bigint NOT NULL,
    PRIMARY KEY (session_id, site_id)
);

CREATE INDEX site_entry_site ON site_entry (site_id);

-- What a site decided about a person outlives the assignment: the level that the
-- site set last (-1 for none), the window, and whether it locked, declined or
-- removed them.
CREATE TABLE site_memory (
    partner_id ctext   NOT NULL REFERENCES partner (id),
    site_id    ctext   NOT NULL REFERENCES site (id),
    person_id  ctext   NOT NULL REFERENCES person (id),
    level      integer NOT NULL DEFAULT -1,
    starts_at  bigint  NOT NULL DEFAULT 0,
    ends_at    bigint  NOT NULL DEFAULT 0,
    barred     boolean NOT NULL DEFAULT false,
    PRIMARY KEY (partner_id, site_id, person_id)
);

CREATE INDEX site_memory_person ON site_memory (partner_id, person_id);

-- The ledger: each transfer takes an amount from one account and gives it to
-- another, so what is taken and what is given always match. An account is 'issued',
-- 'partner', 'site' or 'consumed'; only site has an id. Rows are never changed.
CREATE TABLE credit_transfer (
    id           ctext  NOT NULL PRIMARY KEY,
    partner_id   ctext  NOT NULL REFERENCES partner (id),
    at           bigint NOT NULL,
    kind         ctext  NOT NULL,
    from_account ctext  NOT NULL,
    to_account   ctext  NOT NULL,
    -- site_id has no foreign key: the ledger outlives its sites.
    site_id      ctext  NOT NULL DEFAULT '',
    site_name    ctext  NOT NULL DEFAULT '',
    amount       bigint NOT NULL CHECK (amount > 0),
    -- month is the first of the month that a charge is for, 0 for other kinds.
    month        bigint NOT NULL DEFAULT 0,
    devices      bigint NOT NULL DEFAULT 0,
    actor        ctext  NOT NULL DEFAULT '',
    -- partner_after and site_after are the balances that the transfer left.
    partner_after bigint NOT NULL,
    site_after    bigint NOT NULL DEFAULT 0
);

CREATE INDEX credit_transfer_time ON credit_transfer (partner_id, at, id);
CREATE INDEX credit_transfer_site ON credit_transfer (partner_id, site_id, at, id);

-- Which month a site was charged for, whatever it could pay.
CREATE TABLE credit_charge (
    partner_id ctext  NOT NULL REFERENCES partner (id),
    site_id    ctext  NOT NULL REFERENCES site (id),
    month      bigint NOT NULL,
    devices    bigint NOT NULL,
    due        bigint NOT NULL,
    paid       bigint NOT NULL,
    PRIMARY KEY (partner_id, site_id, month)
);

{{if .SQLite}}
-- +goose StatementBegin
CREATE TRIGGER credit_transfer_update BEFORE UPDATE ON credit_transfer BEGIN
    SELECT RAISE (ABORT, 'the ledger is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER credit_transfer_delete BEFORE DELETE ON credit_transfer BEGIN
    SELECT RAISE (ABORT, 'the ledger is never changed');
END;
-- +goose StatementEnd
{{else}}
-- +goose StatementBegin
CREATE FUNCTION gatehouse_ledger() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'the ledger is never changed'; END $$;
-- +goose StatementEnd
CREATE TRIGGER credit_transfer_kept BEFORE UPDATE OR DELETE ON credit_transfer
    FOR EACH ROW EXECUTE FUNCTION gatehouse_ledger();
{{end}}

-- The registers of a site.
CREATE TABLE device (
    id         ctext  NOT NULL PRIMARY KEY,
    partner_id ctext  NOT NULL REFERENCES partner (id),
    site_id    ctext  NOT NULL REFERENCES site (id),
    name       ctext  NOT NULL,
    serial     ctext  NOT NULL,
    model      ctext  NOT NULL DEFAULT '',
    place      ctext  NOT NULL DEFAULT '',
    status     ctext  NOT NULL,
    sort_name  ctext  NOT NULL,
    created_at bigint NOT NULL,
    version    bigint NOT NULL DEFAULT 1,
    UNIQUE (partner_id, site_id, serial)
);

CREATE INDEX device_name ON device (partner_id, site_id, sort_name, id);

CREATE TABLE site_user (
    id         ctext  NOT NULL PRIMARY KEY,
    partner_id ctext  NOT NULL REFERENCES partner (id),
    site_id    ctext  NOT NULL REFERENCES site (id),
    name       ctext  NOT NULL,
    email      ctext  NOT NULL DEFAULT '',
    phone      ctext  NOT NULL DEFAULT '',
    card       ctext  NOT NULL DEFAULT '',
    sort_name  ctext  NOT NULL,
    created_at bigint NOT NULL,
    version    bigint NOT NULL DEFAULT 1
);

CREATE INDEX site_user_name ON site_user (partner_id, site_id, sort_name, id);
