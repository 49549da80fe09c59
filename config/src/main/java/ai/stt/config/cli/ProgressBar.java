package ai.stt.config.cli;

import java.io.PrintStream;

/**
 * A bar that redraws itself on one line of a terminal; elsewhere it stays silent, so that pipes and
 * logs hold no control characters. Thread-safe.
 */
final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 28;
  private static final long REDRAW_NANOS = 100_000_000;

  private final PrintStream out;
  private final boolean terminal;
  private final String label;
  private final long started = System.nanoTime();
  private long drawn;
  private boolean visible;

  ProgressBar(PrintStream out, boolean terminal, String label) {
    this.out = out;
    this.terminal = terminal;
    this.label = label;
  }

  /**
   * Redraws the bar, at most ten times a second.
   *
   * @param fraction 0..1
   * @param note what to say behind the percent, such as a speed
   */
  void update(double fraction, String note) {
    int full = (int) Math.round(Math.clamp(fraction, 0, 1) * WIDTH);
    draw(
        "%s [%s%s] %3d%%  %s"
            .formatted(
                label,
                "#".repeat(full),
                "-".repeat(WIDTH - full),
                (int) (Math.clamp(fraction, 0, 1) * 100),
                note),
        fraction >= 1);
  }

  /** The same for what has no known end. */
  void update(String note) {
    draw("%s  %s".formatted(label, note), false);
  }

  private synchronized void draw(String line, boolean last) {
    long now = System.nanoTime();
    if (!terminal || (visible && !last && now - drawn < REDRAW_NANOS)) {
      return;
    }
    drawn = now;
    visible = true;
    out.print("\r\033[K" + line);
    out.flush();
  }

  /** Seconds since the bar was made. */
  double elapsedSeconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  /** Removes the bar from the screen. */
  @Override
  public synchronized void close() {
    if (visible) {
      out.print("\r\033[K");
      out.flush();
      visible = false;
    }
  }
}
