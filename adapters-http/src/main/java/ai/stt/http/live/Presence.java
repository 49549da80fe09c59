package ai.stt.http.live;

import java.time.Duration;

/** Whether a stream's client is there. Guarded by the stream. */
final class Presence {
  /** A connection from which nothing came for so long may have broken without a word. */
  private static final long SILENCE_NANOS = Duration.ofSeconds(3).toNanos();

  private boolean lost;
  private long lostAt;
  private boolean busy;
  private long lastHeard = System.nanoTime();

  /** A message of the client is dealt with now, or was. */
  void busy(boolean now) {
    busy = now;
  }

  /** Something came just now. */
  void heard() {
    lastHeard = System.nanoTime();
  }

  /** The connection broke; the client may come back. */
  void leave() {
    lost = true;
    lostAt = System.nanoTime();
  }

  /** The client came back. */
  void comeBack() {
    lost = false;
    heard();
  }

  boolean isLost() {
    return lost;
  }

  /** Whether the connection is well beyond doubt. */
  boolean isWell() {
    return !lost && (busy || System.nanoTime() - lastHeard < SILENCE_NANOS);
  }

  /** Nanoseconds since the client sent anything; 0 while there is something to do. */
  long quietNanos() {
    return busy || lost ? 0 : System.nanoTime() - lastHeard;
  }

  /** Nanoseconds since the connection broke; -1 while there is one. */
  long lostNanos(long now) {
    return lost ? Math.max(0, now - lostAt) : -1;
  }
}
