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
 * that died. When all are lent it starts more, up to a limit, which end when they were not needed
 * for a while. All starting happens on a thread of its own. Thread-safe.
 */
final class DecoderPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecoderPool.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final ChildCommand command;
  private final int children;
  private final int most;
  private final Duration keep;
  private final BlockingQueue<DecoderProcess> idle = new LinkedBlockingQueue<>();
  private final Set<DecoderProcess> living = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService starter =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("media-start").daemon().factory());
  private volatile @Nullable Exception startFailure;
  private volatile boolean closed;

  /** Children that live or are being started. Guarded by this. */
  private int wanted;

  /**
   * Begins to start the children and returns at once.
   *
   * @param children that are kept ready
   * @param most children at once
   * @param keep how long more than are kept ready stay without work
   */
  DecoderPool(ChildCommand command, int children, int most, Duration keep) {
    this.command = command;
    this.children = children;
    this.most = most;
    this.keep = keep;
    this.wanted = children;
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
      DecoderProcess child = idle.poll();
      if (child == null) {
        startOneMore();
        child = idle.poll(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
      }
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
      if (isOneTooMany()) {
        later(this::endOne, keep);
      }
    }
  }

  private synchronized boolean isOneTooMany() {
    return wanted > children;
  }

  private void startOneMore() {
    synchronized (this) {
      if (closed || wanted >= most || wanted > living.size()) { // or one is on its way
        return;
      }
      wanted++;
    }
    refill(Duration.ZERO);
  }

  /** Ends a child without work when there are more than are kept ready. */
  private void endOne() {
    DecoderProcess child = null;
    synchronized (this) {
      if (wanted > children) {
        child = idle.poll();
        wanted -= child == null ? 0 : 1;
      }
    }
    if (child != null) {
      child.kill();
    }
  }

  /** Processes that run now, lent or idle. */
  Set<DecoderProcess> living() {
    return Set.copyOf(living);
  }

  private void refill(Duration pause) {
    later(this::start, pause);
  }

  private void later(Runnable task, Duration pause) {
    try {
      var _ = starter.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed meanwhile", e);
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
    boolean needed;
    synchronized (this) {
      living.remove(child);
      needed = living.size() < wanted;
    }
    idle.remove(child);
    if (!closed && needed) {
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
