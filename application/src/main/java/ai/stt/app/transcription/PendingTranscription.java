package ai.stt.app.transcription;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A transcription that waits or runs. Thread-safe. */
public final class PendingTranscription {
  private final CompletableFuture<TranscriptionResult> result;
  private final AtomicBoolean canceled;

  PendingTranscription(CompletableFuture<TranscriptionResult> result, AtomicBoolean canceled) {
    this.result = result;
    this.canceled = canceled;
  }

  /**
   * Waits for the result.
   *
   * @return the result, or empty when it took longer than {@code atMost}
   * @throws SpeechException why there is no result
   */
  public Optional<TranscriptionResult> await(Duration atMost) throws InterruptedException {
    try {
      return Optional.of(result.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (CancellationException e) {
      throw new SpeechException(ErrorCode.CANCELED, "the transcription was canceled", e);
    } catch (ExecutionException e) {
      throw asSpeechException(e.getCause());
    }
  }

  /** Ends the work within a second; without effect once it is done. */
  public void cancel() {
    canceled.set(true);
    result.cancel(false);
  }

  private static SpeechException asSpeechException(@Nullable Throwable cause) {
    return switch (cause) {
      case SpeechException e -> e;
      case InterruptedException e ->
          new SpeechException(
              ErrorCode.SHUTTING_DOWN, "the server is stopping", Duration.ofSeconds(10), e);
      case null, default ->
          new SpeechException(ErrorCode.INTERNAL, "the transcription failed", cause);
    };
  }
}
