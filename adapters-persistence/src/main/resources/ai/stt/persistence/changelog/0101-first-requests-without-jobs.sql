--liquibase formatted sql

--changeset stt:first-requests-without-jobs
-- Of an enhancement nothing is left but that it was paid.
alter table first_request alter column transcript_id drop not null;
