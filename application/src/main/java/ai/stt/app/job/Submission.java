package ai.stt.app.job;

import ai.stt.platform.account.Plan;
import ai.stt.platform.job.JobOptions;
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
 * @param file the recording; it is copied. When it was an upload it may be gone: with the first
 *     request of the same key
 * @param upload the id of the upload that the file was, or null
 * @param webhook who is told when the job has ended, or null
 * @param idempotencyKey makes a repetition of the request give the first one's result, or null
 */
public record Submission(
    long accountId,
    Plan plan,
    String title,
    JobOptions options,
    Path file,
    @Nullable String upload,
    @Nullable URI webhook,
    @Nullable String idempotencyKey) {
  /** A wish whose recording came with it. */
  public Submission(
      long accountId,
      Plan plan,
      String title,
      JobOptions options,
      Path file,
      @Nullable URI webhook,
      @Nullable String idempotencyKey) {
    this(accountId, plan, title, options, file, null, webhook, idempotencyKey);
  }

  /** Checks the key. */
  public Submission {
    FirstRequest.requireValid(idempotencyKey);
  }
}
