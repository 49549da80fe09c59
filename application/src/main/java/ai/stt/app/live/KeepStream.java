package ai.stt.app.live;

import ai.stt.app.job.JobDraft;
import ai.stt.app.job.Jobs;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.app.usage.UsageLog;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.job.Slug;
import ai.stt.platform.transcript.Heard;
import ai.stt.platform.transcript.TranscriptHead;
import ai.stt.platform.usage.Usage;
import ai.stt.speech.transcript.Transcript;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was said in a stream as a transcript of its account, which is in the lists as that of
 * a completed job without a recording. Thread-safe.
 */
public final class KeepStream {
  private static final String WORKER = "stream";

  private final UnitOfWork work;
  private final InstantSource clock;
  private final RandomGenerator random = new SecureRandom();

  /** Keeps in these stores. */
  public KeepStream(UnitOfWork work, InstantSource clock) {
    this.work = work;
    this.clock = clock;
  }

  /**
   * What is kept of a stream.
   *
   * @param id of the transcript
   * @param audio that has been counted
   * @param credits that have been counted
   */
  public record Kept(long id, Duration audio, long credits) {}

  /**
   * Keeps a transcript and counts the usage, both or none.
   *
   * @param before what is kept already of a stream that has gone on since; null for nothing. Its
   *     transcript is replaced, unless it was removed meanwhile
   * @param model that heard it
   * @param audio how much was taken
   * @param credits it cost
   */
  public Kept keep(
      @Nullable Kept before,
      long accountId,
      String model,
      Transcript transcript,
      Instant startedAt,
      Duration audio,
      long credits) {
    return work.in(
        stores -> {
          Job.Completed done =
              Optional.ofNullable(before)
                  .flatMap(kept -> again(stores, accountId, kept.id, credits))
                  .orElseGet(() -> completed(stores, accountId, model, startedAt, credits));
          var heard =
              new Heard(
                  model,
                  transcript.language(),
                  transcript.languageProbability(),
                  transcript.duration(),
                  null);
          stores.get(Transcripts.class).keep(done, heard, transcript.segments());
          count(stores, accountId, before, audio, credits);
          return new Kept(done.order().id(), audio, credits);
        });
  }

  private void count(
      Stores stores, long accountId, @Nullable Kept before, Duration audio, long credits) {
    Duration more = before == null ? audio : audio.minus(before.audio);
    long dearer = before == null ? credits : credits - before.credits;
    var usage = new Usage(0, before == null ? 1 : 0, more.toMillis() / 60_000.0, dearer);
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    stores.get(UsageLog.class).add(accountId, today, usage);
  }

  /** The transcript's job if it is still there, which ends now then. */
  private Optional<Job.Completed> again(Stores stores, long accountId, long id, long credits) {
    return stores
        .get(Transcripts.class)
        .lock(accountId, new TranscriptRef.ById(id))
        .map(TranscriptHead::job)
        .filter(Job.Completed.class::isInstance)
        .map(Job.Completed.class::cast)
        .map(
            done ->
                new Job.Completed(
                    done.order(), done.attempts(), done.startedAt(), clock.instant(), credits));
  }

  private Job.Completed completed(
      Stores stores, long accountId, String model, Instant startedAt, long credits) {
    Jobs jobs = stores.get(Jobs.class);
    jobs.lockQueue(accountId);
    String title = "Live " + startedAt.toString().substring(0, 16).replace('T', ' ');
    Job.Queued queued =
        jobs.add(
            new JobDraft(
                Slug.random(random),
                accountId,
                title,
                new JobOptions(model, null, null, false, 0),
                Slug.random(random), // nothing lies under this key
                0,
                null,
                1,
                startedAt));
    return queued.taken(WORKER, startedAt).completed(clock.instant(), credits);
  }
}
