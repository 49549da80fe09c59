package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.catalog.StoredDigest;
import ai.stt.inference.catalog.fetch.Folders;
import ai.stt.inference.onnx.OnnxGraph;
import java.io.IOException;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of graphs that were built before, each model and precision in a folder of its own, which
 * appears whole or not at all. Safe for several threads and processes.
 */
public final class GraphCache {
  /** To be raised whenever the graphs change, so that old ones are not used any more. */
  private static final int VERSION = 4;

  private static final int HEAD_BYTES = 1 << 20;
  private static final int SAMPLE_BYTES = 1 << 12;
  private static final int SAMPLES = 512;
  private static final int KEY_CHARACTERS = 24;

  /** While they are made; the number is the process. */
  private static final Pattern PART = Pattern.compile(".*\\.part-(\\d{1,18})-.*");

  private static final List<String> GRAPHS = List.of("encoder", "decoder", "alignment");

  private final Path folder;

  /** A cache in this folder, which is made when it is needed. */
  public GraphCache(Path folder) {
    this.folder = folder;
  }

  /**
   * The graphs of a model, built now unless they are there and whole.
   *
   * @param weights the file that the model was opened from
   * @throws NotFiniteException when the weights hold something that is no number
   */
  public GraphFiles graphs(WhisperModel model, Path weights, Precision precision)
      throws IOException {
    String name =
        "%s-%s-%d".formatted(key(weights), precision.name().toLowerCase(Locale.ROOT), VERSION);
    Path home = folder.resolve(name);
    Files.createDirectories(folder);
    sweep();
    if (!GraphList.isWhole(home)) {
      Folders.delete(home);
      Path part =
          Files.createTempDirectory(
              folder, "%s.part-%d-".formatted(name, ProcessHandle.current().pid()));
      try {
        build(model, precision, part);
        GraphList.write(part, weights);
        publish(part, home);
      } finally {
        Folders.delete(part);
      }
    }
    return new GraphFiles(
        precision,
        home.resolve("encoder.onnx"),
        home.resolve("decoder.onnx"),
        home.resolve("alignment.onnx"));
  }

  private static void build(WhisperModel model, Precision precision, Path to) throws IOException {
    for (String name : GRAPHS) {
      try (Arena arena = Arena.ofConfined()) {
        graph(name, model, precision, arena)
            .write(to.resolve(name + ".onnx"), to.resolve(name + ".bin"));
      }
    }
  }

  private static OnnxGraph graph(
      String name, WhisperModel model, Precision precision, Arena arena) {
    return switch (name) {
      case "encoder" -> EncoderGraph.build(model, precision, arena);
      case "decoder" -> DecoderGraph.step(model, precision, arena);
      default -> DecoderGraph.alignment(model, precision, AlignmentHead.of(model.shape()), arena);
    };
  }

  private void publish(Path part, Path home) throws IOException {
    try {
      Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
      Folders.syncFolder(folder);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another process was faster; what it built is the same.
    }
  }

  /**
   * Deletes what older programs and processes that were killed left, and the graphs of weights that
   * are gone.
   */
  private void sweep() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.filter(Files::isDirectory).toList()) {
        Matcher part = PART.matcher(each.getFileName().toString());
        boolean needed =
            part.matches()
                ? ProcessHandle.of(Long.parseLong(part.group(1))).isPresent()
                : GraphList.weightsAreThere(each);
        if (!needed) {
          Folders.delete(each);
        }
      }
    }
  }

  /**
   * Names the weights by their content: the digest that the store knows of them and, of what it
   * does not know, the size, the start and 512 pieces spread over the file, so that gigabytes need
   * not be read at each start.
   */
  private static String key(Path weights) throws IOException {
    Optional<String> known = StoredDigest.of(weights);
    return known.isPresent() ? known.get().substring(0, KEY_CHARACTERS) : samples(weights);
  }

  private static String samples(Path weights) throws IOException {
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
}
