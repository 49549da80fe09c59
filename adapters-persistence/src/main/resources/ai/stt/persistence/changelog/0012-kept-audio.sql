--liquibase formatted sql

--changeset stt:kept-audio
alter table account add column keep_audio boolean not null default false;
-- How long a recording stays is settled with the order; until when, with the end of its job.
alter table transcript add column kept_days integer not null default 0;
alter table transcript add column recording_until timestamptz;
update transcript set kept_days = 90 where keeps_recording;
update transcript set recording_until = finished_at + interval '2160 hours'
where recording is not null and finished_at is not null;
create index transcript_recording_until on transcript (recording_until)
where recording_until is not null;
