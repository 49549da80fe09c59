package ai.stt.app.testing;

import ai.stt.app.account.Sessions;
import ai.stt.platform.account.Session;
import ai.stt.platform.key.SecretHash;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

final class InMemorySessions implements Sessions, InMemoryStore {
  private Map<SecretHash, Session> sessions = new HashMap<>();

  @Override
  public void add(SecretHash token, Session session) {
    sessions.put(token, session);
  }

  @Override
  public Optional<Session> find(SecretHash token, Instant now) {
    return Optional.ofNullable(sessions.get(token))
        .filter(session -> session.expiresAt().isAfter(now));
  }

  @Override
  public void remove(SecretHash token) {
    sessions.remove(token);
  }

  @Override
  public void removeExpired(Instant now) {
    sessions.values().removeIf(session -> !session.expiresAt().isAfter(now));
  }

  @Override
  public Runnable snapshot() {
    var before = new HashMap<>(sessions);
    return () -> sessions = before;
  }

  @Override
  public void forgetAccount(long accountId) {
    sessions.values().removeIf(session -> session.accountId() == accountId);
  }
}
