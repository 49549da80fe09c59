package ai.stt.model.qwen;

import ai.stt.plugin.generation.GenerationListener;
import java.util.List;

/**
 * An answer that ends before certain texts. What may be the beginning of one is held back until it
 * is clear. One thread at a time.
 */
final class StoppedText {
  private final List<String> stops;
  private final GenerationListener listener;
  private final StringBuilder text = new StringBuilder();
  private int told;
  private boolean stopped;

  StoppedText(List<String> stops, GenerationListener listener) {
    this.stops = stops;
    this.listener = listener;
  }

  /** Adds a piece; whether the answer goes on. */
  boolean add(String piece) {
    if (stopped) {
      return false;
    }
    text.append(piece);
    int end = text.length();
    for (String stop : stops) {
      int at = text.indexOf(stop, Math.max(0, told - stop.length() + 1));
      if (at >= 0 && at < end) {
        end = at;
        stopped = true;
      }
    }
    text.setLength(end);
    tell(stopped ? end : end - doubtful());
    return !stopped;
  }

  /** The answer is over: what was held back belongs to it. */
  void end() {
    tell(text.length());
  }

  private void tell(int end) {
    if (end > told) {
      String piece = text.substring(told, end);
      told = end;
      listener.piece(piece);
    }
  }

  /** How many of the last characters may be the beginning of a stop. */
  private int doubtful() {
    int most = 0;
    for (String stop : stops) {
      for (int length = Math.min(stop.length() - 1, text.length()); length > most; length--) {
        if (stop.startsWith(text.substring(text.length() - length))) {
          most = length;
        }
      }
    }
    return most;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
