package ai.stt.app.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The places of a device, and the line of jobs in front of them. Jobs that are not brief leave some
 * places free ({@link BriefWork#keptOf}). One thread at a time.
 */
final class Places {
  /** A job that has waited for so long is one step more urgent. */
  private static final Duration AGING = Duration.ofSeconds(30);

  private final int places;
  private final int capacity;

  /** Jobs that wait, in the order of their arrival. */
  private final List<Entry> waiting = new ArrayList<>();

  private final FairTags tags = new FairTags();
  private long arrivals;
  private int running;

  /** Those of them that are not brief. */
  private int runningLong;

  /**
   * A job.
   *
   * @param cost seconds that it was said to take
   */
  record Entry(
      WaitingWork work,
      String owner,
      boolean brief,
      double cost,
      CompletableFuture<?> result,
      Runnable task) {
    private Entry later(double seconds) {
      return new Entry(work.later(seconds), owner, brief, cost, result, task);
    }
  }

  /**
   * Free places.
   *
   * @param places how many
   * @param capacity of the line
   */
  Places(int places, int capacity) {
    this.places = places;
    this.capacity = capacity;
  }

  /** Whether there is neither a place nor room to wait for one. */
  boolean isFull(boolean brief) {
    int lasting = runningLong + waitingLong();
    return running + waiting.size() >= places + capacity
        || (!brief && lasting >= placesOfLong() + capacity);
  }

  /**
   * Puts a job into the line.
   *
   * @param cost seconds that it is said to take; what it really took is known at its end
   */
  Entry add(
      Priority priority,
      String owner,
      boolean brief,
      double cost,
      Instant now,
      CompletableFuture<?> result,
      Runnable task) {
    var work = new WaitingWork(arrivals++, priority, "", tags.tag(owner, cost), now);
    var entry = new Entry(work, owner, brief, cost, result, task);
    waiting.add(entry);
    return entry;
  }

  /** Takes a job out of the line, if it is there. */
  void forget(Entry entry) {
    waiting.removeIf(each -> each.work().id() == entry.work().id());
  }

  /** Gives a place to the job whose turn it is; null when there is none for a place now. */
  @Nullable Entry take(Instant now) {
    Comparator<WaitingWork> turn = WaitingWork.byTurn(now, AGING);
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
    }
    return next;
  }

  /**
   * A job has left its place. Its owner is charged with what it took: also the owner's jobs that
   * wait.
   */
  void leave(Entry entry, double seconds) {
    running--;
    runningLong -= entry.brief() ? 0 : 1;
    tags.took(entry.owner(), entry.work().tag(), entry.cost(), seconds);
    double more = seconds - entry.cost();
    waiting.replaceAll(each -> each.owner().equals(entry.owner()) ? each.later(more) : each);
  }

  /** The jobs in the line, as a copy. */
  List<Entry> line() {
    return List.copyOf(waiting);
  }

  /** Jobs that wait for a place. */
  int waiting() {
    return waiting.size() - aboutToRun();
  }

  /** Jobs that have a place. */
  int running() {
    return running + aboutToRun();
  }

  /** Jobs for which there is a place, whose thread has not begun yet. */
  private int aboutToRun() {
    int free = Math.max(0, places - running);
    int lasting = Math.min(Math.max(0, placesOfLong() - runningLong), waitingLong());
    return Math.min(free, lasting + waiting.size() - waitingLong());
  }

  private int placesOfLong() {
    return places - BriefWork.keptOf(places);
  }

  private int waitingLong() {
    return (int) waiting.stream().filter(entry -> !entry.brief()).count();
  }
}
