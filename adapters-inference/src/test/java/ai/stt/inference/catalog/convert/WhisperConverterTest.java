package ai.stt.inference.catalog.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.testing.TinyWhisper;
import ai.stt.inference.catalog.testing.TinyWhisper.Precision;
import ai.stt.inference.tensor.UnreadableFileException;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WhisperConverterTest {
  private static final int MULTILINGUAL = 51_865;

  @TempDir Path temp;

  @Test
  void aModelsDimensionsSurviveTheConversion() throws Exception {
    Path ggml = convert(new TinyWhisper(MULTILINGUAL, Precision.F16));
    var shape = WhisperGgml.read(ggml);
    assertThat(shape).isEqualTo(new WhisperShape(MULTILINGUAL, 3, 2, 1, 1, 4, 2, 1, 1, 80, 1));
  }

  @Test
  void float32WithoutMorePrecisionGivesTheSameBytesAsFloat16() throws Exception {
    Path half = convert(new TinyWhisper(MULTILINGUAL, Precision.F16));
    Path full = convert(new TinyWhisper(MULTILINGUAL, Precision.F32));
    assertThat(Files.mismatch(half, full)).isEqualTo(-1);
  }

  @Test
  void aQuantisedModelIsRefused() {
    var quantised =
        new TinyWhisper(MULTILINGUAL, Precision.F16).as("decoder/embeddings/weight", Precision.I8);
    assertRefused(quantised, "quantised (I8)");
  }

  @Test
  void aModelThatIsCutOffAnywhereIsRefused() throws Exception {
    Path folder = new TinyWhisper(MULTILINGUAL, Precision.F16).write(temp.resolve("ct2"));
    byte[] whole = Files.readAllBytes(folder.resolve("model.bin"));
    for (int length : new int[] {0, 3, 10, 40, 1000, whole.length / 2, whole.length - 1}) {
      Files.write(folder.resolve("model.bin"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> convert(folder))
          .isInstanceOf(UnreadableFileException.class)
          .hasMessage("it ends too early");
    }
    Files.write(folder.resolve("model.bin"), Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> convert(folder)).hasMessage("something follows its end");
  }

  @Test
  void anotherVersionOrModelIsRefused() {
    assertRefused(tiny().claiming(7, "WhisperSpec"), "binary version 4 to 6, but of 7");
    assertRefused(tiny().claiming(6, "TransformerSpec"), "not a Whisper model, but Transformer");
  }

  @Test
  void aTensorTooManyOrTooFewIsRefused() {
    assertRefused(tiny().put("decoder/layer_0/adapter/weight", 2, 2), "no place for its tensor");
    assertRefused(tiny().without("encoder/conv2/bias"), "'encoder/conv2/bias' is missing");
    assertRefused(
        tiny().put("decoder/layer_0/self_attention/linear_0/weight", 5, 2), "the wrong shape");
    assertRefused(tiny().put("encoder/conv1/weight", 2, 81, 3), "dimensions of a Whisper model");
  }

  @Test
  void aBiasOfKeysIsRefusedBecauseGgmlWouldLoseIt() {
    assertRefused(
        tiny().set("encoder/layer_0/self_attention/linear_0/bias", 3, 0.5f), "gives keys a bias");
  }

  @Test
  void aNumberBeyondFloat16IsRefused() {
    var huge = new TinyWhisper(MULTILINGUAL, Precision.F32).set("encoder/conv1/weight", 7, 1e6f);
    assertRefused(huge, "too large for f16");
  }

  @Test
  void theVocabularyIsNeededAndTurnedBackIntoBytes() throws Exception {
    Path folder = tiny().write(temp.resolve("ct2"));
    assertThat(WhisperVocabulary.read(folder, true)[0]).containsExactly(' ', 'h', 'i');
    assertThat(WhisperVocabulary.read(folder, true)[1]).containsExactly(0xc4, 0xa0);
    Files.delete(folder.resolve("vocabulary.txt"));
    assertThatThrownBy(() -> convert(folder)).hasMessageContaining("no tokenizer.json");
    Files.writeString(folder.resolve("vocabulary.json"), "[\"a\", \"b\"]");
    assertThatThrownBy(() -> convert(folder)).hasMessageContaining("no token 2");
    Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"vocab\"");
    assertThatThrownBy(() -> convert(folder)).hasMessageContaining("is not JSON");
  }

  @Test
  void weightsAndAVocabularyOfDifferentKindsAreRefused() throws Exception {
    convert(new TinyWhisper(51_864, Precision.F16));
    assertRefused(
        tiny().endingWith("<|endoftext|>"),
        "its weights know many languages, and its vocabulary is of a model that knows English"
            + " only");
    assertRefused(
        new TinyWhisper(51_864, Precision.F16).endingWith(""),
        "its weights know English only, and its vocabulary is of a model that knows many"
            + " languages");
  }

  @Test
  void aVocabularyOfAnotherSizeThanWhispersIsRefused() {
    assertRefused(
        new TinyWhisper(51_867, Precision.F16),
        "its vocabulary has 51867 tokens, and not the 51864 to 51866 of Whisper's");
    assertRefused(new TinyWhisper(51_863, Precision.F16), "51863 tokens");
  }

  @Test
  void everyByteHasItsCharacter() {
    String token = "\u0100\u0120\u0121\u0142\u0143!~\u00a1\u00ff";
    assertThat(WhisperVocabulary.decode(token))
        .containsExactly(0x00, 0x20, 0x7f, 0xa0, 0xad, '!', '~', 0xa1, 0xff);
    assertThat(WhisperVocabulary.decode("\u4e2d")).containsExactly(0xe4, 0xb8, 0xad);
  }

  @Test
  void aConversionCanBeCalledOff() throws Exception {
    Path folder = tiny().write(temp.resolve("ct2"));
    var canceler =
        new FetchListener() {
          @Override
          public void progress(Stage stage, long done, long total) {}

          @Override
          public boolean canceled() {
            return true;
          }
        };
    assertThatThrownBy(() -> WhisperConverter.convert(folder, temp.resolve("out"), canceler))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("called off");
  }

  @Test
  void aGgmlFileThatIsCutOffOrIsNoneIsRefused() throws Exception {
    Path ggml = convert(tiny());
    byte[] whole = Files.readAllBytes(ggml);
    for (int length : new int[] {4, 47, 5000, 70_000, whole.length / 2, whole.length - 1}) {
      Files.write(ggml, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> WhisperGgml.read(ggml)).hasMessage("it ends too early");
    }
    Files.writeString(ggml, "This is a text and not a model.");
    assertThatThrownBy(() -> WhisperGgml.read(ggml)).hasMessageContaining("not a ggml file");
    Files.write(ggml, new byte[0]);
    assertThatThrownBy(() -> WhisperGgml.read(ggml)).hasMessageContaining("not a ggml file");
  }

  private static TinyWhisper tiny() {
    return new TinyWhisper(MULTILINGUAL, Precision.F16);
  }

  private void assertRefused(TinyWhisper model, String reason) {
    assertThatThrownBy(() -> convert(model))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining(reason);
  }

  private Path convert(TinyWhisper model) throws IOException {
    return convert(model.write(Files.createTempDirectory(temp, "ct2")));
  }

  private Path convert(Path folder) throws IOException {
    Path target = folder.resolve("out.bin");
    WhisperConverter.convert(folder, target, FetchListener.none());
    return target;
  }
}
