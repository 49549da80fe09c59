package ai.stt.app.enhancement;

import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The state of one enhancement that its worker and those who wait for it share. Thread-safe. */
final class EnhancementRun {
  private final String model;
  private final AtomicReference<@Nullable EnhancedSound> result = new AtomicReference<>();
  private volatile boolean canceled;
  private volatile OptionalDouble claimedDuration = OptionalDouble.empty();
  private volatile double doneSeconds;

  EnhancementRun(String model) {
    this.model = model;
  }

  String model() {
    return model;
  }

  boolean isCanceled() {
    return canceled;
  }

  void started(OptionalDouble claimed) {
    claimedDuration = claimed;
  }

  void progress(double seconds) {
    doneSeconds = seconds;
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
    result.set(sound);
    if (canceled) {
      drop();
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
