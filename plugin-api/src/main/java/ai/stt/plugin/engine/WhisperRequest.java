package ai.stt.plugin.engine;

import org.jspecify.annotations.Nullable;

/**
 * How a window is to be recognised. The thresholds are those of section 4.5 of "Robust Speech
 * Recognition via Large-Scale Weak Supervision" (Radford et al. 2022): a try at temperature 0 that
 * fails is repeated at higher ones.
 *
 * @param language code of the spoken language, one of {@link WhisperShape#languages}
 * @param prompt words and names to expect, or null; of a long one the last 1,000 characters count
 * @param forgetContext whether the session is to forget the text so far
 * @param beamSize hypotheses, 1..8; 1 is greedy
 * @param temperatureStep added to the temperature after each failed try, up to 1; 0 for one try
 * @param entropyThreshold a try with less entropy in its last tokens repeats itself, and failed;
 *     what whisper.cpp has in place of the next
 * @param compressionThreshold a try whose text shrinks more than this when it is compressed repeats
 *     itself, and failed
 * @param logProbabilityThreshold a try whose tokens' mean is lower failed
 * @param noSpeechThreshold above it a try that failed by its mean means that nobody spoke
 */
public record WhisperRequest(
    String language,
    @Nullable String prompt,
    boolean forgetContext,
    int beamSize,
    float temperatureStep,
    float entropyThreshold,
    float compressionThreshold,
    float logProbabilityThreshold,
    float noSpeechThreshold) {
  /** A request with the thresholds of the paper. */
  public WhisperRequest(
      String language, @Nullable String prompt, boolean forgetContext, int beamSize) {
    this(language, prompt, forgetContext, beamSize, 0.2f, 2.4f, 2.4f, -1.0f, 0.6f);
  }

  /** The same without further tries. */
  public WhisperRequest withOneTry() {
    return new WhisperRequest(
        language,
        prompt,
        forgetContext,
        beamSize,
        0,
        entropyThreshold,
        compressionThreshold,
        logProbabilityThreshold,
        noSpeechThreshold);
  }
}
