package ai.stt.plugin.enhancement;

/**
 * What a caller wants of an enhancement.
 *
 * @param attenuationLimitDb by how much noise is lowered at most, decibels; 0 changes nothing, 100
 *     or more is no limit
 */
public record EnhancementOptions(float attenuationLimitDb) {
  /** From here on there is no limit. */
  public static final float UNLIMITED_DB = 100;

  /** As little noise as the model can. */
  public static final EnhancementOptions DEFAULT = new EnhancementOptions(UNLIMITED_DB);

  /** Checks the limit. */
  public EnhancementOptions {
    if (!(attenuationLimitDb >= 0)) {
      throw new IllegalArgumentException("not an attenuation: " + attenuationLimitDb);
    }
  }

  /** The part of the untouched sound in the result, 0..1. */
  public float untouched() {
    return attenuationLimitDb >= UNLIMITED_DB ? 0 : (float) Math.pow(10, -attenuationLimitDb / 20);
  }
}
