package ai.stt.app.job;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.job.Job;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Optional;

/** Waits for jobs, whichever server works on them. Thread-safe. */
public final class AwaitJob {
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final UnitOfWork work;
  private final JobNews news;
  private final Duration poll;

  /** Waits by the news of this server, and by looking now and then. */
  public AwaitJob(UnitOfWork work, JobNews news, JobSettings settings) {
    this.work = work;
    this.news = news;
    this.poll = settings.poll();
  }

  /**
   * Waits for the end of a job. A database that is away for a while is waited for as well.
   *
   * @return the job that has ended, or empty when that took longer than {@code atMost}
   * @throws SpeechException {@code CANCELED} when the job was deleted, {@code SHUTTING_DOWN} when
   *     this server stops before the job has ended
   */
  public Optional<Job> await(long id, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      JobNews.Waiter waiter = news.end(id);
      try {
        Optional<Job> job = look(id).filter(Job::ended);
        if (job.isPresent()) {
          return job;
        }
        if (news.stopped()) {
          throw new SpeechException(
              ErrorCode.SHUTTING_DOWN,
              "the server is stopping; the transcription goes on, ask again later",
              RETRY,
              null);
        }
        Duration rest = Duration.ofNanos(end - System.nanoTime());
        boolean last = rest.compareTo(poll) <= 0;
        if (!waiter.await(last ? rest : poll) && last) {
          return Optional.empty(); // who asks again looks again
        }
      } finally {
        news.forget(id, waiter);
      }
    }
  }

  private Optional<Job> look(long id) {
    try {
      Optional<Job> job = work.in(stores -> stores.get(Jobs.class).find(id));
      if (job.isEmpty()) {
        throw new SpeechException(ErrorCode.CANCELED, "the transcription was deleted");
      }
      return job;
    } catch (SpeechException e) {
      if (e.code() == ErrorCode.DEPENDENCY_FAILED) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
