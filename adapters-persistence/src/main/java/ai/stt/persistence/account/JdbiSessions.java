package ai.stt.persistence.account;

import ai.stt.app.account.Sessions;
import ai.stt.persistence.database.Rows;
import ai.stt.platform.account.Session;
import ai.stt.platform.key.SecretHash;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Log-ins of one transaction. */
public final class JdbiSessions implements Sessions {
  private final Handle handle;

  /** Sessions on this connection. */
  public JdbiSessions(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void add(SecretHash token, Session session) {
    handle.execute(
        "insert into session (token_hash, account_id, created_at, expires_at) values (?, ?, ?, ?)",
        token.bytes(),
        session.accountId(),
        Rows.time(session.createdAt()),
        Rows.time(session.expiresAt()));
  }

  @Override
  public Optional<Session> find(SecretHash token, Instant now) {
    return handle
        .createQuery(
            """
            select account_id, created_at, expires_at
            from session
            where token_hash = :token and expires_at > :now
            """)
        .bind("token", token.bytes())
        .bind("now", Rows.time(now))
        .map(
            (row, context) ->
                new Session(
                    row.getLong("account_id"),
                    Rows.time(row, "created_at"),
                    Rows.time(row, "expires_at")))
        .findOne();
  }

  @Override
  public void remove(SecretHash token) {
    handle.execute("delete from session where token_hash = ?", (Object) token.bytes());
  }

  @Override
  public void removeExpired(Instant now) {
    handle.execute("delete from session where expires_at <= ?", Rows.time(now));
  }
}
