--liquibase formatted sql

--changeset stt:cloud
create table cloud_instance (
  id bigint generated always as identity primary key,
  account_id bigint not null references account on delete cascade,
  name text not null,
  region text not null,
  url text,
  token_hash bytea not null unique,
  version text,
  gpu_name text,
  models text[],
  last_seen_at timestamptz -- null until it reports
);
create index cloud_instance_account on cloud_instance (account_id, id);
