package ai.stt.inference.catalog.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.testing.TinyWhisper;
import ai.stt.inference.catalog.testing.TinyWhisper.Precision;
import ai.stt.inference.catalog.testing.TransformersFolder;
import ai.stt.inference.tensor.GgmlTensors;
import ai.stt.inference.tensor.GgmlType;
import ai.stt.inference.tensor.UnreadableFileException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of transformers against the folder of faster-whisper that has the same numbers. */
final class TransformersWhisperTest {
  private static final String QUERY = "model.encoder.layers.0.self_attn.q_proj.weight";
  private static final String WORDS = "model.decoder.embed_tokens.weight";

  @TempDir Path temp;
  private Path expected = Path.of("");
  private List<String> words = List.of();
  private final TransformersFolder model = new TransformersFolder();

  @BeforeEach
  void sameNumbers() throws IOException {
    Path folder = new TinyWhisper(51_865, Precision.F16).write(temp.resolve("ct2"));
    words = IntStream.range(0, WhisperVocabulary.TEXT_TOKENS).mapToObj(i -> "w" + i).toList();
    Files.writeString(folder.resolve("vocabulary.txt"), String.join("\n", words));
    expected = convert(folder);
    try (Arena arena = Arena.ofConfined()) {
      for (GgmlTensors.Entry tensor : WhisperGgml.open(expected, arena).tensors().values()) {
        boolean column = tensor.name().matches("encoder\\.conv.\\.bias");
        List<Integer> shape = column ? tensor.shape().subList(0, 1) : tensor.shape();
        model.put(
            TransformersFolder.nameOf(tensor.name()),
            tensor.type() == GgmlType.F16 ? "F16" : "F32",
            shape,
            tensor.data().toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  @Test
  void theSameNumbersGiveTheSameFileWholeAndInShards() throws Exception {
    for (int shards : new int[] {1, 3}) {
      Path ggml = convert(model.write(temp.resolve("hf" + shards), words, shards));
      assertThat(Files.mismatch(expected, ggml)).isEqualTo(-1);
    }
  }

  @Test
  void theLastLayerIsTheTableOfTokensOrRefused() throws Exception {
    byte[] table = model.data(WORDS);
    model.put("proj_out.weight", "F16", List.of(51_865, 2), table);
    Path tied = convert(model.write(temp.resolve("tied"), words, 1));
    assertThat(Files.mismatch(expected, tied)).isEqualTo(-1);

    table[17] ^= 1;
    model.put("proj_out.weight", "F16", List.of(51_865, 2), table);
    assertRefused("no place for its tensor 'proj_out.weight'");
  }

  @Test
  void numbersOfBfloat16AreRead() throws Exception {
    float[] values = {1.5f, -2, 0.15625f, 0x1.004p0f};
    ByteBuffer upper = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      upper.putShort((short) (Float.floatToRawIntBits(value) >> 16));
    }
    Path folder =
        model.put(QUERY, "BF16", List.of(2, 2), upper.array()).write(temp.resolve("b"), words, 1);
    try (Arena arena = Arena.ofConfined()) {
      var read = new float[4];
      var tensors = WhisperGgml.open(convert(folder), arena).tensors();
      Objects.requireNonNull(tensors.get("encoder.blocks.0.attn.query.weight"))
          .copyTo(0, read, 0, 4);
      assertThat(read).containsExactly(1.5f, -2, 0.15625f, 1);
    }
  }

  @Test
  void aFileThatIsCutOffAnywhereOrGoesOnIsRefused() throws Exception {
    Path folder = model.write(temp.resolve("hf"), words, 1);
    Path file = folder.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 7, 8, 100, 5_000, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> convert(folder))
          .isInstanceOf(UnreadableFileException.class)
          .hasMessage("it ends too early");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> convert(folder)).hasMessage("something follows its end");
    Files.writeString(file, "This is a text and not a model.");
    assertThatThrownBy(() -> convert(folder)).hasMessageContaining("not a safetensors file");
  }

  @Test
  void aTableThatLiesAboutItsTensorsIsRefused() throws Exception {
    byte[] data = model.data(QUERY);
    model.put(QUERY, "F16", List.of(2, 3), data);
    assertRefused("has not the size of its shape");
    model.put(QUERY, "F16", List.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 9), data);
    assertRefused("has not the size of its shape");
    model.put(QUERY, "F64", List.of(1), new byte[8]);
    assertRefused("of the type 'F64'");
    model.put(QUERY, "I8", List.of(2, 2), new byte[4]);
    assertRefused("it is quantised (I8)");
  }

  @Test
  void whatIsNoWhisperOrNotAllOfOneIsRefused() throws Exception {
    model.rename(QUERY, "model.encoder.layers.0.self_attn.q_proj.lora");
    assertRefused("'encoder.layers.0.self_attn.q_proj.weight' is missing");
    model.claiming("qwen2");
    assertRefused("not a Whisper model, but qwen2");
  }

  @Test
  void aPartThatIsMissingOrLiesElsewhereIsRefused() throws Exception {
    Path folder = model.write(temp.resolve("hf"), words, 2);
    Path index = folder.resolve("model.safetensors.index.json");
    Path part = folder.resolve("model-00002-of-00002.safetensors");
    Path moved = Files.move(part, temp.resolve("part.safetensors"));
    assertThatThrownBy(() -> convert(folder)).hasMessageContaining("its part 'model-00002");
    Files.writeString(
        index,
        Files.readString(index)
            .replace(part.getFileName().toString(), "../" + moved.getFileName()));
    assertThatThrownBy(() -> convert(folder)).hasMessageContaining("its part '../part.safe");
  }

  private void assertRefused(String reason) throws IOException {
    Path folder = model.write(Files.createTempDirectory(temp, "hf"), words, 1);
    assertThatThrownBy(() -> convert(folder))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining(reason);
  }

  private static Path convert(Path folder) throws IOException {
    assertThat(WhisperConverter.handles(folder)).isTrue();
    Path target = folder.resolve("out.bin");
    WhisperConverter.convert(folder, target, FetchListener.none());
    return target;
  }
}
