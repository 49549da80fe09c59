package ai.stt.model.whisper;

import ai.stt.plugin.engine.WhisperShape;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Transcript;
import java.util.Locale;

/** A loaded Whisper model. Thread-safe: each recording has a session of its own. */
final class WhisperTranscriber implements Transcriber {
  private final String id;
  private final WhisperWeights weights;

  WhisperTranscriber(String id, WhisperWeights weights) {
    this.id = id;
    this.weights = weights;
  }

  @Override
  public Transcript transcribe(
      PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
      throws InterruptedException {
    WhisperShape shape = weights.shape();
    String wanted = options.language();
    if (wanted != null && !shape.languages().contains(wanted.toLowerCase(Locale.ROOT))) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "language: model '%s' does not understand '%s'; it understands %s"
              .formatted(id, printable(wanted), String.join(", ", shape.languages())));
    }
    return new Recording(weights, audio, options, listener).transcribe();
  }

  @Override
  public void close() {
    weights.close();
  }

  private static String printable(String text) {
    String clean = text.replaceAll("[^\\p{L}\\p{N} ._-]", "?");
    return clean.length() <= 20 ? clean : clean.substring(0, 20) + "...";
  }
}
