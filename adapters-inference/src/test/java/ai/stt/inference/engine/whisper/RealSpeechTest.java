package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.inference.engine.whisper.graph.GraphCache;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import ai.stt.inference.engine.whispercpp.RealWhisper;
import ai.stt.plugin.engine.WhisperRequest;
import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperToken;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.plugin.engine.WhisperWindow;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The multilingual base model on eleven seconds of speech, against the original's answer. */
final class RealSpeechTest {
  @TempDir private static Path folder;

  @ParameterizedTest
  @CsvSource({"FP32, 1", "FP32, 5", "INT8, 1", "INT8, 5", "INT8_BLOCKS, 1"})
  void theTextIsTheOriginals(Precision precision, int beam) throws Exception {
    WhisperWindow heard = hear(precision, new WhisperRequest("en", null, true, beam));

    String original = Reference.get("text").textValue();
    if (precision == Precision.FP32) {
      assertThat(heard.segments()).hasSize(1);
      assertThat(text(heard)).isEqualTo(original);
    } else {
      assertThat(text(heard).replace(",", "")).isEqualTo(original.replace(",", ""));
    }
    assertThat(heard.heardMs()).isBetween(10_500L, 11_000L);
  }

  @Test
  void eachTokenIsSaidWhenTheOriginalSaysSo() throws Exception {
    WhisperWindow heard = hear(Precision.FP32, new WhisperRequest("en", null, true, 1));

    List<WhisperToken> tokens = heard.segments().getFirst().tokens();
    var words = Reference.get("words");
    assertThat(tokens).hasSize(words.size());
    for (int i = 0; i < tokens.size(); i++) {
      assertThat(tokens.get(i).utf8())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo(words.get(i).get(0).textValue());
      assertThat(tokens.get(i).alignedMs())
          .isBetween(
              Math.round(words.get(i).get(2).doubleValue() * 1000) - 20,
              Math.round(words.get(i).get(2).doubleValue() * 1000) + 20);
    }
    double mean =
        tokens.stream().mapToDouble(token -> Math.log(token.probability())).average().orElseThrow();
    assertThat(mean).isBetween(-0.4, -0.1);
    assertThat(heard.segments().getFirst().noSpeechProbability()).isBetween(0.043f, 0.046f);
  }

  @Test
  void wordsOfThePromptAreSpeltAsInThePrompt() throws Exception {
    String prompt = "My fellow Amerikans, my fellow Amerikans.";
    WhisperWindow prompted = hear(Precision.INT8, new WhisperRequest("en", prompt, true, 1));

    assertThat(Reference.get("text").textValue()).contains("my fellow Americans");
    assertThat(text(prompted)).contains("my fellow Amerikans").contains("for your country");
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void aWindowThatIsCalledOffIsWrittenNoFurther() throws Exception {
    float[] jfk = RealWhisper.jfk(folder.resolve("ffmpeg"));
    var request = new WhisperRequest("en", null, true, 1);
    WhisperModel model = WhisperModel.open(RealWhisper.baseFile());
    Precision precision = Precision.INT8.withoutExactSums();
    var files =
        new GraphCache(folder.resolve("cache")).graphs(model, RealWhisper.baseFile(), precision);
    var steps = new HaltingSteps();
    var network = new WatchedNetwork(model, files, 2, steps);
    try (var weights = new BatchedWeights(model, network, List.of(750), 1L << 30, false);
        WhisperSession session = weights.open();
        WhisperSession other = weights.open()) {
      assertThatThrownBy(() -> session.transcribe(jfk, request, steps::halted))
          .isInstanceOfSatisfying(
              SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED));
      int before = steps.windowsInSteps().size();
      steps.goOn();

      assertThat(text(other.transcribe(jfk, request, () -> false))).contains("for your country");
      assertThat(steps.windowsInSteps().stream().skip(before))
          .as("windows in each step since")
          .hasSizeGreaterThan(10)
          .containsOnly(1);
    }
  }

  private static WhisperWindow hear(Precision precision, WhisperRequest request) throws Exception {
    var engine =
        new WhisperOnnxEngine(
            folder.resolve("cache"), 2, precision, true, precision == Precision.FP32);
    try (WhisperWeights base = engine.load(RealWhisper.baseFile());
        WhisperSession session = base.open()) {
      assertThat(base.shape().languages()).hasSize(99);
      return session.transcribe(RealWhisper.jfk(folder.resolve("ffmpeg")), request, () -> false);
    }
  }

  private static String text(WhisperWindow window) {
    var bytes = new ByteArrayOutputStream();
    window.segments().forEach(s -> s.tokens().forEach(token -> bytes.writeBytes(token.utf8())));
    return bytes.toString(StandardCharsets.UTF_8).strip();
  }
}
