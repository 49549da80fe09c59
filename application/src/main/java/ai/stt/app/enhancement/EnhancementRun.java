package ai.stt.app.enhancement;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The state of one enhancement that its worker and those who wait for it share. Thread-safe. */
final class EnhancementRun {
  private final String model;
  private final ChargeEnhancement.@Nullable Bill bill;
  private final AtomicReference<@Nullable EnhancedSound> result = new AtomicReference<>();
  private volatile boolean canceled;
  private volatile OptionalDouble claimedDuration = OptionalDouble.empty();
  private volatile double doneSeconds;

  /** A run that has not begun; without a bill it costs nothing. */
  EnhancementRun(String model, ChargeEnhancement.@Nullable Bill bill) {
    this.model = model;
    this.bill = bill;
  }

  String model() {
    return model;
  }

  boolean isCanceled() {
    return canceled;
  }

  /** The audio is known and no model has run; what it claims to cost is set aside. */
  void started(OptionalDouble claimed) {
    claimedDuration = claimed;
    hold(claimed.orElse(0));
  }

  /** So much is done; what it costs beyond its claim is set aside. */
  void progress(double seconds) {
    doneSeconds = Math.max(doneSeconds, seconds); // it may have begun anew
    hold(seconds);
  }

  private void hold(double seconds) {
    if (bill != null) {
      bill.hold(duration(seconds));
    }
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }

  /** How much is done, 0..1; empty while nobody knows how much there is. */
  OptionalDouble progress() {
    OptionalDouble claimed = claimedDuration;
    return claimed.isPresent() && claimed.getAsDouble() > 0
        ? OptionalDouble.of(Math.clamp(doneSeconds / claimed.getAsDouble(), 0, 1))
        : OptionalDouble.empty();
  }

  double doneSeconds() {
    return doneSeconds;
  }

  /** Leaves the result for whoever comes for it, which is nobody after a cancellation. */
  void finished(EnhancedSound sound) {
    if (bill != null && !canceled) {
      bill.settle(duration(sound.duration()));
    }
    result.set(sound);
    if (canceled) {
      drop();
    }
  }

  /** The work has ended, with a result or without. */
  void ended() {
    if (bill != null) {
      bill.close();
    }
  }

  /** Hands the result over, once. */
  @Nullable EnhancedSound take() {
    return result.getAndSet(null);
  }

  void cancel() {
    canceled = true;
    drop();
  }

  private void drop() {
    EnhancedSound nobodys = take();
    if (nobodys != null) {
      nobodys.close();
    }
  }
}
