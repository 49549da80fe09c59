package ai.stt.app.job;

import ai.stt.app.scheduling.BriefWork;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.Slug;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of this server: they claim jobs and do them, say that they are alive, and look after
 * the jobs of servers that no longer do. Thread-safe.
 */
public final class RunJobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunJobs.class);

  /** A name that no other process has and that none gets again. */
  private final String worker = Slug.random(new SecureRandom());

  private final UnitOfWork work;
  private final RunJob runJob;
  private final RecoverJobs recover;
  private final DropRecordings recordings;
  private final JobNews news;
  private final JobSettings settings;
  private final Duration grace;
  private final InstantSource clock;
  private final Heartbeat heartbeat;
  private final List<Thread> workers = new ArrayList<>();
  private final ScheduledExecutorService keeper =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("job-keeper-", 0).factory());
  private volatile boolean closed;

  /** The last sign of life; of the thread that looks, as the next. */
  private volatile Instant beaten = Instant.MAX;

  /** From then on silence means death. */
  private volatile Instant trusted = Instant.MIN;

  /**
   * Workers that do not work yet.
   *
   * @param grace how long {@link #close} waits for jobs that run; longer than that of the device's
   *     queue, which ends them
   */
  public RunJobs(
      UnitOfWork work,
      RunJob runJob,
      RecoverJobs recover,
      DropRecordings recordings,
      JobNews news,
      JobSettings settings,
      Duration grace,
      InstantSource clock) {
    this.work = work;
    this.runJob = runJob;
    this.recover = recover;
    this.recordings = recordings;
    this.news = news;
    this.settings = settings;
    this.grace = grace;
    this.clock = clock;
    this.heartbeat = new Heartbeat(work, worker, settings.lease(), clock);
  }

  /** Starts to work. To be called once. */
  public synchronized void start() {
    beaten = clock.instant();
    for (int i = 0; i < settings.workers(); i++) {
      boolean brief = i < BriefWork.keptOf(settings.workers());
      workers.add(Thread.ofPlatform().daemon().name("job-worker-" + i).start(() -> workAll(brief)));
    }
    repeat("sign of life", this::lookAfterJobs);
    repeat("deletion of recordings", recordings::drop);
    repeat(
        "forgetting of old requests",
        () ->
            work.run(
                stores ->
                    stores
                        .get(FirstRequests.class)
                        .forget(clock.instant().minus(SubmitJob.IDEMPOTENCY))));
  }

  /**
   * Says that its own are alive, then looks for those that are not. A database that was away or
   * hung was so for the others, too: they get the time of a lease to say the same.
   */
  private void lookAfterJobs() {
    heartbeat.beat();
    Instant now = clock.instant();
    if (now.minus(settings.lease().dividedBy(2)).isAfter(beaten)) {
      trusted = now.plus(settings.lease());
    }
    beaten = now;
    if (!now.isBefore(trusted)) {
      recover.recover(now);
    }
  }

  private void repeat(String what, Runnable task) {
    Runnable careful =
        () -> {
          try {
            task.run();
          } catch (RuntimeException | Error e) { // else it would never run again
            LOG.warn("The {} failed and is tried again: {}", what, e.toString());
          }
        };
    long millis = settings.beat().toMillis();
    var _ = keeper.scheduleWithFixedDelay(careful, millis, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Works until this is closed.
   *
   * @param brief whether only on what is over soon, so that such work is not blocked by other
   */
  private void workAll(boolean brief) {
    try {
      while (!closed) {
        CompletableFuture<Boolean> more = news.nextWork();
        Optional<Job.Running> job = claim(brief);
        if (job.isEmpty() || !done(job.get(), brief)) {
          var _ = JobNews.await(more, settings.poll());
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("A worker was stopped");
    }
  }

  private Optional<Job.Running> claim(boolean brief) {
    try {
      var now = clock.instant();
      Optional<Job.Running> job =
          work.unflushed(
              stores ->
                  stores.get(Jobs.class).claim(worker, brief, now, now.plus(settings.lease())));
      if (job.isPresent()) {
        news.tellWork(); // to who found this account's queue locked by us, and may have the next
      }
      return job;
    } catch (RuntimeException | Error e) {
      LOG.warn("Jobs cannot be claimed now: {}", e.toString());
      return Optional.empty();
    }
  }

  private boolean done(Job.Running job, boolean brief) throws InterruptedException {
    try (Heartbeat.Followed followed = heartbeat.follow(job)) {
      return runJob.run(job, brief, followed);
    } catch (RuntimeException | Error e) { // the worker stays for the next one
      LOG.error("Job {} could not be ended; its lease will", job.order().id(), e);
      return false;
    } finally {
      news.tellEnd(job.order().id());
    }
  }

  /**
   * Takes no more jobs, waits for those that run, and gives back those that do not end in time.
   * Idempotent.
   */
  @Override
  public synchronized void close() {
    closed = true;
    news.tellWork();
    try {
      long end = System.nanoTime() + grace.toNanos();
      for (Thread thread : workers) {
        thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
      workers.forEach(Thread::interrupt);
      for (Thread thread : workers) {
        thread.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      workers.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    }
    news.stop();
    keeper.shutdownNow();
  }
}
