-- +goose Up
-- References between tables of a partner name the partner, too: a row cannot point to
-- another partner's, and whoever deletes a person or a site finds what points to them by
-- an index instead of walking the whole table. What is deleted, due or ending by other
-- columns has an index as well (SECURITY T290).
{{if .Postgres}}
SELECT set_config('gatehouse.partners', '*', true);
{{end}}
CREATE UNIQUE INDEX person_partner ON person (partner_id, id);
DROP INDEX site_created;
CREATE UNIQUE INDEX site_created ON site (partner_id, id);
CREATE UNIQUE INDEX api_key_partner ON api_key (partner_id, id);

{{if .Postgres}}
-- +goose StatementBegin
CREATE FUNCTION gatehouse_refer(child text, parent text, reference text, deleted text) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', child, child || '_' || reference || '_fkey');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (partner_id, %I) REFERENCES %I (partner_id, id) %s',
        child, child || '_' || reference || '_fkey', reference, parent, deleted);
END $$;
-- +goose StatementEnd

SELECT gatehouse_refer(child, 'person', 'person_id', '') FROM unnest(ARRAY['invitation', 'site_admin', 'assignment', 'site_memory', 'api_key', 'api_key_token']) child;
SELECT gatehouse_refer(child, 'site', 'site_id', '') FROM unnest(ARRAY['site_admin', 'assignment', 'site_memory', 'credit_charge', 'device', 'site_user']) child;
SELECT gatehouse_refer('api_key_token', 'api_key', 'key_id', 'ON DELETE CASCADE');
DROP FUNCTION gatehouse_refer(text, text, text, text);
{{else}}
-- SQLite changes no constraint of a table that exists. What is stored of a reference is
-- its text alone (https://www.sqlite.org/lang_altertable.html#otheralter).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
SET sql = replace(substr(sql, 1, length(sql) - 1), ' REFERENCES person (id)', '')
    || ', FOREIGN KEY (partner_id, person_id) REFERENCES person (partner_id, id))'
WHERE type = 'table' AND name IN ('invitation', 'site_admin', 'assignment', 'site_memory', 'api_key', 'api_key_token');
UPDATE sqlite_schema
SET sql = replace(substr(sql, 1, length(sql) - 1), ' REFERENCES site (id)', '')
    || ', FOREIGN KEY (partner_id, site_id) REFERENCES site (partner_id, id))'
WHERE type = 'table' AND name IN ('site_admin', 'assignment', 'site_memory', 'credit_charge', 'device', 'site_user');
UPDATE sqlite_schema
SET sql = replace(substr(sql, 1, length(sql) - 1), ' REFERENCES api_key (id) ON DELETE CASCADE', '')
    || ', FOREIGN KEY (partner_id, key_id) REFERENCES api_key (partner_id, id) ON DELETE CASCADE)'
WHERE type = 'table' AND name = 'api_key_token';
PRAGMA writable_schema = RESET;
{{end}}

CREATE INDEX outbox_invitation ON outbox (partner_id, invitation_id) WHERE invitation_id <> '';
CREATE INDEX outbox_site ON outbox (partner_id, site_id) WHERE site_id <> '';
CREATE INDEX invitation_site ON invitation (partner_id, site_id) WHERE site_id <> '';
CREATE INDEX invitation_due ON invitation (expires_at) WHERE accepted_at = 0 AND revoked_at = 0 AND reminded_at = 0;
CREATE INDEX session_site ON session (partner_id, site_id) WHERE site_id <> '';
CREATE INDEX audit_context_own ON audit_context (target_name) WHERE partner_id = '' AND target_name <> '';
CREATE INDEX throttle_subject ON throttle (subject);
