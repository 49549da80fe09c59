package ai.stt.app.scheduling;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue in front of a device: so many jobs at once on platform threads, so many that
 * wait, and whoever comes beyond that is turned away with the time to wait. Work that is not brief
 * leaves some places free ({@link BriefWork#keptOf}). Thread-safe.
 */
public final class WorkQueue implements AutoCloseable {
  private static final Duration FIRST_GUESS = Duration.ofSeconds(10);
  private static final Duration STOPPING_WAIT = Duration.ofSeconds(10);

  /** A job that has waited for so long is one step more urgent. */
  private static final Duration AGING = Duration.ofSeconds(30);

  /** A measured time counts as one of so many. */
  private static final int SMOOTHING = 8;

  private static final String STOPPING = "the server is stopping";

  private final int concurrency;
  private final int capacity;
  private final Duration grace;
  private final UnaryOperator<Runnable> carry;
  private final InstantSource clock;
  private final ThreadPoolExecutor executor;

  /** Jobs that wait, in the order of their arrival. Guarded by this. */
  private final List<Entry> waiting = new ArrayList<>();

  /** Guarded by this. */
  private final FairTags tags = new FairTags();

  /** What each thread works on. */
  private final Map<Thread, Running> working = new ConcurrentHashMap<>();

  private long arrivals;
  private int running;

  /** Those of them that are not brief. Guarded by this. */
  private int runningLong;

  /** Threads end with their jobs. */
  private volatile boolean stopping;

  /** Threads that may never come back from their job; others work in their places. */
  private int lost;

  /** Smoothed time that a job takes. Guarded by this. */
  private Duration mean = FIRST_GUESS;

  private boolean measured;

  /**
   * A job.
   *
   * @param cost seconds that it was said to take
   */
  private record Entry(
      WaitingWork work,
      String owner,
      boolean brief,
      double cost,
      CompletableFuture<?> result,
      Runnable task) {
    Entry later(double seconds) {
      return new Entry(work.later(seconds), owner, brief, cost, result, task);
    }
  }

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
    this.capacity = capacity;
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
      if (isFull(brief) && !executor.isShutdown()) {
        throw new SpeechException(
            ErrorCode.OVERLOADED,
            "all places are taken and the queue is full; try again later",
            expectedWait(),
            null);
      }
      double cost = seconds(mean); // what it really took is known at its end
      double tag = tags.tag(owner, cost);
      var work = new WaitingWork(arrivals++, priority, "", tag, clock.instant());
      entry = new Entry(work, owner, brief, cost, result, task);
      waiting.add(entry);
    }
    var _ = result.whenComplete((value, error) -> forget(entry));
    try {
      executor.execute(this::runNext);
    } catch (RejectedExecutionException e) {
      forget(entry);
      throw new SpeechException(ErrorCode.SHUTTING_DOWN, STOPPING, STOPPING_WAIT, e);
    }
    return result;
  }

  private synchronized void forget(Entry entry) {
    waiting.removeIf(each -> each.work().id() == entry.work().id());
  }

  /** Whether there is neither a place nor room to wait for one. */
  private boolean isFull(boolean brief) {
    int lasting = runningLong + waitingLong();
    return running + waiting.size() >= concurrency + capacity
        || (!brief && lasting >= placesOfLong() + capacity);
  }

  private int placesOfLong() {
    return concurrency - BriefWork.keptOf(concurrency);
  }

  private int waitingLong() {
    return (int) waiting.stream().filter(entry -> !entry.brief()).count();
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
      }
    }
  }

  private synchronized @Nullable Entry take() {
    Comparator<WaitingWork> turn = WaitingWork.byTurn(clock.instant(), AGING);
    boolean all = runningLong < placesOfLong();
    Entry next =
        waiting.stream()
            .filter(entry -> all || entry.brief())
            .min(Comparator.comparing(Entry::work, turn))
            .orElse(null);
    if (next != null) {
      waiting.remove(next);
      running++;
      runningLong += next.brief() ? 0 : 1;
      tags.started(next.work().tag());
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
    running--;
    runningLong -= job.entry().brief() ? 0 : 1;
    ended(job);
  }

  /**
   * Learns from a job, and charges its owner with what it took: also the jobs of the same owner
   * that wait. What fails at once says nothing about those that do not.
   */
  private void ended(Running job) {
    Entry entry = job.entry();
    Duration took = Duration.between(job.since(), clock.instant());
    if (!entry.result().isCompletedExceptionally() || took.compareTo(mean) > 0) {
      mean = measured ? mean.plus(took.minus(mean).dividedBy(SMOOTHING)) : took;
      measured = true;
    }
    tags.took(entry.owner(), entry.work().tag(), entry.cost(), seconds(took));
    double more = seconds(took) - entry.cost();
    waiting.replaceAll(each -> each.owner().equals(entry.owner()) ? each.later(more) : each);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
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

  /** Jobs that wait for a place. */
  public synchronized int waiting() {
    return waiting.size() - aboutToRun();
  }

  /** Jobs that have a place. */
  public synchronized int running() {
    return running + aboutToRun();
  }

  /** Jobs for which there is a place, whose thread has not begun yet. */
  private int aboutToRun() {
    int free = Math.max(0, concurrency - running);
    int lasting = Math.min(Math.max(0, placesOfLong() - runningLong), waitingLong());
    return Math.min(free, lasting + waiting.size() - waitingLong());
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

  /**
   * When a place should be free: when the next of those that run should end, by the time that jobs
   * took before. Of one that has taken longer than they, nothing is known but that it is a long
   * one; it is expected to take as long again. Whole seconds.
   */
  private synchronized Duration expectedWait() {
    Instant now = clock.instant();
    Duration wait =
        working.values().stream()
            .map(job -> Duration.between(job.since(), now))
            .map(age -> age.compareTo(mean) < 0 ? mean.minus(age) : age)
            .min(Duration::compareTo)
            .orElse(mean);
    return Duration.ofSeconds(Math.clamp(wait.plusNanos(999_999_999).toSeconds(), 1, 3600));
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

  /** Takes no more jobs, lets those that run or wait finish for the grace time, then interrupts. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        stopping = true;
        executor.shutdownNow();
        executor.awaitTermination(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      stopping = true;
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
