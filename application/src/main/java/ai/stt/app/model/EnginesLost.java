package ai.stt.app.model;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process that models run in ended while work was in it. What has told nobody anything yet can
 * be done again, from its beginning.
 */
public final class EnginesLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Work that ends its process again and again is given up. */
  public static final int MOST_TRIES = 4;

  /** Whoever is back before there is another process waits for it, or is told for how long. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Fate fate;

  /** What the end of the process means for some work. */
  public enum Fate {
    /** It was in the process, and may be done again at once. */
    AGAIN,
    /** It was in each process that ended, often enough. */
    GIVEN_UP,
    /** It has not begun: there is no process now. */
    NOT_BEGUN
  }

  private EnginesLost(Fate fate, @Nullable Throwable cause) {
    super("the process that models run in has ended", cause);
    this.fate = fate;
  }

  /** What it means for the work of a caller who was told of an error; empty for another error. */
  public static Optional<Fate> fate(SpeechException told) {
    return told.getCause() instanceof EnginesLost lost ? Optional.of(lost.fate) : Optional.empty();
  }

  /** What a caller is told whose work was in it. */
  public static SpeechException told(Throwable cause) {
    return new SpeechException(
        ErrorCode.OVERLOADED,
        "the process that models run in ended while this was in it; send it again",
        AGAIN,
        new EnginesLost(Fate.AGAIN, cause));
  }

  /** What a caller is told whose work was tried often enough. */
  public static SpeechException givenUp(Throwable cause) {
    return new SpeechException(
        ErrorCode.OVERLOADED,
        "the process that models run in ended %d times while this was in it; try again later"
            .formatted(MOST_TRIES),
        AGAIN,
        new EnginesLost(Fate.GIVEN_UP, cause));
  }

  /**
   * What a caller is told who would have to wait for long.
   *
   * @param left until the next one is started
   */
  public static SpeechException awaited(Duration left) {
    return new SpeechException(
        ErrorCode.OVERLOADED,
        "the process that models run in ends again and again; try again later",
        left,
        new EnginesLost(Fate.NOT_BEGUN, null));
  }

  /**
   * What a caller is told whose work was in a process that ended, and who was told this when it was
   * tried again.
   */
  public static SpeechException afterLoss(SpeechException told) {
    return fate(told).orElse(null) == Fate.NOT_BEGUN
        ? new SpeechException(
            told.code(),
            told.getMessage(),
            told.retryAfter().orElse(AGAIN),
            new EnginesLost(Fate.GIVEN_UP, told))
        : told;
  }

  /** Work that can be done again from its beginning. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws InterruptedException;
  }

  /** Does the work; again, a few times, when its engines were lost. */
  public static <T> T repeat(Work<T> work) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return work.run();
      } catch (SpeechException e) {
        if (tries == MOST_TRIES || fate(e).orElse(null) != Fate.AGAIN) {
          throw tries == 1 ? e : afterLoss(e);
        }
      }
    }
  }
}
