package ai.stt.inference.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One try to load a model, on a thread of its own. Thread-safe. */
final class ModelLoad {
  private final Instant startedAt;
  private final FullDevice full;
  private final long startedNanos = System.nanoTime();
  private final CompletableFuture<Optional<String>> outcome = new CompletableFuture<>();
  private volatile @Nullable Thread thread;
  private volatile long measuredBytes;

  ModelLoad(Instant startedAt, FullDevice full) {
    this.full = full;
    this.startedAt = startedAt;
  }

  Duration took() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  FullDevice full() {
    return full;
  }

  Instant startedAt() {
    return startedAt;
  }

  /** Empty, or the reason why the load failed. */
  CompletableFuture<Optional<String>> outcome() {
    return outcome;
  }

  /** What the device's memory has lost to it; 0 when nobody knows. */
  long measuredBytes() {
    return measuredBytes;
  }

  void measured(long bytes) {
    measuredBytes = bytes;
  }

  void runsOn(Thread loader) {
    thread = loader;
  }

  void interrupt() {
    Thread loader = thread;
    if (loader != null) {
      loader.interrupt();
    }
  }
}
