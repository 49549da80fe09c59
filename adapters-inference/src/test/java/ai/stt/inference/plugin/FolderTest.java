package ai.stt.inference.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.inference.registry.HostPluginContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A plugin folder of its own for each test. */
abstract class FolderTest {
  @TempDir Path home;
  final List<String> events = new CopyOnWriteArrayList<>();
  final HostPluginContext context =
      new HostPluginContext(Map.of(List.class, () -> events), List::of);
  Path zips = Path.of("");
  PluginFolder folder = patient(zips, zips, PluginTrust.inEverybody());

  @BeforeEach
  void setUp() throws IOException {
    zips = Files.createDirectory(home.resolve("plugins"));
    folder = patient(zips, home.resolve("cache"), PluginTrust.inEverybody());
  }

  @AfterEach
  void tearDown() {
    folder.close();
  }

  /** A folder whose scans wait until what they start has started, however busy the machine is. */
  static PluginFolder patient(Path zips, Path cache, PluginTrust trust) {
    Duration wait = Duration.ofMinutes(1);
    return new PluginFolder(zips, cache, trust, wait, wait);
  }

  void offersOfFirst() throws InterruptedException {
    assertThat(folder.plugins().getFirst().offers(context)).hasSize(1);
  }

  List<String> versions() {
    return folder.plugins().stream()
        .map(plugin -> plugin.manifest().id() + " " + plugin.manifest().version())
        .toList();
  }

  Path scratch() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("cache"))) {
      return files.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  static List<String> filesIn(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  static byte[] padded(byte[] zip, int size) {
    byte[] padded = Arrays.copyOf(zip, size);
    int comment = size - zip.length;
    padded[zip.length - 2] = (byte) comment;
    padded[zip.length - 1] = (byte) (comment >> 8);
    return padded;
  }
}
