package ai.stt.inference.media;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a number of decoding children ready, lends each to one file at a time, and replaces those
 * that died. All starting happens on a thread of its own. Thread-safe.
 */
final class DecoderPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecoderPool.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final ChildCommand command;
  private final BlockingQueue<DecoderProcess> idle = new LinkedBlockingQueue<>();
  private final Set<DecoderProcess> living = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService starter =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("media-start").daemon().factory());
  private volatile @Nullable Exception startFailure;
  private volatile boolean closed;

  /** Begins to start the children and returns at once. */
  DecoderPool(ChildCommand command, int children) {
    this.command = command;
    for (int i = 0; i < children; i++) {
      refill(Duration.ZERO);
    }
  }

  /**
   * Borrows a child.
   *
   * @throws SpeechException {@code OVERLOADED} when none gets free in time, {@code INTERNAL} when
   *     none can be started, {@code SHUTTING_DOWN} after {@link #close}
   */
  DecoderProcess lend(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadline) {
      if (closed) {
        throw new SpeechException(
            ErrorCode.SHUTTING_DOWN, "the server is stopping", RETRY_AFTER, null);
      }
      DecoderProcess child = idle.poll(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
      if (child != null && child.alive()) {
        return child;
      }
      Exception failure = startFailure;
      if (failure != null && living.isEmpty()) {
        throw new SpeechException(
            ErrorCode.INTERNAL,
            "no media decoder can be started; the server's log has the reason",
            failure);
      }
    }
    throw new SpeechException(
        ErrorCode.OVERLOADED, "all media decoders are busy; try again later", RETRY_AFTER, null);
  }

  /** Takes a child back that waits for its next request. */
  void giveBack(DecoderProcess child) {
    if (closed) {
      child.kill();
    } else {
      idle.add(child);
    }
  }

  /** Processes that run now, lent or idle. */
  Set<DecoderProcess> living() {
    return Set.copyOf(living);
  }

  private void refill(Duration pause) {
    try {
      var _ = starter.schedule(this::start, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed while a media decoder was to be replaced", e);
    }
  }

  private void start() {
    long before = System.nanoTime();
    try {
      DecoderProcess child = DecoderProcess.start(command, START_TIMEOUT);
      startFailure = null;
      living.add(child);
      var _ = child.ended().thenRun(() -> replace(child));
      giveBack(child);
      LOG.debug(
          "media decoder {} ready in {} ms",
          child.pid(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before));
    } catch (IOException e) {
      startFailure = e;
      LOG.error("no media decoder", e);
      refill(RESTART_PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  private void replace(DecoderProcess child) {
    living.remove(child);
    idle.remove(child);
    if (!closed) {
      LOG.info(
          "media decoder {} ended and is replaced; it said: {}", child.pid(), child.lastWords());
      refill(Duration.ZERO);
    }
  }

  /** Kills all children, also those that are lent. Idempotent. */
  @Override
  public void close() {
    closed = true;
    starter.shutdownNow();
    try {
      starter.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    living.forEach(DecoderProcess::kill);
  }
}
