package ai.stt.config.cli;

import ai.stt.config.settings.Settings;
import ai.stt.inference.catalog.convert.WhisperGgml;
import ai.stt.inference.engine.whisper.WhisperEngineChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Whisper's weights are computed with: quantised ones as they are, others as the settings say.
 *
 * @param whisper the settings of recognition
 * @param whisperCpp the settings of one of its engines
 */
record ModelPrecision(Settings.Whisper whisper, Settings.WhisperCpp whisperCpp) {
  private static final Pattern QUANTISED = Pattern.compile(".*-(q\\d_[01k])");
  private static final String WHISPER_FORMAT = "ggml";

  /** By these settings. */
  static ModelPrecision by(Settings all) {
    return new ModelPrecision(all.whisper(), all.whisperCpp());
  }

  /**
   * Such as {@code int8}, {@code fp32}, {@code q5_1}; {@code -} for other models than Whisper.
   *
   * @param file the weights, or null when they are not installed: then the id tells
   */
  String of(String format, String id, @Nullable Path file) {
    if (!format.equals(WHISPER_FORMAT)) {
      return "-";
    }
    String quantisation = file == null ? ofId(id) : ofFile(file);
    if (!quantisation.isEmpty()) {
      return quantisation;
    }
    return whisper.engineChoice(whisperCpp) == WhisperEngineChoice.WHISPER_CPP
        ? "f16"
        : whisper.computing().name().toLowerCase(Locale.ROOT);
  }

  private static String ofId(String id) {
    Matcher quantised = QUANTISED.matcher(id);
    return quantised.matches() ? quantised.group(1) : "";
  }

  private static String ofFile(Path file) {
    try {
      return WhisperGgml.read(file).quantisation();
    } catch (IOException e) {
      return "damaged";
    }
  }
}
