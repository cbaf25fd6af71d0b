-- +goose Up
-- API keys: of one partner, or of one of its sites.

CREATE TABLE api_key (
    id           ctext  NOT NULL PRIMARY KEY,
    partner_id   ctext  NOT NULL REFERENCES partner (id),
    -- site_id is '' for a key of the partner.
    site_id      ctext  NOT NULL DEFAULT '',
    name         ctext  NOT NULL,
    scope        ctext  NOT NULL,
    -- person_id is who created the key, or rotated it last.
    person_id    ctext  NOT NULL REFERENCES person (id),
    hint         ctext  NOT NULL,
    created_at   bigint NOT NULL,
    expires_at   bigint NOT NULL,
    last_used_at bigint NOT NULL DEFAULT 0,
    version      bigint NOT NULL DEFAULT 1
);

CREATE INDEX api_key_place ON api_key (partner_id, site_id, id);
CREATE INDEX api_key_person ON api_key (partner_id, person_id);

-- The tokens that a key can be presented with: the newest, and older ones until
-- their overlap ends. Only their hashes are known.
CREATE TABLE api_key_token (
    hash       ctext   NOT NULL PRIMARY KEY,
    partner_id ctext   NOT NULL REFERENCES partner (id),
    key_id     ctext   NOT NULL REFERENCES api_key (id) ON DELETE CASCADE,
    -- person_id is to whom the token was shown: it is worth what they are.
    person_id  ctext   NOT NULL REFERENCES person (id),
    newest     boolean NOT NULL DEFAULT true,
    expires_at bigint  NOT NULL
);

CREATE INDEX api_key_token_key ON api_key_token (partner_id, key_id);
CREATE INDEX api_key_token_person ON api_key_token (partner_id, person_id);

-- Through which API key an event came, '' for none.
ALTER TABLE audit_event ADD COLUMN key_id ctext NOT NULL DEFAULT '';
