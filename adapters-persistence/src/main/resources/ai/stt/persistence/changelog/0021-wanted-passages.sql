--liquibase formatted sql

--changeset stt:wanted-passages
-- Transcripts that have got a text and whose passages nobody has made yet.
create table wanted_passages (
  transcript_id bigint primary key references transcript on delete cascade
);
