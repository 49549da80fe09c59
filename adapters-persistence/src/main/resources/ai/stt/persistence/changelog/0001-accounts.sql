--liquibase formatted sql

--changeset stt:accounts
create table account (
  id bigint generated always as identity primary key,
  email text not null,
  name text not null,
  plan text not null,
  password_hash text not null,
  transcript_ready boolean not null,
  usage_alerts boolean not null,
  product_news boolean not null,
  created_at timestamptz not null
);
create unique index account_email on account (email);

--changeset stt:sessions
create table session (
  token_hash bytea primary key,
  account_id bigint not null references account on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_account on session (account_id);
create index session_expiry on session (expires_at);
