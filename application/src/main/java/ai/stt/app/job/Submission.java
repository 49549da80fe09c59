package ai.stt.app.job;

import ai.stt.platform.account.Plan;
import ai.stt.platform.job.JobOptions;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A wish to have a recording transcribed and kept.
 *
 * @param accountId whose transcript it becomes
 * @param plan the account's
 * @param title of the transcript
 * @param options how to transcribe
 * @param file the recording; it is copied
 * @param webhook who is told when the job has ended, or null
 * @param idempotencyKey makes a repetition of the request give the first one's result, or null
 */
public record Submission(
    long accountId,
    Plan plan,
    String title,
    JobOptions options,
    Path file,
    @Nullable URI webhook,
    @Nullable String idempotencyKey) {
  private static final int LONGEST_KEY = 255;

  /** Checks the key. */
  public Submission {
    if (idempotencyKey != null
        && (idempotencyKey.isBlank()
            || idempotencyKey.length() > LONGEST_KEY
            || !idempotencyKey.chars().allMatch(c -> c >= ' ' && c <= '~'))) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "Idempotency-Key: 1 to %d printable ASCII characters".formatted(LONGEST_KEY));
    }
  }
}
