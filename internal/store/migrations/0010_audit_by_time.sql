-- +goose Up
-- The audit trail is asked about times: who was refused in March, what somebody did
-- before Tuesday. Its indexes go by time, then by number where the clock stood still,
-- so that an answer of fifty events reads fifty, whatever else is asked. Refusals are
-- few among millions and have indexes of their own, which nothing else pays for.

DROP INDEX audit_event_actor;
DROP INDEX audit_event_target;
DROP INDEX audit_event_action;
DROP INDEX audit_event_site;
CREATE INDEX audit_event_time ON audit_event (partner_id, at, seq);
CREATE INDEX audit_event_actor ON audit_event (partner_id, actor, at, seq);
CREATE INDEX audit_event_target ON audit_event (partner_id, target, at, seq);
CREATE INDEX audit_event_action ON audit_event (partner_id, action, at, seq);
CREATE INDEX audit_event_site ON audit_event (partner_id, site_id, at, seq) WHERE site_id <> '';
CREATE INDEX audit_refused_time ON audit_event (partner_id, at, seq) WHERE outcome = 'refused';
CREATE INDEX audit_refused_actor ON audit_event (partner_id, actor, at, seq) WHERE outcome = 'refused';
CREATE INDEX audit_refused_action ON audit_event (partner_id, action, at, seq) WHERE outcome = 'refused';
CREATE INDEX audit_refused_site ON audit_event (partner_id, site_id, at, seq) WHERE outcome = 'refused' AND site_id <> '';

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
