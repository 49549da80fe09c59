--liquibase formatted sql

--changeset stt:taken-passages
-- Until when a server makes them; after that it has failed, and another may.
alter table wanted_passages add column taken_until timestamptz;
