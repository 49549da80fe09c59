package ai.stt.app.model;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;

/**
 * The process that models run in ended while work was in it. What has told nobody anything yet can
 * be done again, from its beginning.
 */
public final class EnginesLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Work that ends its process again and again is given up. */
  public static final int MOST_TRIES = 4;

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private EnginesLost(Throwable cause) {
    super("the process that models run in has ended", cause);
  }

  /** What a caller is told whose work was in it. */
  public static SpeechException told(Throwable cause) {
    return new SpeechException(
        ErrorCode.OVERLOADED,
        "the process that models run in ended while this was in it; send it again",
        AGAIN,
        new EnginesLost(cause));
  }

  /** What a caller is told whose work was tried often enough. */
  public static SpeechException givenUp(Throwable cause) {
    return new SpeechException(
        ErrorCode.OVERLOADED,
        "the process that models run in ended %d times while this was in it; try again later"
            .formatted(MOST_TRIES),
        AGAIN,
        cause);
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
        if (tries == MOST_TRIES || !(e.getCause() instanceof EnginesLost)) {
          throw e;
        }
      }
    }
  }
}
