package ai.stt.inference.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a model is not to be had, and until when. Under the lock of its slot. */
final class Trouble {
  private final Duration retry;
  private final InstantSource clock;

  /** Loads and calls that were given up and have not come back. */
  private final Set<Object> lost = new HashSet<>();

  private @Nullable String reason;
  private Instant since;

  /**
   * None.
   *
   * @param retry after it another try is worth it
   */
  Trouble(Duration retry, InstantSource clock) {
    this.retry = retry;
    this.clock = clock;
    this.since = clock.instant();
  }

  /** Begins; null for none. */
  void put(@Nullable String why) {
    reason = why;
    since = clock.instant();
  }

  /** Something was given up: until it ends there is no other try. */
  void lose(Object work) {
    lost.add(work);
  }

  /** Whether what has ended had been given up. */
  boolean ended(Object work) {
    boolean was = lost.remove(work);
    if (was) {
      since = clock.instant();
    }
    return was;
  }

  /** Forgets, unless what failed is still at it. */
  void forgive() {
    if (lost.isEmpty()) {
      reason = null;
    }
  }

  /** The reason; null when there is none or it is time for another try. */
  @Nullable String reason() {
    boolean recent = !lost.isEmpty() || clock.instant().isBefore(since.plus(retry));
    return recent ? reason : null;
  }

  /** The reason, also when it is time for another try; null when there is none. */
  @Nullable String last() {
    return reason;
  }

  /** Until the other try. */
  Duration untilRetry() {
    Duration left = Duration.between(clock.instant(), since.plus(retry));
    return left.isPositive() ? left : retry;
  }
}
