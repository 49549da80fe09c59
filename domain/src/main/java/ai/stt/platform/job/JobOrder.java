package ai.stt.platform.job;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an account ordered; it never changes.
 *
 * @param id of the job and of its transcript, at least 1
 * @param slug the same for addresses: {@link Slug#LENGTH} characters that nobody can guess
 * @param accountId whose it is
 * @param options how to transcribe
 * @param recording key of the recording in its store; null once it is deleted
 * @param keepsRecording whether the recording stays when the job is done
 * @param webhook who is told when it has ended, or null
 * @param createdAt when it was ordered
 */
public record JobOrder(
    long id,
    String slug,
    long accountId,
    JobOptions options,
    @Nullable String recording,
    boolean keepsRecording,
    @Nullable URI webhook,
    Instant createdAt) {
  /** Checks the ids. */
  public JobOrder {
    if (id < 1 || accountId < 1 || !Slug.isSlug(slug)) {
      throw new IllegalArgumentException("a job has an id, a slug and an account");
    }
  }

  /** Under this name the ledger knows what the job costs, however often it is tried. */
  public String ledgerName() {
    return "job:" + id;
  }
}
