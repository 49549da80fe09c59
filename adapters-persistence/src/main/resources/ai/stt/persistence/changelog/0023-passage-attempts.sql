--liquibase formatted sql

--changeset stt:passage-attempts
-- How often somebody took it; after some it is left to its first question.
alter table wanted_passages add column attempts integer not null default 0;
