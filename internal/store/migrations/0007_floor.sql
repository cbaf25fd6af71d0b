-- +goose Up
-- floor is the oldest schema whose programs work with this one. A program that knows
-- no newer schema than its own goes on working with a newer database, and starts on
-- it, as long as the floor is not above it: so replicas are upgraded one by one, and
-- back. A migration that only adds (a table, an index, a column with a default) leaves
-- the floor; one that takes away or changes what older programs use raises it to its
-- own number:
--     UPDATE installation SET floor = N;
ALTER TABLE installation ADD COLUMN floor bigint NOT NULL DEFAULT 7;
