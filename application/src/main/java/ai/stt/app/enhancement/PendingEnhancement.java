package ai.stt.app.enhancement;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

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
    try {
      return Optional.ofNullable(done.get(atMost.toMillis(), TimeUnit.MILLISECONDS).take());
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (CancellationException e) {
      throw new SpeechException(ErrorCode.CANCELED, "the enhancement was canceled", e);
    } catch (ExecutionException e) {
      throw asSpeechException(e.getCause());
    }
  }

  /** Ends the work within a second; without effect once the result is handed over. */
  public void cancel() {
    run.cancel();
    done.cancel(false);
  }

  private static SpeechException asSpeechException(@Nullable Throwable cause) {
    return switch (cause) {
      case SpeechException e -> e;
      case InterruptedException e ->
          new SpeechException(
              ErrorCode.SHUTTING_DOWN, "the server is stopping", Duration.ofSeconds(10), e);
      case null, default ->
          new SpeechException(ErrorCode.INTERNAL, "the enhancement failed", cause);
    };
  }
}
