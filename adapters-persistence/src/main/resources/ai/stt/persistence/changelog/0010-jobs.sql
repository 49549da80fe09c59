--liquibase formatted sql

--changeset stt:unaccent
create extension if not exists unaccent;

--changeset stt:job-turns
-- An account's row is the lock of its queue, says when it was last served, and counts its transcripts.
create table job_turn (
  account_id bigint primary key references account on delete cascade,
  served_at timestamptz not null,
  transcripts bigint not null
);

--changeset stt:transcripts
-- A job and the transcript that it makes are one row, so that they cannot disagree.
create table transcript (
  id bigint generated always as identity primary key,
  slug text not null,
  account_id bigint not null references account on delete cascade,
  title text not null,
  status text not null check (status in ('queued', 'processing', 'completed', 'failed', 'canceled')),
  wanted_model text not null,
  wanted_language text,
  prompt text,
  diarize boolean not null,
  wanted_speakers integer not null,
  recording text,
  keeps_recording boolean not null,
  at_once integer not null,
  created_at timestamptz not null,
  attempts integer not null,
  worker text,
  lease_end timestamptz,
  progress double precision not null,
  started_at timestamptz,
  finished_at timestamptz,
  credits_used bigint,
  error_code text,
  reason text,
  model text,
  language text,
  language_probability double precision,
  duration double precision,
  turns jsonb,
  search tsvector not null
) with (fillfactor = 80);
create unique index transcript_slug on transcript (slug);
create index transcript_account on transcript (account_id, created_at, id);
create index transcript_status on transcript (account_id, status, created_at, id);
create index transcript_language on transcript (account_id, language, created_at, id);
create index transcript_queued on transcript (account_id, id) where status = 'queued';
create index transcript_processing on transcript (account_id, id) where status = 'processing';
create index transcript_search on transcript using gin (search);

--changeset stt:segments
create table segment (
  id bigint generated always as identity primary key,
  transcript_id bigint not null references transcript on delete cascade,
  number integer not null,
  start_seconds double precision not null,
  end_seconds double precision not null,
  text text not null,
  confidence double precision not null,
  speaker text,
  words jsonb not null,
  unique (transcript_id, number)
);

--changeset stt:transcript-search splitStatements:false
-- A tsvector has at most a megabyte; of a text that needs more, the beginning is found.
create function transcript_search(title text, body text) returns tsvector language plpgsql as $$
begin
  return to_tsvector('simple', unaccent(title || ' ' || body));
exception when program_limit_exceeded then
  return to_tsvector('simple', unaccent(title || ' ' || left(body, 200000)));
end
$$;

--changeset stt:recordings
-- Without a reference: it outlives the transcript and the account.
create table doomed_recording (
  recording text primary key,
  from_time timestamptz not null
);
create index doomed_recording_time on doomed_recording (from_time);

--changeset stt:recordings-are-never-forgotten splitStatements:false
create function doom_recording() returns trigger language plpgsql as $$
begin
  insert into doomed_recording values (old.recording, '-infinity') on conflict do nothing;
  return null;
end
$$;
create trigger transcript_recording_deleted after delete on transcript
  for each row when (old.recording is not null) execute function doom_recording();
create trigger transcript_recording_dropped after update of recording on transcript
  for each row when (old.recording is not null and new.recording is null)
  execute function doom_recording();
create function uncount_transcript() returns trigger language plpgsql as $$
begin
  update job_turn set transcripts = transcripts - 1 where account_id = old.account_id;
  return null;
end
$$;
create trigger transcript_uncounted after delete on transcript
  for each row execute function uncount_transcript();

--changeset stt:first-requests
create table first_request (
  account_id bigint not null references account on delete cascade,
  key text not null,
  fingerprint text not null,
  transcript_id bigint not null references transcript on delete cascade,
  at timestamptz not null,
  primary key (account_id, key)
);
create index first_request_time on first_request (at);
create index first_request_transcript on first_request (transcript_id);
