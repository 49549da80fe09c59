--liquibase formatted sql

--changeset stt:last-grant
-- An account's last grant, without a look at each of its holds.
create index ledger_grant on ledger (account_id, id) where kind = 'grant';
