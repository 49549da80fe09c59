package ai.stt.app.audit;

import ai.stt.platform.account.AuditEvent;
import java.util.List;

/** The store of audit events. Part of a unit of work. */
public interface AuditLog {
  /** Adds an event. */
  void add(AuditEvent event);

  /** An account's events, the newest first; also after the account is gone. */
  List<AuditEvent> of(long accountId, int limit);

  /** Removes what is known about an account. */
  void forget(long accountId);
}
