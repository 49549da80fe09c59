package ai.stt.config.cli;

import static ai.stt.app.catalog.FetchListener.Stage.DOWNLOADING;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.catalog.FetchListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProgressBarTest {
  private static final String CLEAR = "\r\033[K";

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream screen = new PrintStream(shown, true, StandardCharsets.UTF_8);

  @Test
  void aTerminalSeesPercentAndSpeedOnOneLineThatGoesAtTheEnd() {
    try (var bar = new ProgressBar(screen, true, "transcribing")) {
      bar.update(0.5, "12.3x real time");

      assertThat(shown())
          .isEqualTo(
              "%stranscribing [%s%s]  50%%  12.3x real time"
                  .formatted(CLEAR, "#".repeat(14), "-".repeat(14)));
    }
    assertThat(shown()).endsWith("12.3x real time" + CLEAR).doesNotContain("\n");
  }

  @Test
  void theEndIsAlwaysDrawnAndNoNumberLeavesTheBar() {
    try (var bar = new ProgressBar(screen, true, "base")) {
      bar.update(-1, "");
      bar.update(7, "done");
    }
    assertThat(shown()).contains("-".repeat(28) + "]   0%", "#".repeat(28) + "] 100%  done");
  }

  @Test
  void whereNoLengthIsClaimedTheTimeThatWasHeardStandsInPlaceOfABar() {
    try (var bar = new ProgressBar(screen, true, "transcribing")) {
      bar.update("75 s heard  12.3x real time");
    }
    assertThat(shown())
        .isEqualTo(CLEAR + "transcribing  75 s heard  12.3x real time" + CLEAR)
        .doesNotContain("%", "[-", "#");
  }

  @Test
  void aDownloadTellsHowMuchAndHowFast() {
    var console = new Console(screen, screen, true);
    try (ProgressBar bar = console.bar("base")) {
      FetchListener listener = console.drawing(bar);
      listener.progress(DOWNLOADING, 37_000_000, 148_000_000);
    }

    assertThat(shown())
        .containsPattern("base \\[#{7}-{21}]  25%  downloading 37.0 of 148.0 MB, \\d+\\.\\d MB/s");
  }

  @Test
  void aPipeGetsNoBarAndNotesAsLines() {
    var console = new Console(screen, screen, false);
    try (ProgressBar bar = console.bar("base")) {
      FetchListener listener = console.drawing(bar);
      listener.progress(DOWNLOADING, 74_000_000, 148_000_000);
      listener.note("the first source does not answer");
      bar.update(1, "done");
    }

    assertThat(shown()).isEqualTo("stt: the first source does not answer" + System.lineSeparator());
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
