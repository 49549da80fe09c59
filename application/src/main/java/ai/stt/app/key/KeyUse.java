package ai.stt.app.key;

import ai.stt.app.storage.UnitOfWork;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Collects when keys were last used and writes it for all of them at once, so that no request has
 * to. Thread-safe.
 */
public final class KeyUse {
  private final UnitOfWork work;
  private final ConcurrentHashMap<Long, Instant> seen = new ConcurrentHashMap<>();

  /** Writes to these stores. */
  public KeyUse(UnitOfWork work) {
    this.work = work;
  }

  /** Notes that a key was used. */
  public void seen(long keyId, Instant at) {
    seen.put(keyId, at);
  }

  /**
   * Writes what came together; called again and again in the background. What cannot be written is
   * kept for the next time.
   */
  public void flush() {
    Map<Long, Instant> batch = new HashMap<>(seen);
    if (!batch.isEmpty()) {
      work.run(stores -> stores.get(Keys.class).used(batch));
      batch.forEach(seen::remove); // unless it was used again meanwhile
    }
  }
}
