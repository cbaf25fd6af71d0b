-- +goose Up
-- What is open at a partner in the order of people, of either kind: the technicians'
-- list shows administrators, too.

CREATE INDEX invitation_open_person ON invitation (partner_id, person_id, kind, expires_at) WHERE accepted_at = 0 AND revoked_at = 0 AND site_id = '';
CREATE INDEX invitation_revoked_person ON invitation (partner_id, person_id, kind) WHERE accepted_at = 0 AND revoked_at > 0 AND site_id = '';
