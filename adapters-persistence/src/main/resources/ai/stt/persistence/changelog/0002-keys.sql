--liquibase formatted sql

--changeset stt:keys
create table api_key (
  id bigint generated always as identity primary key,
  account_id bigint not null references account on delete cascade,
  name text not null,
  prefix text not null,
  scopes integer not null check (scopes between 1 and 7),
  hash bytea not null unique,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index api_key_account on api_key (account_id, id);
