package ai.stt.app.live;

import ai.stt.speech.error.ErrorCode;
import java.time.Duration;

/**
 * Is told how streams fare. Called by the threads that serve them, so it is quick and throws
 * nothing.
 */
public interface LiveWatcher {
  /** One that takes no notice. */
  LiveWatcher NONE = new LiveWatcher() {};

  /** A stream has its place. */
  default void begun(String model) {}

  /**
   * A stream has looked at what was said.
   *
   * @param delay from when the last of that sound had come until its words were known
   */
  default void looked(String model, Duration delay) {}

  /** A stream has left its place. */
  default void ended(String model) {}

  /** A caller was not let in, or not any more. */
  default void refused(ErrorCode why) {}
}
