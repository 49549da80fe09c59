package ai.stt.app.enhancement;

import java.time.Duration;

/**
 * Policy of enhancement.
 *
 * @param defaultModel the model of a request that names none
 * @param attenuationLimitDb by how much noise is lowered at most, decibels; 100 for no limit
 * @param maxDuration the longest recording that is taken, at most 6 hours: a WAV file holds no more
 */
public record EnhancementSettings(
    String defaultModel, int attenuationLimitDb, Duration maxDuration) {
  /** What a fresh machine has. */
  public static final EnhancementSettings DEFAULT =
      new EnhancementSettings("deepfilternet3", 100, Duration.ofHours(2));

  /** Checks the numbers. */
  public EnhancementSettings {
    if (attenuationLimitDb < 0 || attenuationLimitDb > 100) {
      throw new IllegalArgumentException("enhancement.attenuation_limit_db is not in 0..100");
    }
    if (maxDuration.compareTo(Duration.ofHours(6)) > 0 || !maxDuration.isPositive()) {
      throw new IllegalArgumentException("enhancement.max_duration is not in 0..6h");
    }
  }
}
