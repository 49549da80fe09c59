package ai.stt.app.transcription;

import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.transcript.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished transcription.
 *
 * @param model id of the model that did it, which is not the wanted one after a fallback
 * @param transcript what was said
 * @param turns who spoke when, by start, overlaps kept; null when nobody asked or no model that
 *     tells speakers apart is there
 */
public record TranscriptionResult(
    String model, Transcript transcript, @Nullable List<SpeakerTurn> turns) {
  /** Takes a copy of the turns. */
  public TranscriptionResult {
    turns = turns == null ? null : List.copyOf(turns);
  }
}
