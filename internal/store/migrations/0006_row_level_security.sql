-- +goose Up
-- The second wall between partners (docs/decisions/0015-replicas.md): a transaction
-- writes, deletes and locks rows of those partners only that the setting
-- gatehouse.partners names, separated by commas, or of everybody's where it is '*'.
-- Rows of no partner are the installation's. What is read is not narrowed: a policy
-- on reading would keep every search from its index. SQLite has no such thing, and
-- one process.
--
-- A later migration that changes rows says set_config('gatehouse.partners', '*', true)
-- first; one that makes a table of partners gives it these policies.
{{if .Postgres}}
-- +goose StatementBegin
CREATE FUNCTION gatehouse_wall(of regclass, partner text) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    own CONSTANT text := format(
        $own$(%1$I = '' OR %1$I = ANY (string_to_array(current_setting('gatehouse.partners', true), ',')) OR current_setting('gatehouse.partners', true) = '*')$own$,
        partner);
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', of);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', of);
    EXECUTE format('CREATE POLICY wall_read ON %s FOR SELECT USING (true)', of);
    EXECUTE format('CREATE POLICY wall_insert ON %s FOR INSERT WITH CHECK %s', of, own);
    EXECUTE format('CREATE POLICY wall_update ON %s FOR UPDATE USING %s WITH CHECK %s', of, own, own);
    EXECUTE format('CREATE POLICY wall_delete ON %s FOR DELETE USING %s', of, own);
END $$;
-- +goose StatementEnd

SELECT gatehouse_wall('partner', 'id');
SELECT gatehouse_wall(name::regclass, 'partner_id') FROM unnest(ARRAY[
    'person', 'invitation', 'outbox', 'audit_event', 'audit_context', 'site', 'site_admin', 'assignment', 'site_memory',
    'credit_transfer', 'credit_charge', 'device', 'site_user', 'api_key', 'api_key_token']) AS name;

-- No policy binds a superuser. A program that connects as one writes as this role
-- instead; with an ordinary role, as it should be, there is none.
-- +goose StatementBegin
DO $$
BEGIN
    IF NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) THEN
        RETURN;
    END IF;
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'gatehouse_walled') THEN
            CREATE ROLE gatehouse_walled NOLOGIN;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN -- another database of this server was faster
    END;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO gatehouse_walled', current_schema());
    EXECUTE format('GRANT ALL ON ALL TABLES IN SCHEMA %I TO gatehouse_walled', current_schema());
    EXECUTE format('GRANT ALL ON ALL SEQUENCES IN SCHEMA %I TO gatehouse_walled', current_schema());
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT ALL ON TABLES TO gatehouse_walled', current_schema());
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT ALL ON SEQUENCES TO gatehouse_walled', current_schema());
END $$;
-- +goose StatementEnd
{{else}}
SELECT 1;
{{end}}
