package ai.stt.plugin.transcription;

import ai.stt.plugin.Model;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.transcript.Transcript;

/** Speech to words. Several threads may transcribe at once, each its own recording. */
public interface Transcriber extends Model {
  /**
   * Transcribes a recording of any length in memory that does not grow with it.
   *
   * @param audio the recording; read on the calling thread, not closed
   * @param options what the caller wants
   * @param listener told about progress on the calling thread
   * @return the transcript of all the audio that {@code audio} gave
   * @throws ai.stt.speech.error.SpeechException {@code CANCELED} within a second after {@code
   *     listener} says so, {@code INVALID_REQUEST} for options that this model cannot serve, and
   *     whatever {@code audio} throws
   * @throws InterruptedException when the thread is interrupted while it waits for audio
   */
  Transcript transcribe(
      PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
      throws InterruptedException;
}
