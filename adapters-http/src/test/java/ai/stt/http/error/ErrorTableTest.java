package ai.stt.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ErrorTableTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "errors.md");

  @Test
  void thePageForPeopleListsEveryCodeAsItIs() throws IOException {
    String page = Files.readString(PAGE);
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(page).as("docs/reference/errors.md").contains(row(code));
    }
    assertThat(page.lines().filter(line -> line.startsWith("| `")))
        .hasSize(ErrorCode.values().length);
  }

  /** The first cells of a line; the last, in words, is written by hand. */
  private static String row(ErrorCode code) {
    return "| `%s` | %d | %s | %s | "
        .formatted(
            code.name().toLowerCase(Locale.ROOT),
            ErrorTable.status(code),
            code.kind().name().toLowerCase(Locale.ROOT),
            ErrorTable.defaultRetryAfter(code).map(w -> w.toSeconds() + " s").orElse("no"));
  }

  @Test
  void whatCanSucceedLaterSaysWhenAndNothingElseDoes() {
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(ErrorTable.defaultRetryAfter(code).isPresent())
          .as(code.name())
          .isEqualTo(code.retryable());
    }
  }

  @Test
  void theTimeToWaitIsWholeSecondsRoundedUp() {
    assertThat(ErrorTable.retryAfterSeconds(busy(Duration.ofMillis(1)))).contains(1L);
    assertThat(ErrorTable.retryAfterSeconds(busy(Duration.ofMillis(1001)))).contains(2L);
    assertThat(ErrorTable.retryAfterSeconds(busy(Duration.ZERO))).contains(1L);
    assertThat(ErrorTable.retryAfterSeconds(busy(null))).contains(5L);
  }

  @Test
  void everyStatusHasASentenceAndACode() {
    for (int status = 400; status < 600; status++) {
      assertThat(ErrorTable.sentence(status, "GET", "/x")).isNotBlank();
      assertThat(ErrorTable.code(status)).isNotNull();
    }
  }

  private static SpeechException busy(@Nullable Duration retryAfter) {
    return new SpeechException(ErrorCode.OVERLOADED, "busy", retryAfter, null);
  }
}
