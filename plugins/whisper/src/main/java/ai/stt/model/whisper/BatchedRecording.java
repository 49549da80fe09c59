package ai.stt.model.whisper;

import ai.stt.plugin.engine.PendingWindow;
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
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One recording, several windows at once: each is heard by itself, and what the model left of one
 * is heard again before the next is written down. Used once, by one thread.
 */
final class BatchedRecording {
  /** Of less than a fifth of a second nobody makes words. */
  private static final int LEAST_SAMPLES = PcmChunk.SAMPLE_RATE_HZ / 5;

  /** A window that is left sooner is not heard again: it would not come to an end. */
  private static final long LEAST_HEARD_MS = 1000;

  private final WhisperWeights weights;
  private final TranscriptionOptions options;
  private final TranscriptionListener listener;
  private final PackedWindows windows;
  private final Written written;
  private final Deque<UnderWay> underWay = new ArrayDeque<>();

  BatchedRecording(
      WhisperWeights weights,
      PcmSource audio,
      TranscriptionOptions options,
      TranscriptionListener listener) {
    this.weights = weights;
    this.options = options;
    this.listener = listener;
    this.windows = new PackedWindows(audio, WhisperSession.WINDOW_SAMPLES, this::stopIfCanceled);
    this.written = new Written(listener);
  }

  private record UnderWay(PackedWindows.Window window, PendingWindow result) {}

  Transcript transcribe() throws InterruptedException {
    PackedWindows.@Nullable Window first = windows.next();
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

  private void hear(WhisperSession session, PackedWindows.Window first, String language)
      throws InterruptedException {
    var filter = new SpokenSegments(language);
    WhisperRequest request = request(language);
    int atOnce = weights.windowsAtOnce();
    PackedWindows.@Nullable Window window = first;
    while (window != null || !underWay.isEmpty()) {
      if (window != null && underWay.size() < atOnce) {
        if (window.samples().length >= LEAST_SAMPLES) {
          underWay.addLast(new UnderWay(window, session.start(window.samples(), request)));
        }
        window = windows.next();
      } else {
        finish(session, underWay.removeFirst(), filter, request);
      }
    }
  }

  /** What somebody reads along with is soon heard again anyway, so one try is enough. */
  private WhisperRequest request(String language) {
    var usual = new WhisperRequest(language, options.prompt(), true, options.beamSize());
    return options.live() ? usual.withOneTry() : usual;
  }

  private void finish(
      WhisperSession session, UnderWay next, SpokenSegments filter, WhisperRequest request)
      throws InterruptedException {
    WhisperWindow heard = next.result().await(listener::isCanceled);
    PackedWindows.Window window = next.window();
    int samples = window.samples().length;
    for (SpokenSegments.Spoken spoken : filter.of(heard, window.samples(), window.speech())) {
      written.add(spoken, window.startSample(), samples);
    }
    int done = (int) Math.min(samples, heard.heardMs() * PcmChunk.SAMPLE_RATE_HZ / 1000);
    if (heard.heardMs() >= LEAST_HEARD_MS && samples - done >= LEAST_SAMPLES) {
      PackedWindows.Window rest = window.from(done);
      underWay.addFirst(new UnderWay(rest, session.start(rest.samples(), request)));
    } else {
      listener.onProgress(PcmChunk.seconds(window.startSample() + samples));
    }
  }

  private void stopIfCanceled() {
    if (listener.isCanceled()) {
      throw new SpeechException(ErrorCode.CANCELED, "the transcription was canceled");
    }
  }
}
