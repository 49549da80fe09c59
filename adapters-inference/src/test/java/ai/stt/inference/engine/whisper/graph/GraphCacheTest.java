package ai.stt.inference.engine.whisper.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.inference.engine.whisper.SmallWhisper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that were built before, on a model of random weights. */
final class GraphCacheTest {
  @TempDir private Path temp;
  private Path folder;
  private Path weights;

  @BeforeEach
  void write() throws Exception {
    folder = temp.resolve("cache");
    weights = new SmallWhisper().write(temp.resolve("small.bin"));
  }

  @Test
  void whatWasBuiltIsUsedAgain() throws Exception {
    Path encoder = graphs(weights).encoder();
    FileTime built = Files.getLastModifiedTime(encoder.resolveSibling("encoder.bin"));

    assertThat(graphs(weights).encoder()).isEqualTo(encoder);
    assertThat(Files.getLastModifiedTime(encoder.resolveSibling("encoder.bin"))).isEqualTo(built);
    assertThat(folders()).hasSize(1);
  }

  @Test
  void aFileThatIsCutShortOrGoneIsBuiltAnew() throws Exception {
    Path decoder = graphs(weights).decoder().resolveSibling("decoder.bin");
    byte[] whole = Files.readAllBytes(decoder);
    try (var file = FileChannel.open(decoder, StandardOpenOption.WRITE)) {
      file.truncate(1000);
    }

    graphs(weights);
    assertThat(Files.size(decoder)).isEqualTo(whole.length);
    Files.delete(decoder);
    graphs(weights);
    assertThat(Files.mismatch(decoder, Files.write(temp.resolve("whole"), whole))).isEqualTo(-1);
  }

  @Test
  void graphsOfWeightsThatAreGoneAndOfProcessesThatWereKilledAreDeleted() throws Exception {
    Path other =
        new SmallWhisper().set("decoder.ln.bias", 0, 0.25f).write(temp.resolve("other.bin"));
    graphs(other);
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Files.createDirectory(folder.resolve("x.part-%d-1".formatted(ended.pid())));
    Path alive = folder.resolve("x.part-%d-1".formatted(ProcessHandle.current().pid()));
    Files.createDirectory(alive);
    Files.createDirectory(folder.resolve("0123-int8-3"));
    Files.delete(other);

    Path mine = graphs(weights).encoder().getParent();
    assertThat(folders()).containsExactlyInAnyOrder(alive, mine);
  }

  @Test
  void weightsThatTheStoreKnowsByAnotherDigestHaveOtherGraphs() throws Exception {
    Path home = Files.createDirectory(temp.resolve("model"));
    Path stored = Files.copy(weights, home.resolve("ggml-mine.bin"));
    Path unknown = graphs(stored).encoder();
    describe(home, "aa".repeat(32));
    Path first = graphs(stored).encoder();
    describe(home, "bb".repeat(32));

    assertThat(graphs(stored).encoder()).isNotEqualTo(first).isNotEqualTo(unknown);
    describe(home, "aa".repeat(32));
    assertThat(graphs(stored).encoder()).isEqualTo(first);
  }

  @Test
  void aBuildThatFailsLeavesNothing() throws Exception {
    Path broken =
        new SmallWhisper()
            .set("decoder.blocks.1.mlp.0.weight", 7, Float.NaN)
            .write(temp.resolve("broken.bin"));

    assertThatThrownBy(() -> graphs(broken)).isInstanceOf(NotFiniteException.class);
    assertThat(folders()).isEmpty();
  }

  private GraphFiles graphs(Path file) throws IOException {
    try (var model = WhisperModel.open(file)) {
      return new GraphCache(folder).graphs(model, file, Precision.INT8);
    }
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  private static void describe(Path home, String sha256) throws IOException {
    Files.writeString(
        home.resolve("model.json"),
        """
        {"descriptor": {"id": "mine", "name": "Mine", "description": "Mine.", "languages": ["en"],
          "speed": "FAST"}, "family": "whisper", "format": "ggml", "file": "ggml-mine.bin",
          "sizeBytes": 1, "sha256": "%s", "licence": "MIT"}
        """
            .formatted(sha256));
  }
}
