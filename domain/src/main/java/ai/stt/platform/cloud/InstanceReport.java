package ai.stt.platform.cloud;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an instance says about itself.
 *
 * @param version of its program
 * @param gpuName null without one
 * @param models ids of its live models
 * @param at when it arrived
 */
public record InstanceReport(
    String version, @Nullable String gpuName, List<String> models, Instant at) {
  private static final int LONGEST = 200;
  private static final int MOST_MODELS = 500;

  /**
   * Checks the lengths.
   *
   * @throws SpeechException {@code INVALID_REQUEST} naming the field
   */
  public InstanceReport {
    models = List.copyOf(models);
    CloudInstance.line("version", version, LONGEST);
    CloudInstance.line("gpu_name", gpuName == null ? "" : gpuName, LONGEST);
    models.forEach(model -> CloudInstance.line("models", model, LONGEST));
    if (models.size() > MOST_MODELS) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "models: at most %d".formatted(MOST_MODELS));
    }
  }
}
