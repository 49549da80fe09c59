package ai.stt.app.scheduling;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What came of a job of a {@link WorkQueue}, for those who wait for it. */
public final class JobResult {
  private static final Duration STOPPING_WAIT = Duration.ofSeconds(10);

  private JobResult() {}

  /**
   * Waits for a job.
   *
   * @param job as {@link WorkQueue#submit} gave it
   * @param what it does, for the messages, such as {@code transcription}
   * @return the result, or empty when it took longer than {@code atMost}
   * @throws SpeechException why there is no result
   */
  public static <T> Optional<T> await(CompletableFuture<T> job, Duration atMost, String what)
      throws InterruptedException {
    try {
      return Optional.of(job.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (CancellationException e) {
      throw new SpeechException(ErrorCode.CANCELED, "the %s was canceled".formatted(what), e);
    } catch (ExecutionException e) {
      throw failure(e.getCause(), what);
    }
  }

  private static SpeechException failure(@Nullable Throwable cause, String what) {
    return switch (cause) {
      case SpeechException e -> e;
      case InterruptedException e -> stopping(e);
      case null, default ->
          new SpeechException(ErrorCode.INTERNAL, "the %s failed".formatted(what), cause);
    };
  }

  /** The queue takes no jobs any more. */
  static SpeechException stopping(@Nullable Throwable cause) {
    return new SpeechException(
        ErrorCode.SHUTTING_DOWN, "the server is stopping", STOPPING_WAIT, cause);
  }
}
