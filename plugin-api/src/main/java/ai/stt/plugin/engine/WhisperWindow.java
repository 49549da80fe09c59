package ai.stt.plugin.engine;

import java.util.List;

/**
 * What was written of a window.
 *
 * @param heardMs where the next window is to start, in milliseconds from the first sample, over 0:
 *     behind the last whole phrase, or at the end of the window when nothing more is said in it
 * @param segments in the order in which they were written
 */
public record WhisperWindow(long heardMs, List<WhisperSegment> segments) {
  /** Takes a copy of the list. */
  public WhisperWindow {
    if (heardMs <= 0) {
      throw new IllegalArgumentException("heardMs is not positive: " + heardMs);
    }
    segments = List.copyOf(segments);
  }
}
