package ai.stt.http.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolTest {
  @TempDir private Path folder;

  @Test
  void aNewServerClearsAwayWhatACrashedOneLeft() throws IOException {
    Path crashed = Files.createDirectory(folder.resolve("uploads-crashed"));
    Files.writeString(crashed.resolve("1.upload"), "a voice");
    Files.createFile(crashed.resolve(".lock"));
    Path stranger = Files.writeString(folder.resolve("notes.txt"), "not ours");
    try (Spool spool = Spool.open(folder);
        SpoolFile file = spool.create()) {
      assertThat(crashed).doesNotExist();
      assertThat(stranger).exists();
      assertThat(file.path()).exists();
    }
  }

  @Test
  void theFilesOfAServerThatRunsAreLeftAlone() throws IOException {
    try (Spool first = Spool.open(folder);
        SpoolFile file = first.create();
        Spool second = Spool.open(folder);
        SpoolFile other = second.create()) {
      assertThat(file.path()).exists();
      assertThat(other.path().getParent()).isNotEqualTo(file.path().getParent());
    }
    assertThat(entries()).containsExactly(folder.resolve(".lock"));
  }

  @Test
  void aClosedSpoolTakesItsFilesWithIt() throws IOException {
    Path left;
    try (Spool spool = Spool.open(folder)) {
      left = Files.writeString(spool.create().path(), "running");
    }
    assertThat(left).doesNotExist();
  }

  @Test
  void aFileThatIsClosedTwiceIsGoneOnce() throws IOException {
    try (Spool spool = Spool.open(folder)) {
      SpoolFile file = spool.create();
      try (file) {
        assertThat(file.path()).exists();
      }
      file.close();
      assertThat(file.path()).doesNotExist();
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsAnErrorAtStart() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> Spool.open(file)).isInstanceOf(IOException.class);
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
