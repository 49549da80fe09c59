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
                    row.getLong("transcript_id"),
                    Rows.time(row, "at")))
        .findOne();
  }

  @Override
  public void put(FirstRequest request) {
    handle.execute(
        """
        insert into first_request (account_id, key, fingerprint, transcript_id, at)
        values (?, ?, ?, ?, ?)
        on conflict (account_id, key) do update
        set fingerprint = excluded.fingerprint, transcript_id = excluded.transcript_id,
          at = excluded.at
        """,
        request.accountId(),
        request.key(),
        request.fingerprint(),
        request.jobId(),
        Rows.time(request.at()));
  }

  @Override
  public void forget(Instant before) {
    handle.execute("delete from first_request where at < ?", Rows.time(before));
  }
}
