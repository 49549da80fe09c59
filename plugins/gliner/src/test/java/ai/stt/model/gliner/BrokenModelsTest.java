package ai.stt.model.gliner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.inference.onnx.Dim;
import ai.stt.inference.onnx.OnnxGraph;
import ai.stt.inference.onnx.OnnxType;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BrokenModelsTest {
  private final Path temp;
  private final Path folder;

  BrokenModelsTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    this.folder = TinyGliner.folder(temp.resolve("tiny"));
  }

  @Test
  void aFileThatIsCutShortIsNoModel() throws Exception {
    byte[] whole = Files.readAllBytes(TinyGliner.imported(temp, folder).file());
    for (int size : new int[] {0, 1000, whole.length / 3, whole.length - 1000, whole.length - 1}) {
      Path cut = Files.write(temp.resolve("cut.onnx"), Arrays.copyOf(whole, size));
      assertRefused(cut, "'cut.onnx' cannot be used");
    }
  }

  @Test
  void aGraphWithoutItsTokenizerIsRefusedWithWhatToDo() {
    assertRefused(folder.resolve("model.onnx"), "no gliner_config.json; import the folder");
    assertRefused(temp.resolve("absent.onnx"), "absent.onnx");
  }

  @Test
  void aGraphThatTakesOtherThingsIsRefused() throws Exception {
    var graph = new OnnxGraph(17);
    var x = graph.input("x", OnnxType.FLOAT32, Dim.of("many"));
    graph.output("y", graph.node("Add", List.of(x, x)), OnnxType.FLOAT32, Dim.of("many"));
    graph.write(folder.resolve("model.onnx"));
    assertRefused(TinyGliner.imported(temp, folder).file(), "the graph takes [x], not");
  }

  @Test
  void aGraphOfAnotherWidthIsRefused() throws Exception {
    replace("gliner_config.json", "\"max_width\": 12", "\"max_width\": 7");
    assertRefused(TinyGliner.imported(temp, folder).file(), "the model failed while it ran");
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() throws Exception {
    Path model = folder.resolve("model.onnx");
    byte[] bytes = Files.readAllBytes(model);
    int at = weights(bytes, "word_embeddings.weight");
    for (int i = at + 16; i < at + 24_016; i += Float.BYTES) {
      bytes[i + 2] = (byte) 0xc0; // little endian: 0x7fc0.... is no number
      bytes[i + 3] = 0x7f;
    }
    Files.write(model, bytes);
    assertRefused(TinyGliner.imported(temp, folder).file(), "what are no numbers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          gliner_config.json | "markerV0"             | "token_level"                | span_mode is 'token_level'
          gliner_config.json | "whitespace"           | "jieba"                      | words_splitter_type is 'jieba'
          gliner_config.json | "first"                | "mean"                       | subtoken_pooling is 'mean'
          gliner_config.json | "max_len": 40          | "max_len": 0                 | max_len 0
          gliner_config.json | "max_len": 40          | "max_len": "forty"           | a number is expected
          gliner_config.json | "model_name"           | "labels_encoder"             | bi-encoder
          gliner_config.json | <<ENT>>                | [ENT]                        | does not know [ENT]
          tokenizer.json     | "type": "Unigram"      | "type": "WordPiece"          | 'WordPiece', and only Unigram
          tokenizer.json     | "type": "Strip"        | "type": "BertNormalizer"     | normalizes by 'BertNormalizer'
          tokenizer.json     | "type": "Metaspace"    | "type": "ByteLevel"          | marks spaces in a way
          tokenizer.json     | " {2,}"                | "[a-z]"                      | replaces what is not known
          tokenizer.json     | "unk_id": 3            | "unk_id": -1                 | no piece for what is unknown
          tokenizer.json     | "vocab": [             | "vocab": [ 7,                | a list is expected
          tokenizer.json     | "precompiled_charsmap": "ALwC | "precompiled_charsmap": "//// | map of characters is broken
          """)
  void aModelOfAnotherSortIsRefusedWithWhatItIs(String file, String old, String now, String why)
      throws Exception {
    replace(file, old, now);
    assertRefused(TinyGliner.imported(temp, folder).file(), why);
  }

  private void replace(String name, String old, String now) throws IOException {
    Path file = folder.resolve(name);
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, now));
  }

  /** Where the bytes of a tensor begin: behind its name, the mark of the field and its length. */
  private static int weights(byte[] bytes, String name) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    return all.indexOf(name + "J") + name.length() + 4;
  }

  private static void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> TinyGliner.load(file))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE))
        .hasMessageContaining(why);
  }
}
