package ai.stt.http.live;

import ai.stt.app.live.LiveWatcher;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All connections: looks after them, and lets them end in peace. Thread-safe. */
final class OpenStreams {
  private static final Logger LOG = LoggerFactory.getLogger(OpenStreams.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Set<StreamConnection> connections = ConcurrentHashMap.newKeySet();
  private final ResumableStreams resumable = new ResumableStreams();
  private final StreamLimits limits;
  private final LiveWatcher watcher;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("streams").factory());
  private volatile boolean stopping;

  OpenStreams(StreamLimits limits, LiveWatcher watcher) {
    this.limits = limits;
    this.watcher = watcher;
    long soonest = Math.min(limits.idle().toMillis(), limits.resume().toMillis() / 4 + 1);
    long look = Math.min(LOOK.toMillis(), Math.min(soonest, limits.patience().toMillis()));
    var _ = clock.scheduleWithFixedDelay(this::look, look, look, TimeUnit.MILLISECONDS);
    long ping = limits.ping().toMillis();
    var _ =
        clock.scheduleWithFixedDelay(
            () -> connections.forEach(connection -> inPeace(connection::ping)),
            ping,
            ping,
            TimeUnit.MILLISECONDS);
  }

  /** For a new connection. */
  Outbox outbox() {
    return new Outbox(limits.patience());
  }

  /** A connection is there; one that comes while the server stops is ended like the others. */
  void add(StreamConnection connection) {
    connections.add(connection);
    if (stopping) {
      connection.stopServing();
    }
  }

  void remove(StreamConnection connection) {
    connections.remove(connection);
  }

  /** Those of accounts, which outlive their connection for a while. */
  ResumableStreams resumable() {
    return resumable;
  }

  /** What a new stream is refused with; for lack of room, a lost one makes some for the next. */
  SpeechException refusing(SpeechException why) {
    if (why.code() == ErrorCode.OVERLOADED) {
      resumable.giveUpOne();
    }
    return why;
  }

  /** A caller was not let in, or not any more. */
  void refused(ErrorCode why) {
    watcher.refused(why);
  }

  boolean isStopping() {
    return stopping;
  }

  /** Lets every client have its last text, within the time for it. */
  void drain() {
    stopping = true;
    connections.forEach(StreamConnection::stopServing);
    long end = System.nanoTime() + limits.drain().toNanos();
    try {
      for (StreamConnection connection : connections) {
        connection.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
      resumable.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clock.shutdownNow();
  }

  private void look() {
    connections.forEach(connection -> inPeace(() -> connection.look(limits)));
    inPeace(() -> resumable.giveUpAfter(limits.resume()));
  }

  /** The clock ends with what it throws, and with it the care for all other streams. */
  private static void inPeace(Runnable care) {
    try {
      care.run();
    } catch (RuntimeException e) {
      LOG.warn("A stream could not be looked after", e);
    }
  }
}
