package ai.stt.inference.engine.whisper;

import static ai.stt.inference.engine.whisper.WhisperEngineChoice.AUTO;
import static ai.stt.inference.engine.whisper.WhisperEngineChoice.ONNX;
import static ai.stt.inference.engine.whisper.WhisperEngineChoice.WHISPER_CPP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.plugin.engine.WhisperEngine;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChosenWhisperEngineTest {
  /** Where a ggml file says how exact its numbers are, behind the magic and ten dimensions. */
  private static final int FILE_TYPE = 4 + 10 * 4;

  private static final int Q8_0 = 7;

  @TempDir private static Path folder;
  private static Path plain;
  private static Path quantised;

  private final List<String> made = new ArrayList<>();

  @BeforeAll
  static void write() throws Exception {
    plain = new SmallWhisper().write(folder.resolve("plain.bin"));
    quantised = Files.copy(plain, folder.resolve("quantised.bin"));
    try (var file = new RandomAccessFile(quantised.toFile(), "rw")) {
      file.seek(FILE_TYPE);
      file.writeInt(Integer.reverseBytes(Q8_0));
    }
  }

  @Test
  void quantisedWeightsGoToWhisperCppAndAllOthersToOnnxRuntime() {
    assertThat(takenBy(AUTO, plain)).isEqualTo("onnx");
    assertThat(takenBy(AUTO, quantised)).isEqualTo("whisper.cpp");
  }

  @Test
  void whoChoosesGetsThatEngineForEveryFile() {
    assertThat(takenBy(ONNX, quantised)).isEqualTo("onnx");
    assertThat(takenBy(WHISPER_CPP, plain)).isEqualTo("whisper.cpp");
  }

  @Test
  void whatIsNoModelIsForTheDefaultEngineToRefuse() throws Exception {
    Path text = Files.writeString(folder.resolve("text.bin"), "not a model");

    assertThat(takenBy(AUTO, text)).isEqualTo("onnx");
    assertThat(takenBy(AUTO, folder.resolve("absent.bin"))).isEqualTo("onnx");
  }

  @Test
  void anEngineIsMadeWhenItIsFirstNeededAndOnlyOnce() {
    WhisperEngine engine = chosen(AUTO);
    assertThat(made).isEmpty();
    for (Path file : List.of(plain, plain, quantised, plain, quantised)) {
      assertThat(load(engine, file)).isNotEmpty();
    }

    assertThat(made).containsExactly("onnx", "whisper.cpp");
  }

  @Test
  void theConfigurationNamesThem() {
    assertThat(WhisperEngineChoice.named("auto")).isEqualTo(AUTO);
    assertThat(WhisperEngineChoice.named("onnx")).isEqualTo(ONNX);
    assertThat(WhisperEngineChoice.named("whisper.cpp")).isEqualTo(WHISPER_CPP);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WhisperEngineChoice.named("whispercpp"))
        .withMessageContaining("auto, onnx or whisper.cpp");
  }

  private String takenBy(WhisperEngineChoice choice, Path file) {
    return load(chosen(choice), file);
  }

  private WhisperEngine chosen(WhisperEngineChoice choice) {
    return new ChosenWhisperEngine(choice, () -> refusing("onnx"), () -> refusing("whisper.cpp"));
  }

  /** An engine that refuses every file by its own name. */
  private WhisperEngine refusing(String name) {
    made.add(name);
    return weights -> {
      throw new SpeechException(ErrorCode.MODEL_UNAVAILABLE, name);
    };
  }

  private static String load(WhisperEngine engine, Path file) {
    var taker = new ArrayList<String>();
    assertThatThrownBy(() -> engine.load(file).close())
        .isInstanceOfSatisfying(SpeechException.class, e -> taker.add(e.getMessage()));
    return taker.getFirst();
  }
}
