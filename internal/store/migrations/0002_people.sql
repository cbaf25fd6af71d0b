-- +goose Up
-- Times are integer microseconds UTC, 0 for never. Roles are 0 none, 1 observer,
-- 2 operator, 3 admin, 4 master. Text sorts by bytes on both engines: SQLite does
-- so by itself, PostgreSQL by the domain ctext.
{{if .Postgres}}
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE DOMAIN ctext AS text COLLATE "C";

-- +goose StatementBegin
CREATE FUNCTION gatehouse_now() RETURNS bigint LANGUAGE sql VOLATILE
AS $$ SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint $$;
-- +goose StatementEnd
{{end}}

CREATE TABLE installation (
    id               integer PRIMARY KEY CHECK (id = 1),
    setup_done_at    bigint  NOT NULL DEFAULT 0,
    setup_token_hash ctext   NOT NULL DEFAULT '',
    setup_expires_at bigint  NOT NULL DEFAULT 0,
    -- key_fingerprint names the key that links in the outbox are sealed with, so
    -- that a replica with another one notices.
    key_fingerprint  ctext   NOT NULL DEFAULT '',
    audit_seq        bigint  NOT NULL DEFAULT 0
);

INSERT INTO installation (id) VALUES (1);

CREATE TABLE partner (
    id           ctext  NOT NULL PRIMARY KEY,
    name         ctext  NOT NULL,
    created_at   bigint NOT NULL,
    activated_at bigint NOT NULL DEFAULT 0,
    audit_seq    bigint NOT NULL DEFAULT 0,
    version      bigint NOT NULL DEFAULT 1
);

CREATE TABLE account (
    id            ctext  NOT NULL PRIMARY KEY,
    email         ctext  NOT NULL UNIQUE,
    name          ctext  NOT NULL,
    language      ctext  NOT NULL,
    password_hash ctext  NOT NULL,
    terms_version ctext  NOT NULL DEFAULT '',
    created_at    bigint NOT NULL,
    version       bigint NOT NULL DEFAULT 1
);

-- A person is one address at one partner.
CREATE TABLE person (
    {{if .SQLite}}n INTEGER PRIMARY KEY, -- the full-text index counts on it
    {{end}}id ctext NOT NULL {{if .SQLite}}UNIQUE{{else}}PRIMARY KEY{{end}},
    partner_id        ctext   NOT NULL REFERENCES partner (id),
    email             ctext   NOT NULL,
    account_id        ctext   REFERENCES account (id),
    name              ctext   NOT NULL DEFAULT '',
    role              integer NOT NULL DEFAULT 0 CHECK (role BETWEEN 0 AND 4),
    -- listed_role is what the administrators' list shows: the role held or else
    -- offered, 0 for whoever is not in the list.
    listed_role       integer NOT NULL DEFAULT 0 CHECK (listed_role BETWEEN 0 AND 4),
    technician        boolean NOT NULL DEFAULT false,
    locked_at         bigint  NOT NULL DEFAULT 0,
    locked_by         ctext   NOT NULL DEFAULT '',
    lock_reason       ctext   NOT NULL DEFAULT '',
    sessions_ended_at bigint  NOT NULL DEFAULT 0,
    last_sign_in_at   bigint  NOT NULL DEFAULT 0,
    created_at        bigint  NOT NULL,
    -- search is the folded name and address that lists look into.
    search            ctext   NOT NULL,
    -- sort_name is the folded name, the address where there is none yet.
    sort_name         ctext   NOT NULL,
    version           bigint  NOT NULL DEFAULT 1,
    UNIQUE (partner_id, email),
    UNIQUE (partner_id, account_id)
);

CREATE INDEX person_account ON person (account_id);
CREATE INDEX person_email ON person (email);

