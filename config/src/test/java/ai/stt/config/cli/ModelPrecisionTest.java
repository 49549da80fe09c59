package ai.stt.config.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.config.settings.Settings;
import ai.stt.inference.engine.whisper.WhisperEngineChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelPrecisionTest {
  private static final Settings.WhisperCpp PACKAGED = new Settings.WhisperCpp("", true, true);

  @TempDir private Path folder;

  @Test
  void weightsThatAreNotQuantisedAreComputedAsTheSettingsSay() {
    assertThat(of("auto", "int8", "base")).isEqualTo("int8");
    assertThat(of("onnx", "fp32", "base")).isEqualTo("fp32");
    assertThat(of("whisper.cpp", "int8", "base")).isEqualTo("f16");
  }

  @Test
  void whoBringsALibraryOfWhisperCppHasItRunAllWeights() {
    var own = new Settings.WhisperCpp("/opt/libwhisper.so", true, true);
    var precision = new ModelPrecision(new Settings.Whisper("auto", "int8"), own);
    assertThat(precision.of("ggml", "base", null)).isEqualTo("f16");
    assertThat(new Settings.Whisper("onnx", "int8").engineChoice(own))
        .isEqualTo(WhisperEngineChoice.ONNX);
  }

  @Test
  void quantisedWeightsStayAsTheyAre() {
    assertThat(of("auto", "int8", "base-q5_1")).isEqualTo("q5_1");
    assertThat(of("whisper.cpp", "fp32", "large-v3-turbo-q8_0")).isEqualTo("q8_0");
  }

  @Test
  void ofOtherModelsAndOfADamagedFileNothingIsClaimed() throws Exception {
    var precision = new ModelPrecision(new Settings.Whisper("auto", "int8"), PACKAGED);
    assertThat(precision.of("onnx", "silero-vad-16k", null)).isEqualTo("-");
    Path damaged = Files.writeString(folder.resolve("ggml-base.bin"), "nothing");
    assertThat(precision.of("ggml", "base", damaged)).isEqualTo("damaged");
  }

  private static String of(String engine, String precision, String id) {
    return new ModelPrecision(new Settings.Whisper(engine, precision), PACKAGED)
        .of("ggml", id, null);
  }
}
