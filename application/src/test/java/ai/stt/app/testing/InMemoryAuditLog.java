package ai.stt.app.testing;

import ai.stt.app.audit.AuditLog;
import ai.stt.platform.account.AuditEvent;
import java.util.List;
import java.util.stream.Stream;

final class InMemoryAuditLog implements AuditLog, InMemoryStore {
  private List<AuditEvent> events = List.of();

  @Override
  public void add(AuditEvent event) {
    events = Stream.concat(events.stream(), Stream.of(event)).toList();
  }

  @Override
  public List<AuditEvent> of(long accountId, int limit) {
    return events.reversed().stream()
        .filter(event -> event.accountId() == accountId)
        .limit(limit)
        .toList();
  }

  @Override
  public void forget(long accountId) {
    events = events.stream().filter(event -> event.accountId() != accountId).toList();
  }

  @Override
  public Runnable snapshot() {
    List<AuditEvent> before = events;
    return () -> events = before;
  }

  @Override
  public void forgetAccount(long accountId) {}
}
