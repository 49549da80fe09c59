package ai.stt.persistence.job;

import ai.stt.app.job.FirstRequest;
import ai.stt.app.job.FirstRequests;
import ai.stt.persistence.database.Rows;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** First requests of one transaction. */
public final class JdbiFirstRequests implements FirstRequests {
  private final Handle handle;

  /** First requests on this connection. */
  public JdbiFirstRequests(Handle handle) {
    this.handle = handle;
  }

  @Override
  public Optional<FirstRequest> find(long accountId, String key) {
    return handle
        .createQuery("select * from first_request where account_id = :account and key = :key")
        .bind("account", accountId)
        .bind("key", key)
        .map(
            (row, context) ->
                new FirstRequest(
                    accountId,
                    key,
                    Rows.text(row, "fingerprint"),
                    row.getObject("transcript_id", Long.class),
                    Rows.time(row, "at")))
        .findOne();
  }

  @Override
  public void put(FirstRequest request) {
    handle
        .createUpdate(
            """
            insert into first_request (account_id, key, fingerprint, transcript_id, at)
            values (:account, :key, :fingerprint, :job, :at)
            on conflict (account_id, key) do update
            set fingerprint = excluded.fingerprint, transcript_id = excluded.transcript_id,
              at = excluded.at
            """)
        .bind("account", request.accountId())
        .bind("key", request.key())
        .bind("fingerprint", request.fingerprint())
        .bindByType("job", request.jobId(), Long.class)
        .bind("at", Rows.time(request.at()))
        .execute();
  }

  @Override
  public void forget(Instant before) {
    handle.execute("delete from first_request where at < ?", Rows.time(before));
  }
}
