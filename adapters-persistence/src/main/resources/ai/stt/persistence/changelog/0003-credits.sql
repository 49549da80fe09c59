--liquibase formatted sql

--changeset stt:credits
create table credit_balance (
  account_id bigint primary key references account on delete cascade,
  available bigint not null check (available >= 0),
  reserved bigint not null check (reserved >= 0)
);
create table ledger (
  id bigint generated always as identity primary key,
  account_id bigint not null references account on delete cascade,
  kind text not null check (kind in ('grant', 'hold', 'settle', 'release', 'adjust')),
  key text not null,
  available bigint not null,
  reserved bigint not null,
  hold_id bigint unique references ledger on delete cascade,
  at timestamptz not null,
  unique (account_id, key)
);
create index ledger_account on ledger (account_id, id);

--changeset stt:credits-append-only splitStatements:false
create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and not exists (select 1 from account where id = old.account_id) then
    return old; -- the account goes, and all of it
  end if;
  raise exception 'the ledger is append-only';
end
$$;
create trigger ledger_append_only before update or delete on ledger
  for each row execute function ledger_is_append_only();

--changeset stt:credits-audit
create view ledger_mismatch as
select coalesce(b.account_id, s.account_id) as account_id,
  coalesce(b.available, 0) as available, coalesce(s.available, 0)::bigint as available_sum,
  coalesce(b.reserved, 0) as reserved, coalesce(s.reserved, 0)::bigint as reserved_sum
from credit_balance b
full join (
  select account_id, sum(available) as available,
    sum(reserved) filter (where kind = 'hold'
      and not exists (select 1 from ledger e where e.hold_id = l.id)) as reserved
  from ledger l group by account_id
) s on s.account_id = b.account_id
where coalesce(b.available, 0) <> coalesce(s.available, 0)
  or coalesce(b.reserved, 0) <> coalesce(s.reserved, 0);
