package ai.stt.app.job;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the recordings that nobody wants any more or that were kept long enough, sooner or later
 * all of them. Thread-safe.
 */
public final class DropRecordings {
  private static final int BATCH = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** For so long whoever took a key has it alone, and nobody tries again what failed. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(DropRecordings.class);

  private final UnitOfWork work;
  private final Recordings recordings;
  private final InstantSource clock;

  /** Deletes what these stores have doomed. */
  public DropRecordings(UnitOfWork work, Recordings recordings, InstantSource clock) {
    this.work = work;
    this.recordings = recordings;
    this.clock = clock;
  }

  /**
   * Deletes all that is due and that nobody else deletes at this moment.
   *
   * @return how many
   */
  public int drop() {
    long last = System.nanoTime() + PATIENCE.toNanos();
    int dropped = 0;
    List<String> due;
    do {
      due = due();
      dropped += drop(due, last);
    } while (due.size() == BATCH && System.nanoTime() < last);
    return dropped;
  }

  private List<String> due() {
    var now = clock.instant();
    work.run(stores -> stores.get(Jobs.class).dropExpiredRecordings(now, BATCH));
    return work.in(stores -> stores.get(DoomedRecordings.class).due(now, now.plus(PAUSE), BATCH));
  }

  private int drop(List<String> due, long last) {
    List<String> dropped = new ArrayList<>();
    for (String key : due) {
      try {
        recordings.delete(key);
        dropped.add(key);
      } catch (SpeechException e) { // of which the others know nothing
        LOG.warn("The recording {} is deleted later: {}", key, e.getMessage());
        if (System.nanoTime() > last) {
          break; // the store is away, and each further one would wait for it
        }
      }
    }
    if (!dropped.isEmpty()) {
      work.<Integer>unflushed(
          stores -> {
            stores.get(DoomedRecordings.class).remove(dropped);
            return dropped.size();
          });
    }
    return dropped.size();
  }

  /** As {@link #drop}; what fails is tried again by whoever is next. */
  void dropQuietly() {
    try {
      drop();
    } catch (RuntimeException e) {
      LOG.warn("Recordings are deleted later: {}", e.getMessage());
    }
  }
}
