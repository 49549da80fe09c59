package ai.stt.app.scheduling;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue in front of a device: so many jobs at once on platform threads, so many that
 * wait, and whoever comes beyond that is turned away with the time to wait. Thread-safe.
 */
public final class WorkQueue implements AutoCloseable {
  private static final Duration FIRST_GUESS = Duration.ofSeconds(10);
  private static final Duration STOPPING_WAIT = Duration.ofSeconds(10);
  private static final String STOPPING = "the server is stopping";

  private final int concurrency;
  private final Duration grace;
  private final ThreadPoolExecutor executor;

  /** What each thread works on. */
  private final Map<Thread, CompletableFuture<?>> working = new ConcurrentHashMap<>();

  /** Threads that may never come back from their job; others work in their places. */
  private int lost;

  /** Smoothed time that a job takes, in nanoseconds. */
  private final AtomicLong meanNanos = new AtomicLong(FIRST_GUESS.toNanos());

  /**
   * A running queue.
   *
   * @param concurrency jobs at once
   * @param capacity jobs that wait
   * @param grace how long {@link #close} lets running jobs finish
   */
  public WorkQueue(int concurrency, int capacity, Duration grace) {
    this.concurrency = concurrency;
    this.grace = grace;
    this.executor =
        new ThreadPoolExecutor(
            concurrency,
            concurrency,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(capacity),
            Thread.ofPlatform().name("device-", 0).factory());
  }

  /**
   * Queues a job.
   *
   * @return completes with the job's result or its exception; canceling it takes a waiting job out
   *     of the queue, while a running one is expected to watch its own cancellation
   * @throws SpeechException {@code OVERLOADED} when every place is taken, {@code SHUTTING_DOWN}
   *     when the queue is closed
   */
  public <T> CompletableFuture<T> submit(Callable<T> job) {
    var result = new CompletableFuture<T>();
    Runnable task = () -> run(job, result);
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      if (executor.isShutdown()) {
        throw new SpeechException(ErrorCode.SHUTTING_DOWN, STOPPING, STOPPING_WAIT, e);
      }
      throw new SpeechException(
          ErrorCode.OVERLOADED,
          "all places are taken and the queue is full; try again later",
          expectedWait(),
          e);
    }
    var _ = result.whenComplete((value, error) -> executor.remove(task));
    return result;
  }

  /**
   * Waits for a job.
   *
   * @param job as {@link #submit} gave it
   * @param what it does, for the messages, such as {@code transcription}
   * @return the result, or empty when it took longer than {@code atMost}
   * @throws SpeechException why there is no result
   */
  public static <T> Optional<T> await(CompletableFuture<T> job, Duration atMost, String what)
      throws InterruptedException {
    try {
      return Optional.of(job.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (CancellationException e) {
      throw new SpeechException(ErrorCode.CANCELED, "the %s was canceled".formatted(what), e);
    } catch (ExecutionException e) {
      throw failure(e.getCause(), what);
    }
  }

  private static SpeechException failure(@Nullable Throwable cause, String what) {
    return switch (cause) {
      case SpeechException e -> e;
      case InterruptedException e ->
          new SpeechException(ErrorCode.SHUTTING_DOWN, STOPPING, STOPPING_WAIT, e);
      case null, default ->
          new SpeechException(ErrorCode.INTERNAL, "the %s failed".formatted(what), cause);
    };
  }

  /** Jobs that wait. */
  public int waiting() {
    return executor.getQueue().size();
  }

  /** Jobs that run. */
  public int running() {
    return working.size();
  }

  /**
   * Gives the place of a thread that may never come back to another, and ends the waiting for its
   * job.
   *
   * @param why told to those who wait
   * @return whether the thread works on a job of this queue
   */
  public boolean giveUp(Thread thread, SpeechException why) {
    CompletableFuture<?> job = working.remove(thread);
    if (job == null) {
      return false;
    }
    resize(1);
    job.completeExceptionally(why);
    return true;
  }

  /** Threads that may work, the lost ones included. */
  synchronized int places() {
    return concurrency + lost;
  }

  private synchronized void resize(int more) {
    lost += more;
    if (more > 0) {
      executor.setMaximumPoolSize(concurrency + lost);
      executor.setCorePoolSize(concurrency + lost);
    } else {
      executor.setCorePoolSize(concurrency + lost);
      executor.setMaximumPoolSize(concurrency + lost);
    }
  }

  /** When a place should be free, from the measured time of the jobs before; whole seconds. */
  private Duration expectedWait() {
    long nanos = meanNanos.get() * (waiting() + 1) / concurrency;
    return Duration.ofSeconds(Math.clamp(TimeUnit.NANOSECONDS.toSeconds(nanos), 1, 3600));
  }

  private <T> void run(Callable<T> job, CompletableFuture<T> result) {
    if (result.isDone()) {
      return;
    }
    long start = System.nanoTime();
    working.put(Thread.currentThread(), result);
    try {
      result.complete(job.call());
    } catch (Throwable e) { // the waiting caller is told; this thread serves the next job
      result.completeExceptionally(e);
    } finally {
      if (working.remove(Thread.currentThread()) == null) {
        resize(-1); // it was given up and has come back
      }
      long took = System.nanoTime() - start;
      meanNanos.updateAndGet(mean -> mean + (took - mean) / 8);
    }
  }

  /** Takes no more jobs, lets those that run or wait finish for the grace time, then interrupts. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
        executor.awaitTermination(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
