package ai.stt.app.scheduling;

import java.util.HashMap;
import java.util.Map;

/**
 * Turns of owners that share a device: start tags of start-time fair queueing (Goyal, Vin and
 * Cheng, 1996). An owner who has had little is before one who has had much, and nobody saves up
 * turns by being idle. One thread at a time.
 */
public final class FairTags {
  private final Map<String, Double> finishes = new HashMap<>();
  private double now;

  /**
   * The tag of work that comes in.
   *
   * @param owner whose it is
   * @param cost what it will take, in any unit that is the same for all; more than 0
   */
  public double tag(String owner, double cost) {
    double start = Math.max(now, finishes.getOrDefault(owner, 0.0));
    finishes.put(owner, start + cost);
    return start;
  }

  /**
   * Corrects what an owner's work was said to take.
   *
   * @param tag that it was given
   * @param cost that it was said to take
   * @param took what it took
   */
  public void took(String owner, double tag, double cost, double took) {
    double finish = finishes.getOrDefault(owner, tag + cost) + took - cost;
    if (finish > now) {
      finishes.put(owner, finish);
    } else {
      finishes.remove(owner);
    }
  }

  /** Work with this tag has been started. */
  public void started(double tag) {
    if (tag > now) {
      now = tag;
      finishes.values().removeIf(finish -> finish <= now); // they are as good as new
    }
  }
}
