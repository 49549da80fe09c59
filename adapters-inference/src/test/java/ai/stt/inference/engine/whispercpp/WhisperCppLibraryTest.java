package ai.stt.inference.engine.whispercpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class WhisperCppLibraryTest {
  @TempDir Path folder;

  @Test
  void thePackagedLibraryIsLoadedFromItsFolderOrByItsFile() throws Exception {
    Path natives = RealWhisper.libraryFolder();
    assertThat(WhisperCppLibrary.load(natives).version()).startsWith("1.8.");
    try (var files = Files.list(natives)) {
      Path file =
          files
              .filter(f -> String.valueOf(f.getFileName()).startsWith("libwhisper"))
              .findFirst()
              .orElseThrow();
      assertThat(WhisperCppLibrary.load(file).version()).startsWith("1.8.");
    }
  }

  @Test
  void theParametersHaveTheSizesThatTheCompilerGivesThem() {
    assertThat(Layouts.FULL_PARAMS.byteSize()).isEqualTo(304);
    assertThat(Layouts.CONTEXT_PARAMS.byteSize()).isEqualTo(48);
    assertThat(Layouts.TOKEN_DATA.byteSize()).isEqualTo(56);
  }

  @Test
  void aFolderWithoutALibrarySaysWhatToDo() {
    assertThatThrownBy(() -> WhisperCppLibrary.load(folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("there is no whisper.cpp library")
        .hasMessageContaining("configuration");
    assertThatThrownBy(() -> WhisperCppLibrary.load(folder.resolve("absent")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("there is no whisper.cpp library");
  }

  @Test
  void aFileThatIsNoLibrarySaysWhatToDo() throws Exception {
    Path file = Files.writeString(folder.resolve("libwhisper.so"), "not a library");

    assertThatThrownBy(() -> WhisperCppLibrary.load(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be used")
        .hasMessageContaining("1.8");
  }

  @Test
  void anotherLibraryIsRefused() throws Exception {
    Path other;
    try (var files = Files.list(RealWhisper.libraryFolder())) {
      other =
          files
              .filter(f -> String.valueOf(f.getFileName()).contains("ggml-base"))
              .findFirst()
              .orElseThrow();
    }

    assertThatThrownBy(() -> WhisperCppLibrary.load(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no function whisper_");
  }
}
