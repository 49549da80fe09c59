package ai.stt.plugin.transcription;

import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of a transcription.
 *
 * @param language ISO 639 code of the spoken language, or null to detect it
 * @param prompt words and names to expect, or text that came before; null for none
 * @param beamSize hypotheses kept by beam search, 1..8; 1 is greedy decoding
 * @param live whether somebody reads along: such audio is short, comes before that of other
 *     recordings, and is heard once rather than best
 */
public record TranscriptionOptions(
    @Nullable String language, @Nullable String prompt, int beamSize, boolean live) {
  /** The widest beam. */
  public static final int MAX_BEAM_SIZE = 8;

  /** Options for a recording that nobody reads along with. */
  public TranscriptionOptions(@Nullable String language, @Nullable String prompt, int beamSize) {
    this(language, prompt, beamSize, false);
  }

  /** Checks the beam. */
  public TranscriptionOptions {
    if (beamSize < 1 || beamSize > MAX_BEAM_SIZE) {
      throw new IllegalArgumentException(
          "beamSize is not in 1.." + MAX_BEAM_SIZE + ": " + beamSize);
    }
  }
}
