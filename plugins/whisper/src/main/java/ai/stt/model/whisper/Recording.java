package ai.stt.model.whisper;

import ai.stt.plugin.engine.WhisperRequest;
import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.plugin.engine.WhisperWindow;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One recording, window by window as in section 3.8 of the Whisper paper: each window starts where
 * the last whole phrase ended, and is given the text so far. Used once, by one thread.
 */
final class Recording {
  /** What the engine cannot hear anything in: a tenth of a second. */
  private static final int LEAST_SAMPLES = PcmChunk.SAMPLE_RATE_HZ / 10;

  /** In a rest so short the text so far is more of a temptation to repeat it than a help. */
  private static final int SHORT_REST_SAMPLES = 5 * PcmChunk.SAMPLE_RATE_HZ;

  private final WhisperWeights weights;
  private final TranscriptionOptions options;
  private final TranscriptionListener listener;
  private final Windows windows;
  private final Written written;

  Recording(
      WhisperWeights weights,
      PcmSource audio,
      TranscriptionOptions options,
      TranscriptionListener listener) {
    this.weights = weights;
    this.options = options;
    this.listener = listener;
    this.written = new Written(listener);
    this.windows = new Windows(audio, WhisperSession.WINDOW_SAMPLES, this::stopIfCanceled);
  }

  Transcript transcribe() throws InterruptedException {
    Windows.@Nullable Window first = windows.next();
    SpokenLanguage language = SpokenLanguage.named(options.language(), weights.shape());
    if (first != null) {
      try (WhisperSession session = options.live() ? weights.openLive() : weights.open()) {
        if (language == null) {
          language = SpokenLanguage.detect(session, first.samples(), listener::isCanceled);
        }
        hear(session, first, language.code());
      }
    }
    double duration = PcmChunk.seconds(windows.position());
    listener.onProgress(duration);
    if (language == null) {
      language = SpokenLanguage.UNDETERMINED;
    }
    return new Transcript(language.code(), language.probability(), duration, written.segments());
  }

  private void hear(WhisperSession session, Windows.Window first, String language)
      throws InterruptedException {
    var filter = new SpokenSegments(language);
    boolean forget = true;
    for (Windows.@Nullable Window window = first; window != null; window = windows.next()) {
      int length = window.samples().length;
      if (length < LEAST_SAMPLES) {
        windows.skip(length);
        continue;
      }
      forget |= length < SHORT_REST_SAMPLES;
      var request = new WhisperRequest(language, options.prompt(), forget, options.beamSize());
      WhisperWindow heard = session.transcribe(window.samples(), request, listener::isCanceled);
      List<SpokenSegments.Spoken> spoken = filter.of(heard, window.samples());
      forget = spoken.size() < heard.segments().size();
      for (SpokenSegments.Spoken segment : spoken) {
        written.add(segment, window.startSample(), length);
      }
      windows.skip((int) Math.min(length, samples(heard.heardMs())));
      listener.onProgress(PcmChunk.seconds(windows.position()));
    }
  }

  private void stopIfCanceled() {
    if (listener.isCanceled()) {
      throw new SpeechException(ErrorCode.CANCELED, "the transcription was canceled");
    }
  }

  private static long samples(long ms) {
    return ms * PcmChunk.SAMPLE_RATE_HZ / 1000;
  }
}
