--liquibase formatted sql

--changeset stt:webhooks
alter table transcript add column webhook text;
-- The secret signs, so it cannot be a hash.
create table webhook_secret (
  account_id bigint primary key references account on delete cascade,
  secret text not null
);
create table webhook_message (
  id text primary key,
  account_id bigint not null references account on delete cascade,
  transcript_id bigint not null references transcript on delete cascade,
  target text not null,
  body text not null,
  created_at timestamptz not null,
  attempts integer not null,
  due timestamptz -- null when nothing follows
);
create index webhook_message_due on webhook_message (due, id) where due is not null;
create index webhook_message_account on webhook_message (account_id, created_at, id);
create index webhook_message_transcript on webhook_message (transcript_id);
create index webhook_message_over on webhook_message (created_at) where due is null;
create table webhook_attempt (
  message_id text not null references webhook_message on delete cascade,
  number integer not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('delivered', 'retrying', 'given_up')),
  detail text not null,
  primary key (message_id, number)
);

--changeset stt:job-delays
-- A job that a worker could not begin waits until then, and gives up after so many delays.
alter table transcript add column not_before timestamptz not null default '-infinity';
alter table transcript add column delays integer not null default 0;
