package ai.stt.inference.engine.whisper;

import java.time.Duration;

/**
 * The decoder's time between windows that somebody reads along with and all others: the former come
 * first, but after so long the others get a turn, so that no number of streams starves them. One
 * thread at a time.
 */
final class Shares {
  private static final long LIVE_NANOS = Duration.ofMillis(400).toNanos();
  private static final long OTHERS_NANOS = Duration.ofMillis(100).toNanos();

  private boolean wasLive;
  private long liveSince;
  private long othersUntil;

  Shares(long now) {
    liveSince = now;
    othersUntil = now;
  }

  /** Nobody has windows now: what follows is not the time of those that were there. */
  void idle() {
    wasLive = false;
  }

  /**
   * Whether windows that nobody reads along with may go on now.
   *
   * @param live whether there are others than they
   * @param now nanoseconds
   */
  boolean others(boolean live, long now) {
    if (!live || !wasLive) { // what went on before the first of them is not their time
      wasLive = live;
      liveSince = now;
      return !live;
    }
    if (now - liveSince >= LIVE_NANOS) {
      othersUntil = now + OTHERS_NANOS;
      liveSince = othersUntil;
    }
    return now < othersUntil;
  }
}
