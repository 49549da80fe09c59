package ai.stt.config.cli;

import ai.stt.app.catalog.FetchListener;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where a command writes: results to standard output, everything else to standard error.
 *
 * @param out results, UTF-8
 * @param err notes, errors, progress
 * @param terminal whether somebody watches {@code err}
 */
record Console(PrintStream out, PrintStream err, boolean terminal) {
  private static final double MEGABYTE = 1_000_000;

  /** The console of this process. */
  static Console ofProcess() {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    // Java tells whether standard input and output are a terminal, but not standard error; the
    // launcher does.
    boolean terminal = Boolean.getBoolean("stt.terminal");
    return new Console(out, err, terminal);
  }

  /** Says something that is no result. */
  void note(String sentence) {
    err.println("stt: " + sentence);
  }

  /** A bar on this console. */
  ProgressBar bar(String label) {
    return new ProgressBar(err, terminal, label);
  }

  /** Draws a download or a conversion as a bar, with its speed. */
  FetchListener drawing(ProgressBar bar) {
    return new FetchListener() {
      @Override
      public void progress(Stage stage, long doneBytes, long totalBytes) {
        String verb = stage.name().toLowerCase(Locale.ROOT);
        double fraction = totalBytes > 0 ? (double) doneBytes / totalBytes : 0;
        double speed = doneBytes / MEGABYTE / Math.max(bar.elapsedSeconds(), 0.001);
        String note =
            stage == Stage.DOWNLOADING
                ? "%s %.1f of %.1f MB, %.1f MB/s"
                    .formatted(verb, doneBytes / MEGABYTE, totalBytes / MEGABYTE, speed)
                : verb;
        bar.update(fraction, note);
      }

      @Override
      public void note(String sentence) {
        bar.close();
        Console.this.note(sentence);
      }
    };
  }
}
