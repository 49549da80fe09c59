package ai.stt.inference.catalog.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeLibrariesTest {
  @TempDir Path home;

  @Test
  void whisperIsFetchedByPipOnceAndFoundAgain() throws Exception {
    var libraries = new NativeLibraries(home);
    assertThat(libraries.installed("whisper.cpp")).isEmpty();
    var most = new AtomicLong();

    Path folder =
        libraries.ensure(
            "whisper.cpp", (stage, done, total) -> most.accumulateAndGet(done, Math::max));

    assertThat(libraries.installed("whisper.cpp")).contains(folder);
    assertThat(most.get()).isPositive();
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .anyMatch(name -> name.startsWith("libwhisper"));
    }
    try (var left = Files.list(home.resolve("natives/.work"))) {
      assertThat(left).isEmpty();
    }
    FetchListener refusing =
        (stage, done, total) -> {
          throw new AssertionError("fetched twice");
        };
    assertThat(libraries.ensure("whisper.cpp", refusing)).isEqualTo(folder);
  }

  @Test
  void aDamagedFolderIsInstalledAgain() throws Exception {
    var libraries = new NativeLibraries(home);
    Path folder = libraries.ensure("whisper.cpp", FetchListener.none());
    Path file = folder.resolve(library().archive().files().getFirst().as());
    Files.write(file, new byte[] {1});

    assertThat(libraries.installed("whisper.cpp")).isEmpty();
    libraries.ensure("whisper.cpp", FetchListener.none());

    assertThat(Files.size(file)).isEqualTo(library().archive().files().getFirst().sizeBytes());
  }

  @Test
  void aPlatformWithoutABuildIsToldWhatToDo() {
    var libraries = new NativeLibraries(home, NativeLibrary.all(), "plan9-mips");
    assertThatThrownBy(() -> libraries.ensure("whisper.cpp", FetchListener.none()))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE))
        .hasMessageContaining("plan9-mips")
        .hasMessageContaining("configuration");
  }

  @Test
  void anotherWheelIsRefusedAndLeavesNothing() {
    var real = library();
    var archive = real.archive();
    var wrong =
        new ai.stt.app.catalog.ModelSource.PackageFiles(
            archive.registry(),
            archive.name(),
            archive.version(),
            archive.platform(),
            archive.sizeBytes(),
            "0".repeat(64),
            archive.files());
    var forged =
        new NativeLibrary(
            real.name(), real.version(), real.platform(), true, real.licence(), wrong);
    var libraries = new NativeLibraries(home, List.of(forged), real.platform());

    assertThatThrownBy(() -> libraries.ensure("whisper.cpp", FetchListener.none()))
        .hasMessageContaining("checksum");
    assertThat(libraries.installed("whisper.cpp")).isEmpty();
  }

  private static NativeLibrary library() {
    return NativeLibrary.all().stream()
        .filter(library -> library.platform().equals(NativeLibrary.platformHere()))
        .findFirst()
        .orElseThrow();
  }
}