-- One index for each order of the administrators' list; the last columns let a
-- filter be decided in the index.
CREATE INDEX admin_created ON person (partner_id, id, listed_role) WHERE listed_role > 0;
CREATE INDEX admin_name ON person (partner_id, sort_name, id, listed_role) WHERE listed_role > 0;
CREATE INDEX admin_email ON person (partner_id, email, id, listed_role) WHERE listed_role > 0;
-- An expression, so that SQLite does not take this index for "listed_role > 0".
CREATE INDEX admin_role ON person (partner_id, (listed_role + 0), id) WHERE listed_role > 0;
CREATE INDEX admin_sign_in ON person (partner_id, last_sign_in_at, id, listed_role) WHERE listed_role > 0;
CREATE INDEX admin_locked ON person (partner_id, id) WHERE listed_role > 0 AND locked_at > 0;
CREATE INDEX person_master ON person (partner_id) WHERE role = 4;

{{if .SQLite}}
CREATE VIRTUAL TABLE person_search USING fts5 (
    search, content = 'person', content_rowid = 'n', tokenize = 'trigram', detail = 'full'
);
INSERT INTO person_search (person_search, rank) VALUES ('secure-delete', 1);

-- +goose StatementBegin
CREATE TRIGGER person_search_insert AFTER INSERT ON person BEGIN
    INSERT INTO person_search (rowid, search) VALUES (new.n, new.search);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER person_search_delete AFTER DELETE ON person BEGIN
    INSERT INTO person_search (person_search, rowid, search) VALUES ('delete', old.n, old.search);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER person_search_update AFTER UPDATE OF search ON person WHEN old.search <> new.search BEGIN
    INSERT INTO person_search (person_search, rowid, search) VALUES ('delete', old.n, old.search);
    INSERT INTO person_search (rowid, search) VALUES (new.n, new.search);
END;
-- +goose StatementEnd
{{else}}
CREATE INDEX person_search ON person USING gin (search gin_trgm_ops);
{{end}}

-- One invitation per person and kind, and for a site's administrators per site;
-- sending it again keeps the row.
CREATE TABLE invitation (
    id          ctext   NOT NULL PRIMARY KEY,
    partner_id  ctext   NOT NULL REFERENCES partner (id),
    person_id   ctext   NOT NULL REFERENCES person (id),
    kind        ctext   NOT NULL,
    site_id     ctext   NOT NULL DEFAULT '',
    role        integer NOT NULL DEFAULT 0 CHECK (role BETWEEN 0 AND 4),
    -- token_hash is of the only link that lives; null when none does.
    token_hash  ctext   UNIQUE,
    rotation    integer NOT NULL DEFAULT 1,
    -- invited_by is a person, '' for the installation itself.
    invited_by  ctext   NOT NULL DEFAULT '',
    invited_at  bigint  NOT NULL,
    expires_at  bigint  NOT NULL,
    accepted_at bigint  NOT NULL DEFAULT 0,
    revoked_at  bigint  NOT NULL DEFAULT 0,
    reminded_at bigint  NOT NULL DEFAULT 0,
    -- message_id is the latest mail of this invitation.
    message_id  ctext   NOT NULL DEFAULT '',
    version     bigint  NOT NULL DEFAULT 1,
    UNIQUE (partner_id, person_id, kind, site_id)
);

CREATE INDEX invitation_open ON invitation (partner_id, kind, person_id, expires_at) WHERE accepted_at = 0 AND revoked_at = 0;
CREATE INDEX invitation_pending ON invitation (partner_id, expires_at) WHERE accepted_at = 0 AND revoked_at = 0;
CREATE INDEX invitation_revoked ON invitation (partner_id, kind, person_id) WHERE accepted_at = 0 AND revoked_at > 0;
CREATE INDEX invitation_inviter ON invitation (partner_id, invited_by) WHERE accepted_at = 0 AND revoked_at = 0;

