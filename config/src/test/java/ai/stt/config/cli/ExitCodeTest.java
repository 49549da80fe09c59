package ai.stt.config.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExitCodeTest {
  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST, 2",
    "NOT_FOUND, 2",
    "CONFLICT, 2",
    "UNSUPPORTED_MEDIA, 3",
    "TOO_LARGE, 3",
    "MODEL_UNAVAILABLE, 4",
    "OVERLOADED, 4",
    "CANCELED, 130",
    "SHUTTING_DOWN, 130",
    "INTERNAL, 1",
  })
  void aScriptLearnsWhatKindOfErrorItWas(ErrorCode error, int code) {
    assertThat(ExitCode.of(new SpeechException(error, "why"))).isEqualTo(code);
  }

  @Test
  void interruptionsAndFaultsHaveTheirOwn() {
    assertThat(ExitCode.of(new InterruptedException())).isEqualTo(130);
    assertThat(ExitCode.of(new IllegalStateException("a fault"))).isEqualTo(1);
    assertThat(ExitCode.of(new IOException("a disk"))).isEqualTo(1);
  }

  @Test
  void ofManyFilesTheWorstIsToldAndNoFaultIsHidden() {
    assertThat(ExitCode.worse(0, 3)).isEqualTo(3);
    assertThat(ExitCode.worse(4, 3)).isEqualTo(4);
    assertThat(ExitCode.worse(3, 1)).isEqualTo(1);
    assertThat(ExitCode.worse(1, 0)).isEqualTo(1);
  }

  @Test
  void whatTheFileSystemRefusesIsNamedAndNoFaultOfTheProgram() {
    assertThat(told(new NoSuchFileException("/absent/out.vtt")))
        .isEqualTo("stt: /absent/out.vtt cannot be used: there is no such file or folder");
    assertThat(told(new FileSystemException("out.vtt", null, "No space left on device")))
        .isEqualTo("stt: out.vtt cannot be used: No space left on device");
    assertThat(told(new UncheckedIOException(new AccessDeniedException("/root/.stt"))))
        .isEqualTo("stt: /root/.stt cannot be used: access is denied");
    assertThat(told(new IOException("No space left on device")))
        .isEqualTo("stt: reading or writing failed: No space left on device");
  }

  private static String told(Throwable error) {
    var shown = new ByteArrayOutputStream();
    var screen = new PrintStream(shown, true, StandardCharsets.UTF_8);
    Cli.tell(new Console(screen, screen, false), error);
    return shown.toString(StandardCharsets.UTF_8).strip();
  }
}
