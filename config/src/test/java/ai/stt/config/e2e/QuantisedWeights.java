package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.inference.tensor.GgmlTensors;
import ai.stt.inference.tensor.GgmlType;
import ai.stt.inference.tensor.MappedReader;
import ai.stt.inference.tensor.UnreadableFileException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Whisper's weights rounded as whisper.cpp's {@code quantize} does it to {@code q8_0}: matrices to
 * blocks of 32 whole numbers of 8 bits with a scale of 16, all else as it was.
 */
final class QuantisedWeights {
  /** What {@link #install} calls them. */
  static final String MODEL = "mine";

  private static final int FIELDS = 11;
  private static final int Q8_0_FILE = 2007; // the second version of ggml's quantisation, type 7
  private static final int BLOCK = 32;

  /** Tables and columns, which whisper.cpp adds and does not multiply. */
  private static final List<String> KEPT =
      List.of(
          "encoder.conv1.bias",
          "encoder.conv2.bias",
          "encoder.positional_embedding",
          "decoder.positional_embedding");

  private QuantisedWeights() {}

  /**
   * Makes a home in which no others are installed.
   *
   * @param shared a home with base, libraries and voice activity, which are linked to
   * @return the environment of a process that lives in {@code own}
   */
  static Map<String, String> install(Path shared, Path own)
      throws IOException, InterruptedException {
    Files.createDirectories(own.resolve("models"));
    for (String linked : List.of("natives", "models/silero-vad-16k")) {
      Files.createSymbolicLink(own.resolve(linked), shared.resolve(linked));
    }
    Map<String, String> environment = Map.of("STT_HOME", own.toString());
    Path weights = write(shared.resolve("models/base/ggml-base.bin"), own.resolve(MODEL + ".bin"));
    var taken = Shell.run(environment, Shell.STT, "models", "import", weights.toString());
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(taken.err()).contains(MODEL + " is installed");
    return environment;
  }

  /** Writes {@code plain}, a ggml file of 16 or 32 bits, with 8. */
  static Path write(Path plain, Path file) throws IOException {
    try (Arena arena = Arena.ofConfined();
        OutputStream out = Files.newOutputStream(file)) {
      var in = new MappedReader(plain, arena);
      out.write(ints(in.i32()));
      for (int i = 1; i < FIELDS; i++) {
        out.write(ints(in.i32()));
      }
      in.i32();
      out.write(ints(Q8_0_FILE));
      copyFiltersAndVocabulary(in, out);
      for (GgmlTensors.Entry tensor : GgmlTensors.readAll(in)) {
        write(tensor, out);
      }
    }
    return file;
  }

  private static void copyFiltersAndVocabulary(MappedReader in, OutputStream out)
      throws IOException {
    int mels = in.i32();
    int bins = in.i32();
    out.write(ints(mels, bins));
    copy(in, out, (long) mels * bins * Float.BYTES);
    int words = in.i32();
    out.write(ints(words));
    for (int i = 0; i < words; i++) {
      int length = in.i32();
      out.write(ints(length));
      copy(in, out, length);
    }
  }

  private static void copy(MappedReader in, OutputStream out, long bytes)
      throws IOException, UnreadableFileException {
    out.write(in.slice(bytes).toArray(ValueLayout.JAVA_BYTE));
  }

  private static void write(GgmlTensors.Entry tensor, OutputStream out) throws IOException {
    boolean rounded = tensor.shape().size() == 2 && !KEPT.contains(tensor.name());
    byte[] name = tensor.name().getBytes(StandardCharsets.UTF_8);
    GgmlType type = rounded ? GgmlType.Q8_0 : tensor.type();
    out.write(ints(tensor.shape().size(), name.length, type.id()));
    for (int i = tensor.shape().size() - 1; i >= 0; i--) {
      out.write(ints(tensor.shape().get(i)));
    }
    out.write(name);
    out.write(rounded ? rounded(tensor) : tensor.data().toArray(ValueLayout.JAVA_BYTE));
  }

  private static byte[] rounded(GgmlTensors.Entry tensor) {
    int blocks = Math.toIntExact(tensor.elements() / BLOCK);
    var out =
        ByteBuffer.allocate(Math.toIntExact(GgmlType.Q8_0.bytes(tensor.elements())))
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] block = new float[BLOCK];
    for (int i = 0; i < blocks; i++) {
      tensor.copyTo((long) i * BLOCK, block, 0, BLOCK);
      float most = 0;
      for (float value : block) {
        most = Math.max(most, Math.abs(value));
      }
      float scale = most / Byte.MAX_VALUE;
      out.putShort(Float.floatToFloat16(scale));
      for (float value : block) {
        out.put((byte) Math.round(scale == 0 ? 0 : value / scale));
      }
    }
    return out.array();
  }

  private static byte[] ints(int... values) {
    var bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }
}
