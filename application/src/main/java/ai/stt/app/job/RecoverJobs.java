package ai.stt.app.job;

import ai.stt.app.credit.SpendCredits;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.job.Job;
import ai.stt.speech.error.ErrorCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queues the jobs of workers that are gone anew, or gives them up. Thread-safe. */
public final class RecoverJobs {
  private static final int BATCH = 50;
  private static final Logger LOG = LoggerFactory.getLogger(RecoverJobs.class);

  private final UnitOfWork work;
  private final EndJob end;
  private final JobNews news;
  private final JobSettings settings;
  private final InstantSource clock;

  /** Recovers in these stores. */
  public RecoverJobs(
      UnitOfWork work,
      SpendCredits spend,
      JobNews news,
      JobSettings settings,
      InstantSource clock) {
    this.work = work;
    this.end = new EndJob(work, spend, clock);
    this.news = news;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Looks for jobs whose lease was over at a time.
   *
   * @param now when it was last known that the others could say that they are alive
   * @return how many were found
   */
  public int recover(Instant now) {
    List<Job> recovered =
        work.in(
            stores ->
                stores.get(Jobs.class).lockExpired(now, BATCH).stream()
                    .map(job -> recovered(stores, job))
                    .toList());
    for (Job job : recovered) {
      LOG.warn(
          "Job {} lost its worker for the {}. time and is {} now",
          job.order().id(),
          job.attempts(),
          job.status().text());
      news.tellEnd(job.order().id());
    }
    if (!recovered.isEmpty()) {
      news.tellWork();
    }
    return recovered.size();
  }

  private Job recovered(Stores stores, Job.Running job) {
    Job next;
    if (job.attempts() < settings.mostAttempts()) {
      next = job.lost();
    } else {
      end.release(stores, job.order());
      next =
          job.failed(
              clock.instant(),
              ErrorCode.INTERNAL,
              "%d workers were lost while they transcribed this recording; convert it to another format, such as FLAC, and send it again"
                  .formatted(job.attempts()));
    }
    EndJob.put(stores, next);
    return next;
  }
}
