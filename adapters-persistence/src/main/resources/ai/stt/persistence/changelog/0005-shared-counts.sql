--liquibase formatted sql

--changeset stt:shared-counts
create table shared_count (
  subject text not null,
  window_start timestamptz not null,
  used integer not null,
  primary key (subject, window_start)
);
create index shared_count_window on shared_count (window_start);
create table shared_place (
  id bigint generated always as identity primary key,
  subject text not null,
  until timestamptz not null
);
create index shared_place_subject on shared_place (subject, until);
create index shared_place_until on shared_place (until);
