package ai.stt.app.transcription;

import ai.stt.app.scheduling.JobResult;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

/** A transcription that waits or runs. Thread-safe. */
public final class PendingTranscription {
  private final CompletableFuture<TranscriptionResult> result;
  private final TranscriptionRun run;

  PendingTranscription(CompletableFuture<TranscriptionResult> result, TranscriptionRun run) {
    this.result = result;
    this.run = run;
  }

  /** Id of the model that does it, which is not the wanted one after a fallback. */
  public String model() {
    return run.model();
  }

  /** Seconds of audio that are done. */
  public double heardSeconds() {
    return run.heardSeconds();
  }

  /** How much of the work is done, 0..1; empty while nobody knows how much there is. */
  public OptionalDouble progress() {
    OptionalDouble claimed = run.claimedDuration();
    return claimed.isPresent() && claimed.getAsDouble() > 0
        ? OptionalDouble.of(Math.clamp(run.heardSeconds() / claimed.getAsDouble(), 0, 1))
        : OptionalDouble.empty();
  }

  /**
   * Waits for the result.
   *
   * @return the result, or empty when it took longer than {@code atMost}
   * @throws SpeechException why there is no result
   */
  public Optional<TranscriptionResult> await(Duration atMost) throws InterruptedException {
    return JobResult.await(result, atMost, "transcription");
  }

  /** Ends the work within a second; without effect once it is done. */
  public void cancel() {
    run.cancel();
    result.cancel(false);
  }
}
