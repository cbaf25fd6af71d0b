-- +goose Up
-- The same refused attempt within a minute counts up instead of being recorded again: it
-- is looked for among refusals, not among everything that ever happened to its target.

CREATE INDEX audit_event_refused ON audit_event (partner_id, target, site_id, actor, action, code, at) WHERE outcome = 'refused';
