package ai.stt.app.transcription;

import ai.stt.plugin.diarization.DiarizationOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A wish to have a recording transcribed.
 *
 * @param media the file; must stay until the transcription has ended
 * @param model the wanted model's id
 * @param language ISO 639 code or English name of the spoken language, or null to detect it
 * @param prompt words and names to expect, or null
 * @param diarization what is known of the speakers; null when nobody asks who spoke
 */
public record TranscriptionCommand(
    Path media,
    String model,
    @Nullable String language,
    @Nullable String prompt,
    @Nullable DiarizationOptions diarization) {
  /** A wish for words only. */
  public TranscriptionCommand(
      Path media, String model, @Nullable String language, @Nullable String prompt) {
    this(media, model, language, prompt, null);
  }
}
