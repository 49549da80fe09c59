package ai.stt.config.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was made, in the reverse order of its making. Thread-safe. */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<AutoCloseable> made = new ArrayDeque<>();

  /** Remembers a thing to close. */
  synchronized <T extends AutoCloseable> T later(T thing) {
    made.push(thing);
    return thing;
  }

  /** Closes everything once, also when one of them fails. */
  @Override
  public synchronized void close() {
    while (!made.isEmpty()) {
      AutoCloseable thing = made.pop();
      try {
        thing.close();
      } catch (Exception e) {
        LOG.warn("{} did not close cleanly", thing.getClass().getSimpleName(), e);
      }
    }
  }
}
