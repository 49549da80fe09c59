package ai.stt.persistence.credit;

import ai.stt.app.credit.Ledger;
import ai.stt.app.credit.LedgerMismatch;
import ai.stt.app.credit.LedgerTotals;
import ai.stt.persistence.database.Rows;
import ai.stt.platform.credit.Balance;
import ai.stt.platform.credit.LedgerEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The ledger of one transaction. An account's row of balances is the lock of its ledger. */
public final class JdbiLedger implements Ledger {
  private final Handle handle;

  /** The ledger on this connection. */
  public JdbiLedger(Handle handle) {
    this.handle = handle;
  }

  @Override
  public Balance lock(long accountId) {
    return lockIfThere(accountId)
        .orElseGet(
            () -> {
              handle.execute(
                  """
                  insert into credit_balance (account_id, available, reserved) values (?, 0, 0)
                  on conflict (account_id) do nothing
                  """,
                  accountId);
              return lockIfThere(accountId).orElseThrow();
            });
  }

  private Optional<Balance> lockIfThere(long accountId) {
    return handle
        .createQuery(
            "select available, reserved from credit_balance where account_id = :account for update")
        .bind("account", accountId)
        .map((row, context) -> balance(row))
        .findOne();
  }

  @Override
  public Locked lock(long accountId, String keyStart) {
    return handle
        .createQuery(
            """
            select available, reserved, (
              select key from ledger
              where account_id = :account and kind = 'grant' and starts_with(key, :start)
              order by id desc limit 1) as last_grant
            from credit_balance where account_id = :account for update
            """)
        .bind("account", accountId)
        .bind("start", keyStart)
        .map((row, context) -> new Locked(balance(row), row.getString("last_grant")))
        .findOne()
        .orElseGet(() -> new Locked(lock(accountId), null));
  }

  @Override
  public Balance balance(long accountId) {
    return handle
        .createQuery("select available, reserved from credit_balance where account_id = :account")
        .bind("account", accountId)
        .map((row, context) -> balance(row))
        .findOne()
        .orElse(Balance.ZERO);
  }

  @Override
  public Optional<LedgerEntry> find(long accountId, String key) {
    return handle
        .createQuery("select * from ledger where account_id = :account and key = :key")
        .bind("account", accountId)
        .bind("key", key)
        .map((row, context) -> entry(row))
        .findOne();
  }

  @Override
  public Optional<LedgerEntry> append(LedgerEntry.Draft draft) {
    return handle
        .createQuery(
            """
            with entry as (
              insert into ledger (account_id, kind, key, available, reserved, hold_id, at)
              values (:account, :kind, :key, :available, :reserved, :hold, :at)
              on conflict do nothing returning id)
            update credit_balance set available = available + :available,
              reserved = reserved + :reserved
            from entry where account_id = :account returning entry.id
            """)
        .bind("account", draft.accountId())
        .bind("kind", draft.kind().name().toLowerCase(Locale.ROOT))
        .bind("key", draft.key())
        .bind("available", draft.available())
        .bind("reserved", draft.reserved())
        .bindByType("hold", draft.holdId(), Long.class)
        .bind("at", Rows.time(draft.at()))
        .mapTo(Long.class)
        .findOne()
        .map(id -> new LedgerEntry(id, draft));
  }

  @Override
  public Optional<LedgerEntry> lastGrant(long accountId, String keyStart, long beforeId) {
    return handle
        .createQuery(
            """
            select * from ledger
            where account_id = :account and kind = 'grant' and starts_with(key, :start)
              and id < :before
            order by id desc limit 1
            """)
        .bind("account", accountId)
        .bind("before", beforeId)
        .bind("start", keyStart)
        .map((row, context) -> entry(row))
        .findOne();
  }

  @Override
  public List<Long> reserving() {
    return handle
        .createQuery("select account_id from credit_balance where reserved > 0")
        .mapTo(Long.class)
        .list();
  }

  @Override
  public List<LedgerEntry> openHolds(long accountId, String keyStart, Instant before) {
    return handle
        .createQuery(
            """
            select * from ledger held
            where account_id = :account and kind = 'hold' and starts_with(key, :start)
              and at < :before
              and not exists (select from ledger ending
                where ending.account_id = :account and ending.hold_id = held.id)
            order by id
            """)
        .bind("account", accountId)
        .bind("start", keyStart)
        .bind("before", Rows.time(before))
        .map((row, context) -> entry(row))
        .list();
  }

  @Override
  public long drawn(long accountId, long entryId, Instant before) {
    return handle
        .createQuery(
            """
            select coalesce(-sum(held.available + coalesce(ending.available, 0)), 0)::bigint
            from ledger held left join ledger ending on ending.hold_id = held.id
            where held.account_id = :account and held.id > :entry and held.kind = 'hold'
              and held.at < :before
            """)
        .bind("account", accountId)
        .bind("entry", entryId)
        .bind("before", Rows.time(before))
        .mapTo(Long.class)
        .one();
  }

  @Override
  public LedgerTotals totalsSince(long accountId, Instant from) {
    return handle
        .createQuery(
            """
            select
              coalesce(sum(available) filter (where kind in ('grant', 'adjust') and available > 0), 0)::bigint
                as granted,
              coalesce(-sum(available + reserved) filter (where kind = 'settle'), 0)::bigint as used
            from ledger where account_id = :account and at >= :from
            """)
        .bind("account", accountId)
        .bind("from", Rows.time(from))
        .map((row, context) -> new LedgerTotals(row.getLong("granted"), row.getLong("used")))
        .one();
  }

  @Override
  public List<LedgerEntry> entries(long accountId, long beforeId, int limit) {
    return handle
        .createQuery(
            """
            select * from ledger where account_id = :account and id < :before
            order by id desc limit :limit
            """)
        .bind("account", accountId)
        .bind("before", beforeId)
        .bind("limit", limit)
        .map((row, context) -> entry(row))
        .list();
  }

  @Override
  public List<LedgerMismatch> audit() {
    return handle
        .createQuery("select * from ledger_mismatch order by account_id")
        .map(
            (row, context) ->
                new LedgerMismatch(
                    row.getLong("account_id"),
                    row.getLong("available"),
                    row.getLong("available_sum"),
                    row.getLong("reserved"),
                    row.getLong("reserved_sum")))
        .list();
  }

  private static Balance balance(ResultSet row) throws SQLException {
    return new Balance(row.getLong("available"), row.getLong("reserved"));
  }

  private static LedgerEntry entry(ResultSet row) throws SQLException {
    long hold = row.getLong("hold_id");
    boolean none = row.wasNull();
    return new LedgerEntry(
        row.getLong("id"),
        new LedgerEntry.Draft(
            row.getLong("account_id"),
            LedgerEntry.Kind.valueOf(Rows.text(row, "kind").toUpperCase(Locale.ROOT)),
            Rows.text(row, "key"),
            row.getLong("available"),
            row.getLong("reserved"),
            none ? null : (Long) hold,
            Rows.time(row, "at")));
  }
}
