package ai.stt.persistence.audit;

import ai.stt.app.audit.AuditLog;
import ai.stt.persistence.database.Rows;
import ai.stt.platform.account.AuditEvent;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** Audit events of one transaction. */
public final class JdbiAuditLog implements AuditLog {
  private final Handle handle;

  /** Events on this connection. */
  public JdbiAuditLog(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void add(AuditEvent event) {
    handle.execute(
        "insert into audit_event (account_id, kind, detail, at) values (?, ?, ?, ?)",
        event.accountId(),
        event.kind().name().toLowerCase(Locale.ROOT),
        event.detail(),
        Rows.time(event.at()));
  }

  @Override
  public List<AuditEvent> of(long accountId, int limit) {
    return handle
        .createQuery(
            """
            select account_id, kind, detail, at from audit_event
            where account_id = :account order by id desc limit :limit
            """)
        .bind("account", accountId)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new AuditEvent(
                    row.getLong("account_id"),
                    AuditEvent.Kind.valueOf(Rows.text(row, "kind").toUpperCase(Locale.ROOT)),
                    Rows.text(row, "detail"),
                    Rows.time(row, "at")))
        .list();
  }

  @Override
  public void forget(long accountId) {
    handle.execute("delete from audit_event where account_id = ?", accountId);
  }
}
