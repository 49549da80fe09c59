--liquibase formatted sql

--changeset stt:jobs-that-last
-- Jobs that are known not to be brief: some workers leave them to others.
alter table transcript add column lasts boolean not null default false;
