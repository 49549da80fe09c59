package ai.stt.app.access;

import java.time.Instant;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * Counts and places that all servers of an installation share. Every call is atomic by itself and
 * takes no part in a unit of work: what was counted stays counted when the work around it fails.
 * Thread-safe.
 */
public interface SharedCounts {
  /**
   * Counts one more, unless the limit is reached.
   *
   * @param subject who or what is counted
   * @param window when the time span began that is counted in
   * @param limit the most, at least 1
   * @return false when the limit was reached before
   */
  boolean countUp(String subject, Instant window, int limit);

  /** Takes one back; never below 0. */
  void countDown(String subject, Instant window);

  /** How many were counted. */
  int count(String subject, Instant window);

  /** Drops the counts of windows that began before, and places whose time is over. */
  void forget(Instant windowsBefore, Instant now);

  /** Drops all counts and places of a subject, and of those that begin with it and a space. */
  void drop(String subject);

  /**
   * Takes one of the places of a subject.
   *
   * @param limit how many there are, at least 1
   * @param until when the place is free again, unless it is kept or left before
   * @return the place's number, or empty when all are taken
   */
  OptionalLong enter(String subject, int limit, Instant now, Instant until);

  /** Keeps places for longer. */
  void keep(Collection<Long> places, Instant until);

  /** Gives a place back; nothing happens when its time was over. */
  void leave(long place);
}
