--liquibase formatted sql

--changeset stt:counted-transcripts
-- The transcripts of a language and a status are counted in the index alone.
drop index transcript_language;
create index transcript_language on transcript (account_id, language, created_at, id) include (status);
