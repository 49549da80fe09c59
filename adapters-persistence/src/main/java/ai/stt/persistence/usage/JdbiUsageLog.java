package ai.stt.persistence.usage;

import ai.stt.app.usage.UsageLog;
import ai.stt.persistence.database.Rows;
import ai.stt.platform.usage.DailyUsage;
import ai.stt.platform.usage.Usage;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Daily usage of one transaction. */
public final class JdbiUsageLog implements UsageLog {
  private final Handle handle;

  /** Usage on this connection. */
  public JdbiUsageLog(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void add(long accountId, LocalDate day, Usage more) {
    handle
        .createUpdate(
            """
            insert into usage_day as u (account_id, day, requests, transcriptions, minutes, credits)
            select id, :day, :requests, :transcriptions, :minutes, :credits
            from account where id = :account for key share
            on conflict (account_id, day) do update set
              requests = u.requests + excluded.requests,
              transcriptions = u.transcriptions + excluded.transcriptions,
              minutes = u.minutes + excluded.minutes,
              credits = u.credits + excluded.credits
            """)
        .bind("account", accountId)
        .bind("day", day)
        .bind("requests", more.requests())
        .bind("transcriptions", more.transcriptions())
        .bind("minutes", more.minutes())
        .bind("credits", more.credits())
        .execute();
  }

  @Override
  public List<DailyUsage> between(long accountId, LocalDate first, LocalDate last) {
    return handle
        .createQuery(
            """
            select day, requests, transcriptions, minutes, credits from usage_day
            where account_id = :account and day between :first and :last
            order by day
            """)
        .bind("account", accountId)
        .bind("first", first)
        .bind("last", last)
        .map(
            (row, context) ->
                new DailyUsage(
                    LocalDate.parse(Rows.text(row, "day")),
                    new Usage(
                        row.getLong("requests"),
                        row.getLong("transcriptions"),
                        row.getDouble("minutes"),
                        row.getLong("credits"))))
        .list();
  }
}
