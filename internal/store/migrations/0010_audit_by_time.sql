{{- /* PostgreSQL builds these indexes beside the work of the replicas that run: within
a transaction every change would wait until the last event is indexed. What an
interrupted run has left is made anew. */ -}}
{{$beside := ""}}{{if .Postgres}}{{$beside = " CONCURRENTLY"}}-- +goose NO TRANSACTION
{{end -}}
-- +goose Up
-- The audit trail is asked about times: who was refused in March, what somebody did
-- before Tuesday. Its indexes go by time, then by number where the clock stood still,
-- so that an answer of fifty events reads fifty, whatever else is asked. Refusals are
-- few among millions and have indexes of their own, which nothing else pays for.

DROP INDEX{{$beside}} IF EXISTS audit_by_time;
DROP INDEX{{$beside}} IF EXISTS audit_by_actor;
DROP INDEX{{$beside}} IF EXISTS audit_by_target;
DROP INDEX{{$beside}} IF EXISTS audit_by_action;
DROP INDEX{{$beside}} IF EXISTS audit_by_site;
DROP INDEX{{$beside}} IF EXISTS audit_refused_by_time;
DROP INDEX{{$beside}} IF EXISTS audit_refused_by_actor;
DROP INDEX{{$beside}} IF EXISTS audit_refused_by_action;
DROP INDEX{{$beside}} IF EXISTS audit_refused_by_site;

CREATE INDEX{{$beside}} audit_by_time ON audit_event (partner_id, at, seq);
CREATE INDEX{{$beside}} audit_by_actor ON audit_event (partner_id, actor, at, seq);
CREATE INDEX{{$beside}} audit_by_target ON audit_event (partner_id, target, at, seq);
CREATE INDEX{{$beside}} audit_by_action ON audit_event (partner_id, action, at, seq);
CREATE INDEX{{$beside}} audit_by_site ON audit_event (partner_id, site_id, at, seq) WHERE site_id <> '';
CREATE INDEX{{$beside}} audit_refused_by_time ON audit_event (partner_id, at, seq) WHERE outcome = 'refused';
CREATE INDEX{{$beside}} audit_refused_by_actor ON audit_event (partner_id, actor, at, seq) WHERE outcome = 'refused';
CREATE INDEX{{$beside}} audit_refused_by_action ON audit_event (partner_id, action, at, seq) WHERE outcome = 'refused';
CREATE INDEX{{$beside}} audit_refused_by_site ON audit_event (partner_id, site_id, at, seq) WHERE outcome = 'refused' AND site_id <> '';

DROP INDEX{{$beside}} IF EXISTS audit_event_actor;
DROP INDEX{{$beside}} IF EXISTS audit_event_target;
DROP INDEX{{$beside}} IF EXISTS audit_event_action;
DROP INDEX{{$beside}} IF EXISTS audit_event_site;

{{if .SQLite}}
-- The newest hits of a search come from the last pages of the full-text index, each of
-- which is read from its beginning: with small pages, and in one piece, a word that ten
-- thousand have is found in half the time.
INSERT INTO person_search (person_search, rank) VALUES ('pgsz', 512);
INSERT INTO person_search (person_search) VALUES ('rebuild');
INSERT INTO person_search (person_search) VALUES ('optimize');
INSERT INTO site_search (site_search, rank) VALUES ('pgsz', 512);
INSERT INTO site_search (site_search) VALUES ('rebuild');
INSERT INTO site_search (site_search) VALUES ('optimize');
{{end}}
