--liquibase formatted sql

--changeset stt:usage
create table usage_day (
  account_id bigint not null references account on delete cascade,
  day date not null,
  requests bigint not null,
  transcriptions bigint not null,
  minutes double precision not null,
  credits bigint not null,
  primary key (account_id, day)
);

--changeset stt:audit
create table audit_event (
  id bigint generated always as identity primary key,
  account_id bigint not null, -- without a reference: it outlives the account
  kind text not null,
  detail text not null,
  at timestamptz not null
);
create index audit_event_account on audit_event (account_id, id);
