package ai.stt.app.live;

import ai.stt.app.job.JobDraft;
import ai.stt.app.job.Jobs;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.app.usage.UsageLog;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.job.Slug;
import ai.stt.platform.transcript.Heard;
import ai.stt.platform.usage.Usage;
import ai.stt.speech.transcript.Transcript;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.random.RandomGenerator;

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
   * Keeps a transcript and counts the usage, both or none.
   *
   * @param model that heard it
   * @param audio how much was taken
   * @param credits it cost
   * @return id of the transcript
   */
  public long keep(
      long accountId,
      String model,
      Transcript transcript,
      Instant startedAt,
      Duration audio,
      long credits) {
    return work.in(
        stores -> {
          Job job = completed(stores, accountId, model, startedAt, credits);
          var heard =
              new Heard(
                  model,
                  transcript.language(),
                  transcript.languageProbability(),
                  transcript.duration(),
                  null);
          long id = job.order().id();
          stores.get(Transcripts.class).keep(id, heard, transcript.segments());
          var usage = new Usage(0, 1, audio.toMillis() / 60_000.0, credits);
          stores
              .get(UsageLog.class)
              .add(accountId, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), usage);
          return id;
        });
  }

  private Job completed(
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
    Job done = queued.taken(WORKER, startedAt).completed(clock.instant(), credits);
    jobs.put(done);
    return done;
  }
}
