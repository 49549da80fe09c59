package ai.stt.app.job;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.job.Job;
import ai.stt.plugin.transcription.TranscriptionListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the leases of one worker's running jobs, writes their progress, and hears which of them are
 * no longer wanted. Thread-safe.
 */
final class Heartbeat {
  private final UnitOfWork work;
  private final String worker;
  private final Duration lease;
  private final InstantSource clock;
  private final ConcurrentHashMap<Long, Followed> running = new ConcurrentHashMap<>();

  Heartbeat(UnitOfWork work, String worker, Duration lease, InstantSource clock) {
    this.work = work;
    this.worker = worker;
    this.lease = lease;
    this.clock = clock;
  }

  /** Keeps a job's lease until what is returned is closed. */
  Followed follow(Job.Running job) {
    var followed = new Followed(job.order().id());
    running.put(followed.id, followed);
    return followed;
  }

  /** One sign of life for all running jobs, in one statement; without any, of the database. */
  void beat() {
    Map<Long, Followed> now = Map.copyOf(running);
    Map<Long, Double> progress = new HashMap<>();
    now.forEach((id, followed) -> progress.put(id, followed.progress));
    Set<Long> mine =
        work.in(
            stores -> stores.get(Jobs.class).beat(worker, progress, clock.instant().plus(lease)));
    now.forEach((id, followed) -> followed.lost = !mine.contains(id));
  }

  /** A running job. */
  final class Followed implements TranscriptionListener, AutoCloseable {
    private final long id;
    private volatile double total;
    private volatile double progress;
    private volatile boolean lost;

    private Followed(long id) {
      this.id = id;
    }

    /** How much there is to hear. */
    void total(Duration audio) {
      total = audio.toNanos() / 1e9;
    }

    /** Whether the job was called off or taken away. */
    boolean lost() {
      return lost;
    }

    @Override
    public void onProgress(double heardSeconds) {
      if (total > 0) {
        progress = Math.clamp(heardSeconds / total, 0, 1);
      }
    }

    @Override
    public boolean isCanceled() {
      return lost;
    }

    @Override
    public void close() {
      running.remove(id, this);
    }
  }
}
