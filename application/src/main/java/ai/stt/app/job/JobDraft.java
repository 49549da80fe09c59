package ai.stt.app.job;

import ai.stt.platform.job.JobOptions;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job that is not stored yet.
 *
 * @param slug random
 * @param accountId who orders it
 * @param title of its transcript
 * @param options how to transcribe
 * @param recording key of the stored recording
 * @param keptDays how many days the recording stays when the job is done; 0 for not at all
 * @param webhook who is told when it has ended, or null
 * @param atOnce how many jobs of the account may run at once, at least 1
 * @param createdAt when
 */
public record JobDraft(
    String slug,
    long accountId,
    String title,
    JobOptions options,
    String recording,
    int keptDays,
    @Nullable URI webhook,
    int atOnce,
    Instant createdAt) {}
