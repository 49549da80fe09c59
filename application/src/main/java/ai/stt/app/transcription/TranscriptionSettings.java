package ai.stt.app.transcription;

import ai.stt.plugin.transcription.TranscriptionOptions;

/**
 * Policy of transcription.
 *
 * @param defaultModel the model of a request that names none
 * @param fallback whether a known model that is not installed is replaced by the best installed one
 * @param beamSize hypotheses kept by beam search; 1 is greedy
 */
public record TranscriptionSettings(String defaultModel, boolean fallback, int beamSize) {
  /** What a fresh machine has. */
  public static final TranscriptionSettings DEFAULT =
      new TranscriptionSettings("large-v3-turbo", true, 5);

  /** Checks the beam. */
  public TranscriptionSettings {
    if (beamSize < 1 || beamSize > TranscriptionOptions.MAX_BEAM_SIZE) {
      throw new IllegalArgumentException(
          "transcription.beam_size is not in 1.." + TranscriptionOptions.MAX_BEAM_SIZE);
    }
  }
}
