--liquibase formatted sql

--changeset stt:passages
-- The passages of a transcript are made and dropped together; the fingerprint tells whether they still fit it.
create table passage_set (
  transcript_id bigint primary key references transcript on delete cascade,
  fingerprint text not null,
  model text
);
create table passage (
  transcript_id bigint not null references passage_set on delete cascade,
  number integer not null,
  segment_id bigint not null,
  segment_number integer not null,
  start_seconds double precision not null,
  speaker text,
  text text not null,
  -- 32-bit reals, little-endian; empty when no model made them
  vector bytea not null,
  primary key (transcript_id, number)
);

--changeset stt:conversations
create table conversation (
  transcript_id bigint not null references transcript on delete cascade,
  session text not null,
  used_at timestamptz not null,
  primary key (transcript_id, session)
);
create table exchange (
  id bigint generated always as identity primary key,
  transcript_id bigint not null,
  session text not null,
  question text not null,
  answer text not null,
  at timestamptz not null,
  foreign key (transcript_id, session) references conversation on delete cascade
);
create index exchange_conversation on exchange (transcript_id, session, id);

--changeset stt:summaries
create table summary (
  transcript_id bigint not null references transcript on delete cascade,
  style text not null,
  fingerprint text not null,
  text text not null,
  model text not null,
  embedding_model text,
  primary key (transcript_id, style)
);
