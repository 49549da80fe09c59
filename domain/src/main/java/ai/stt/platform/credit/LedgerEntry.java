package ai.stt.platform.credit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the ledger; lines are added and never changed.
 *
 * @param id rises with time
 * @param draft what it says
 */
public record LedgerEntry(long id, Draft draft) {
  /** What moves credits. */
  public enum Kind {
    /** Credits come in: with a month, or bought. */
    GRANT,
    /** Credits are set aside before work begins. */
    HOLD,
    /** Work is done: of what was held, a part is spent and the rest comes back. */
    SETTLE,
    /** Work came to nothing: all that was held comes back. */
    RELEASE,
    /** The operator corrects, or a month's rest expires. */
    ADJUST
  }

  /**
   * A line that is not yet in the ledger.
   *
   * @param accountId whose
   * @param kind what it is
   * @param key unique within the account; a line whose key is there is not added again
   * @param available how it changes what can be spent
   * @param reserved how it changes what is held
   * @param holdId the hold that a settle or release ends; null for the others
   * @param at when
   */
  public record Draft(
      long accountId,
      Kind kind,
      String key,
      long available,
      long reserved,
      @Nullable Long holdId,
      Instant at) {
    private static final int LONGEST_KEY = 200;

    /** Checks that the numbers fit the kind. */
    public Draft {
      boolean fits =
          switch (kind) {
            case GRANT -> available > 0 && reserved == 0;
            case HOLD -> available < 0 && reserved == -available;
            case SETTLE -> available >= 0 && reserved < 0 && available <= -reserved;
            case RELEASE -> available > 0 && reserved == -available;
            case ADJUST -> available != 0 && reserved == 0;
          };
      boolean ends = kind == Kind.SETTLE || kind == Kind.RELEASE;
      if (!fits || ends != (holdId != null)) {
        throw new IllegalArgumentException(
            "a %s cannot move %d and %d".formatted(kind, available, reserved));
      }
      if (key.isBlank() || key.length() > LONGEST_KEY) {
        throw new IllegalArgumentException("a ledger key has 1 to 200 characters");
      }
    }
  }

  /** Credits that this line spent for good: those of a settle. */
  public long spent() {
    return draft.kind == Kind.SETTLE ? -(draft.available + draft.reserved) : 0;
  }

  /** Credits that this hold set aside. */
  public long held() {
    return draft.kind == Kind.HOLD ? draft.reserved : 0;
  }
}
