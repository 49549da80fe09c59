package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.onnx.OnnxGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder of graphs that were built before, each model and precision in a folder of its own, which
 * appears whole or not at all. Safe for several threads and processes.
 */
public final class GraphCache {
  /** To be raised whenever the graphs change, so that old ones are not used any more. */
  private static final int VERSION = 3;

  private static final int HEAD_BYTES = 1 << 20;
  private static final int SAMPLE_BYTES = 1 << 12;
  private static final int SAMPLES = 512;
  private static final int KEY_CHARACTERS = 24;

  private final Path folder;

  /** A cache in this folder, which is made when it is needed. */
  public GraphCache(Path folder) {
    this.folder = folder;
  }

  /**
   * The graphs of a model, built now unless they are there.
   *
   * @param weights the file that the model was opened from
   * @throws NotFiniteException when the weights hold something that is no number
   */
  public GraphFiles graphs(WhisperModel model, Path weights, Precision precision)
      throws IOException {
    String kind = "%s-%s-".formatted(key(weights), precision.name().toLowerCase(Locale.ROOT));
    String name = kind + VERSION;
    Path home = folder.resolve(name);
    if (!Files.isDirectory(home)) {
      Files.createDirectories(folder);
      Path part = Files.createTempDirectory(folder, name + ".part");
      try {
        build(model, precision, part);
        publish(part, home);
      } finally {
        delete(part);
      }
      deleteOlder(kind);
    }
    return new GraphFiles(
        precision,
        home.resolve("encoder.onnx"),
        home.resolve("decoder.onnx"),
        home.resolve("alignment.onnx"));
  }

  private static void build(WhisperModel model, Precision precision, Path to) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      write(EncoderGraph.build(model, precision, arena), to, "encoder");
    }
    try (Arena arena = Arena.ofConfined()) {
      write(DecoderGraph.step(model, precision, arena), to, "decoder");
    }
    try (Arena arena = Arena.ofConfined()) {
      List<AlignmentHead> heads = AlignmentHead.of(model.shape());
      write(DecoderGraph.alignment(model, precision, heads, arena), to, "alignment");
    }
  }

  private static void write(OnnxGraph graph, Path folder, String name) throws IOException {
    graph.write(folder.resolve(name + ".onnx"), folder.resolve(name + ".bin"));
  }

  private static void publish(Path part, Path home) throws IOException {
    try {
      Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another process was faster; what it built is the same.
    }
  }

  /**
   * Names the weights by their content: the size, the start and 512 pieces spread over the file, so
   * that gigabytes need not be read at each start. No two models share all of these.
   */
  private static String key(Path weights) throws IOException {
    try (FileChannel file = FileChannel.open(weights, StandardOpenOption.READ)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      long size = file.size();
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, size));
      add(digest, file, 0, HEAD_BYTES);
      for (int i = 0; i < SAMPLES; i++) {
        add(digest, file, size / SAMPLES * i, SAMPLE_BYTES);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, KEY_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, FileChannel file, long at, int bytes)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {
      // Reads on until the piece or the file ends.
    }
    digest.update(buffer.flip());
  }

  /** Of what an older program built nothing is used any more. */
  private void deleteOlder(String kind) throws IOException {
    for (int version = 1; version < VERSION; version++) {
      delete(folder.resolve(kind + version));
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(GraphCache::deleteOne);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
