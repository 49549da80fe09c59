package ai.stt.plugin.diarization;

import ai.stt.plugin.Model;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.diarization.SpeakerTurn;
import java.util.List;

/** Tells who spoke when. Several threads may diarize at once, each its own recording. */
public interface Diarizer extends Model {
  /**
   * Hears a recording to its end.
   *
   * @param audio the recording; read on the calling thread, not closed
   * @param options what the caller knows
   * @param listener asked and told on the calling thread
   * @return the turns in order of their start, inside the recording; speakers are numbered by first
   *     appearance; empty when nobody speaks
   * @throws ai.stt.speech.error.SpeechException {@code CANCELED} within a second after {@code
   *     listener} says so, and whatever {@code audio} throws
   * @throws InterruptedException when the thread is interrupted while it waits for audio
   */
  List<SpeakerTurn> diarize(
      PcmSource audio, DiarizationOptions options, DiarizationListener listener)
      throws InterruptedException;
}
