package ai.stt.app.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * Work that waits for a place.
 *
 * @param id tells it from the others; given in the order of arrival
 * @param priority how urgent it was when it came
 * @param model that it needs
 * @param tag its owner's turn, by {@link FairTags}
 * @param since when it came
 */
public record WaitingWork(long id, Priority priority, String model, double tag, Instant since) {
  /** The same with its owner's turn so much later. */
  WaitingWork later(double cost) {
    return new WaitingWork(id, priority, model, tag + cost, since);
  }

  /**
   * The order in which work has its turn: the urgent first, where all work becomes one step more
   * urgent each time that it has waited for so long again; then by the owners' turns; then by
   * arrival. So nothing starves: what waits long is urgent at last, and among the urgent its tag is
   * once the smallest: every start moves new tags on, while a tag changes only by what its owner's
   * own jobs took more or less than was said.
   *
   * @param aging how long work waits until it is one step more urgent
   */
  public static Comparator<WaitingWork> byTurn(Instant now, Duration aging) {
    return Comparator.comparingLong((WaitingWork work) -> work.urgency(now, aging))
        .thenComparingDouble(WaitingWork::tag)
        .thenComparingLong(WaitingWork::id);
  }

  /** 0 for the most urgent. */
  private long urgency(Instant now, Duration aging) {
    long aged = Math.max(0, Duration.between(since, now).dividedBy(aging));
    return Math.max(0, priority.steps() - aged);
  }
}
