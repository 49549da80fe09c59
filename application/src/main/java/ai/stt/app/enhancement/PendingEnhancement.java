package ai.stt.app.enhancement;

import ai.stt.app.scheduling.JobResult;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

/** An enhancement that waits or runs. Thread-safe. */
public final class PendingEnhancement {
  private final CompletableFuture<EnhancementRun> done;
  private final EnhancementRun run;

  PendingEnhancement(CompletableFuture<EnhancementRun> done, EnhancementRun run) {
    this.done = done;
    this.run = run;
  }

  /** How much of the work is done, 0..1; empty while nobody knows how much there is. */
  public OptionalDouble progress() {
    return run.progress();
  }

  /** Seconds of sound that are done. */
  public double doneSeconds() {
    return run.doneSeconds();
  }

  /**
   * Waits for the result.
   *
   * @return the result, given once and then the caller's to close, or empty when it took longer
   *     than {@code atMost}
   * @throws SpeechException why there is no result
   */
  public Optional<EnhancedSound> await(Duration atMost) throws InterruptedException {
    return JobResult.await(done, atMost, "enhancement")
        .flatMap(ended -> Optional.ofNullable(ended.take()));
  }

  /** Ends the work within a second; without effect once the result is handed over. */
  public void cancel() {
    run.cancel();
    done.cancel(false);
  }
}
