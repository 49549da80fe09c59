package ai.stt.app.scheduling;

import ai.stt.app.scheduling.Places.Entry;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue in front of a device: so many jobs at once on platform threads, so many that
 * wait, and whoever comes beyond that is turned away with the time to wait. Work that is not brief
 * leaves some places free ({@link BriefWork#keptOf}). Thread-safe.
 */
public final class WorkQueue implements AutoCloseable {
  private final int concurrency;
  private final Duration grace;
  private final UnaryOperator<Runnable> carry;
  private final InstantSource clock;
  private final ThreadPoolExecutor executor;

  /** Guarded by this. */
  private final Places places;

  /** Guarded by this. */
  private final JobTimes times = new JobTimes();

  /** What each thread works on. */
  private final Map<Thread, Running> working = new ConcurrentHashMap<>();

  /** Threads end with their jobs. */
  private volatile boolean stopping;

  /** Threads that may never come back from their job; others work in their places. */
  private int lost;

  private record Running(Entry entry, Instant since) {}

  /**
   * A running queue.
   *
   * @param concurrency jobs at once
   * @param capacity jobs that wait
   * @param grace how long {@link #close} lets running jobs finish
   */
  public WorkQueue(int concurrency, int capacity, Duration grace) {
    this(concurrency, capacity, grace, UnaryOperator.identity());
  }

  /**
   * A running queue that takes along what belongs to the thread that submits.
   *
   * @param carry makes of a job one that has it; called by that thread
   */
  public WorkQueue(int concurrency, int capacity, Duration grace, UnaryOperator<Runnable> carry) {
    this(concurrency, capacity, grace, carry, InstantSource.system());
  }

  /** The same with another clock, for what is measured. */
  WorkQueue(
      int concurrency,
      int capacity,
      Duration grace,
      UnaryOperator<Runnable> carry,
      InstantSource clock) {
    this.clock = clock;
    this.carry = carry;
    this.concurrency = concurrency;
    this.places = new Places(concurrency, capacity);
    this.grace = grace;
    this.executor =
        new ThreadPoolExecutor(
            concurrency,
            concurrency,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("device-", 0).factory());
  }

  /** As {@link #submit(Priority, String, Callable)}, where all owners are the same. */
  public <T> CompletableFuture<T> submit(Callable<T> job) {
    return submit(Priority.INTERACTIVE, "", job);
  }

  /** As the other, for brief work. */
  public <T> CompletableFuture<T> submit(Priority priority, String owner, Callable<T> job) {
    return submit(priority, owner, true, job);
  }

  /**
   * Queues a job; it has its turn by {@link WaitingWork#byTurn}.
   *
   * @param owner those of different owners take turns
   * @param brief whether it may have the places that are kept for what is over soon
   * @return completes with the job's result or its exception; canceling it takes a waiting job out
   *     of the queue, while a running one is expected to watch its own cancellation
   * @throws SpeechException {@code OVERLOADED} when every place is taken, {@code SHUTTING_DOWN}
   *     when the queue is closed
   */
  public <T> CompletableFuture<T> submit(
      Priority priority, String owner, boolean brief, Callable<T> job) {
    var result = new CompletableFuture<T>();
    Runnable task = carry.apply(() -> run(job, result));
    Entry entry;
    synchronized (this) {
      if (places.isFull(brief) && !executor.isShutdown()) {
        throw new SpeechException(
            ErrorCode.OVERLOADED,
            "all places are taken and the queue is full; try again later",
            expectedWait(),
            null);
      }
      double cost = seconds(times.mean());
      entry = places.add(priority, owner, brief, cost, clock.instant(), result, task);
    }
    var _ = result.whenComplete((value, error) -> forget(entry));
    try {
      executor.execute(this::runNext);
    } catch (RejectedExecutionException e) {
      forget(entry);
      throw JobResult.stopping(e);
    }
    return result;
  }

  private synchronized void forget(Entry entry) {
    places.forget(entry);
  }

  /** There is one call for each job that came in; those of jobs that others took find one less. */
  private void runNext() {
    boolean again = true;
    while (again && !stopping) {
      Entry next = take();
      if (next == null) {
        return;
      }
      try {
        next.task().run();
      } finally {
        again = comeBack(); // for one that found no place when it came
        var _ = Thread.interrupted(); // of this job, not of the next; close() says so first
      }
    }
  }

  private synchronized @Nullable Entry take() {
    Entry next = places.take(clock.instant());
    if (next != null) {
      working.put(Thread.currentThread(), new Running(next, clock.instant()));
    }
    return next;
  }

  /** False when the thread's place was given to another. */
  private synchronized boolean comeBack() {
    Running job = working.remove(Thread.currentThread());
    if (job != null) {
      leave(job);
      return true;
    }
    lost--;
    executor.setCorePoolSize(concurrency + lost);
    executor.setMaximumPoolSize(concurrency + lost);
    return false;
  }

  private void leave(Running job) {
    Duration took = Duration.between(job.since(), clock.instant());
    times.learn(took, job.entry().result().isCompletedExceptionally());
    places.leave(job.entry(), seconds(took));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /** Jobs that wait for a place. */
  public synchronized int waiting() {
    return places.waiting();
  }

  /** Jobs that have a place. */
  public synchronized int running() {
    return places.running();
  }

  /**
   * Gives the place of a thread that may never come back to another, and ends the waiting for its
   * job.
   *
   * @param why told to those who wait
   * @return whether the thread works on a job of this queue
   */
  public boolean giveUp(Thread thread, SpeechException why) {
    Running job;
    synchronized (this) {
      job = working.remove(thread);
      if (job == null) {
        return false;
      }
      leave(job);
      lost++;
      executor.setMaximumPoolSize(concurrency + lost);
      executor.setCorePoolSize(concurrency + lost);
      if (!executor.isShutdown()) {
        executor.execute(this::runNext);
      }
    }
    job.entry().result().completeExceptionally(why);
    return true;
  }

  /** Threads that may work, the lost ones included. */
  synchronized int places() {
    return concurrency + lost;
  }

  /** When a place should be free. */
  private Duration expectedWait() {
    Instant now = clock.instant();
    return times.untilTheNextEnd(
        working.values().stream().map(job -> Duration.between(job.since(), now)));
  }

  private <T> void run(Callable<T> job, CompletableFuture<T> result) {
    if (result.isDone()) {
      return;
    }
    try {
      result.complete(job.call());
    } catch (Throwable e) { // the waiting caller is told; this thread serves the next job
      result.completeExceptionally(e);
    }
  }

  /**
   * Takes no more jobs, lets those that run or wait finish for the grace time, then interrupts
   * those that run and tells those that wait.
   */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        stop();
        executor.awaitTermination(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    stopping = true;
    executor.shutdownNow();
    List<Entry> waiting;
    synchronized (this) {
      waiting = places.line();
    }
    waiting.forEach(entry -> entry.result().completeExceptionally(JobResult.stopping(null)));
  }
}
