package ai.stt.platform.transcript;

import ai.stt.speech.diarization.SpeakerTurn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transcription found out about a whole recording.
 *
 * @param model id of the model that did it
 * @param language ISO 639 code
 * @param languageProbability 0..1
 * @param duration seconds
 * @param turns who spoke when, by start, overlaps kept; null when nobody told speakers apart
 */
public record Heard(
    String model,
    String language,
    double languageProbability,
    double duration,
    @Nullable List<SpeakerTurn> turns) {
  /** Takes a copy of the turns. */
  public Heard {
    turns = turns == null ? null : List.copyOf(turns);
  }
}
