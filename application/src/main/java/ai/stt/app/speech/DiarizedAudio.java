package ai.stt.app.speech;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.diarization.SpeakerTurn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A recording that a diarizer hears as it is read. One thread; does not close the recording. */
final class DiarizedAudio implements PcmSource {
  private final PcmSource audio;
  private final DiarizationThread diarizer;
  private boolean ended;

  DiarizedAudio(PcmSource audio, DiarizationThread diarizer) {
    this.audio = audio;
    this.diarizer = diarizer;
  }

  @Override
  public @Nullable PcmChunk read() throws InterruptedException {
    PcmChunk chunk = audio.read();
    if (!ended) {
      diarizer.hear(chunk);
    }
    ended = chunk == null;
    return chunk;
  }

  /**
   * The turns by start; reads what the transcriber left and waits for the diarizer. Null when there
   * was none to be had.
   */
  @Nullable List<SpeakerTurn> turns() throws InterruptedException {
    while (!ended) {
      read();
    }
    return diarizer.turns();
  }

  /** Ends the diarizer. */
  @Override
  public void close() {
    diarizer.close();
  }
}
