package ai.stt.http.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.http.testing.Form;
import ai.stt.http.testing.RawClient;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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

  @Test
  void aDiskThatTakesNoFileIs503AndNoFaultOfTheCaller() throws Exception {
    try (TestServer server = new ServerOptions(folder).start();
        var client = new RawClient(server.port())) {
      try (Stream<Path> files = Files.walk(folder.resolve("uploads"))) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      byte[] body = Form.saying("hi").bytes();
      RawClient.Answer answer = client.head(body.length).send(body, body.length).read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.headers()).containsEntry("retry-after", "60");
      assertThat(answer.body()).contains("no room");
    }
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