CREATE TABLE session (
    id           ctext  NOT NULL PRIMARY KEY,
    account_id   ctext  NOT NULL REFERENCES account (id),
    partner_id   ctext  NOT NULL DEFAULT '',
    created_at   bigint NOT NULL,
    last_used_at bigint NOT NULL,
    expires_at   bigint NOT NULL,
    user_agent   ctext  NOT NULL DEFAULT '',
    address      ctext  NOT NULL DEFAULT ''
);

CREATE INDEX session_account ON session (account_id, created_at);
CREATE INDEX session_expiry ON session (expires_at);

-- Links to a new password; one account has at most one that lives.
CREATE TABLE password_reset (
    account_id ctext  NOT NULL PRIMARY KEY REFERENCES account (id),
    token_hash ctext  NOT NULL UNIQUE,
    expires_at bigint NOT NULL
);

-- The outbox holds mails until they are sent, then what became of them.
CREATE TABLE outbox (
    id            ctext   NOT NULL PRIMARY KEY,
    partner_id    ctext   NOT NULL DEFAULT '',
    kind          ctext   NOT NULL,
    email         ctext   NOT NULL,
    language      ctext   NOT NULL,
    invitation_id ctext   NOT NULL DEFAULT '',
    rotation      integer NOT NULL DEFAULT 0,
    token         {{if .SQLite}}blob{{else}}bytea{{end}},
    detail        ctext   NOT NULL DEFAULT '',
    state         ctext   NOT NULL DEFAULT 'queued',
    error         ctext   NOT NULL DEFAULT '',
    created_at    bigint  NOT NULL,
    settled_at    bigint  NOT NULL DEFAULT 0
);

CREATE INDEX outbox_email ON outbox (partner_id, email);
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at > 0;

CREATE TABLE audit_event (
    id         ctext  NOT NULL PRIMARY KEY,
    partner_id ctext  NOT NULL DEFAULT '',
    seq        bigint NOT NULL,
    at         bigint NOT NULL,
    via        ctext  NOT NULL,
    actor      ctext  NOT NULL DEFAULT '',
    action     ctext  NOT NULL,
    target     ctext  NOT NULL DEFAULT '',
    outcome    ctext  NOT NULL,
    code       ctext  NOT NULL DEFAULT '',
    before     ctext  NOT NULL DEFAULT '',
    after      ctext  NOT NULL DEFAULT '',
    request_id ctext  NOT NULL DEFAULT '',
    UNIQUE (partner_id, seq)
);

CREATE INDEX audit_event_actor ON audit_event (partner_id, actor, seq);
CREATE INDEX audit_event_target ON audit_event (partner_id, target, seq);
CREATE INDEX audit_event_action ON audit_event (partner_id, action, seq);

-- What of an event is personal, kept apart so that it can be erased.
CREATE TABLE audit_context (
    event_id    ctext   NOT NULL PRIMARY KEY REFERENCES audit_event (id),
    partner_id  ctext   NOT NULL DEFAULT '',
    actor_name  ctext   NOT NULL DEFAULT '',
    target_name ctext   NOT NULL DEFAULT '',
    address     ctext   NOT NULL DEFAULT '',
    user_agent  ctext   NOT NULL DEFAULT '',
    count       integer NOT NULL DEFAULT 1,
    last_at     bigint  NOT NULL
);

CREATE TABLE idempotency (
    caller       ctext  NOT NULL,
    key          ctext  NOT NULL,
    request_hash ctext  NOT NULL,
    result       ctext  NOT NULL,
    created_at   bigint NOT NULL,
    PRIMARY KEY (caller, key)
);

CREATE INDEX idempotency_age ON idempotency (created_at);

-- Counters of attempts in a window of time.
CREATE TABLE throttle (
    scope      ctext   NOT NULL,
    subject    ctext   NOT NULL,
    count      integer NOT NULL,
    started_at bigint  NOT NULL,
    PRIMARY KEY (scope, subject)
);

CREATE INDEX throttle_age ON throttle (started_at);
