package ai.stt.persistence.access;

import ai.stt.app.access.SharedCounts;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.Rows;
import java.time.Instant;
import java.util.Collection;
import java.util.OptionalLong;

/** Counts and places in the database; each call is a short transaction of its own. Thread-safe. */
public final class JdbiSharedCounts implements SharedCounts {
  private final Database database;

  /** Counts in this database. */
  public JdbiSharedCounts(Database database) {
    this.database = database;
  }

  @Override
  public boolean countUp(String subject, Instant window, int limit) {
    return database.inTransaction(
            h ->
                h.execute(
                    """
                    insert into shared_count as c (subject, window_start, used) values (?, ?, 1)
                    on conflict (subject, window_start) do update set used = c.used + 1 where c.used < ?
                    """,
                    subject,
                    Rows.time(window),
                    limit))
        == 1;
  }

  @Override
  public void countDown(String subject, Instant window) {
    database.useTransaction(
        h ->
            h.execute(
                """
                update shared_count set used = used - 1
                where subject = ? and window_start = ? and used > 0
                """,
                subject,
                Rows.time(window)));
  }

  @Override
  public int count(String subject, Instant window) {
    return database.inTransaction(
        h ->
            h.createQuery(
                    "select used from shared_count where subject = :subject and window_start = :window")
                .bind("subject", subject)
                .bind("window", Rows.time(window))
                .mapTo(Integer.class)
                .findOne()
                .orElse(0));
  }

  @Override
  public void forget(Instant windowsBefore, Instant now) {
    database.useTransaction(
        h -> {
          h.execute("delete from shared_count where window_start < ?", Rows.time(windowsBefore));
          h.execute("delete from shared_place where until <= ?", Rows.time(now));
        });
  }

  @Override
  public void drop(String subject) {
    database.useTransaction(
        h -> {
          for (String table : new String[] {"shared_count", "shared_place"}) {
            h.execute(
                "delete from %s where subject = ? or starts_with(subject, ?)".formatted(table),
                subject,
                subject + " ");
          }
        });
  }

  @Override
  public OptionalLong enter(String subject, int limit, Instant now, Instant until) {
    return database.inTransaction(
        h -> {
          // Entering one subject is one at a time, over all servers; the lock ends with the
          // transaction.
          h.execute("select pg_advisory_xact_lock(hashtextextended(?, 7))", subject);
          return h.createQuery(
                  """
                  insert into shared_place (subject, until)
                  select :subject, :until
                  where (select count(*) from shared_place where subject = :subject and until > :now) < :limit
                  returning id
                  """)
              .bind("subject", subject)
              .bind("until", Rows.time(until))
              .bind("now", Rows.time(now))
              .bind("limit", limit)
              .mapTo(Long.class)
              .findOne()
              .map(OptionalLong::of)
              .orElse(OptionalLong.empty());
        });
  }

  @Override
  public void keep(Collection<Long> places, Instant until) {
    long[] ids = places.stream().mapToLong(Long::longValue).sorted().toArray();
    database.useTransaction(
        h ->
            h.createUpdate("update shared_place set until = :until where id = any(:ids)")
                .bind("until", Rows.time(until))
                .bind("ids", ids)
                .execute());
  }

  @Override
  public void leave(long place) {
    database.useTransaction(h -> h.execute("delete from shared_place where id = ?", place));
  }
}
