package ai.stt.platform.job;

import org.jspecify.annotations.Nullable;

/**
 * How a recording is to be transcribed.
 *
 * @param model id of the wanted model
 * @param language ISO 639 code or English name, or null to detect it
 * @param prompt words and names to expect, or null
 * @param diarize whether speakers are to be told apart
 * @param speakers how many are expected, 0 when nobody knows
 */
public record JobOptions(
    String model,
    @Nullable String language,
    @Nullable String prompt,
    boolean diarize,
    int speakers) {
  /** Checks the model and the number of speakers. */
  public JobOptions {
    if (model.isBlank() || speakers < 0) {
      throw new IllegalArgumentException("a job names a model and expects no negative speakers");
    }
  }
}
