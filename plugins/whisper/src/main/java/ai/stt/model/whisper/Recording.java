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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One recording, as many windows at once as the engine likes. Speech of one for which the model
 * wrote nothing is heard again before the next is written down. Used once, by one thread.
 */
final class Recording {
  /** Of less than a fifth of a second nobody makes words. */
  private static final int LEAST_SAMPLES = PcmChunk.SAMPLE_RATE_HZ / 5;

  /** A window that is left sooner is not heard again: it would not come to an end. */
  private static final long LEAST_HEARD_MS = 1000;

  /** Behind so short a window the text so far is more of a temptation to repeat it than a help. */
  private static final int SHORT_SAMPLES = 5 * PcmChunk.SAMPLE_RATE_HZ;

  private final WhisperWeights weights;
  private final TranscriptionOptions options;
  private final TranscriptionListener listener;
  private final PackedWindows windows;
  private final Written written;
  private final Deque<PackedWindows.Window> ahead = new ArrayDeque<>();
  private final Deque<Piece> pieces = new ArrayDeque<>();

  /** Whether the last text is no help to the next: the other language, or invented. */
  private boolean misled;

  Recording(
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

  private sealed interface Piece {}

  /** A window that the engine hears. */
  private record UnderWay(PackedWindows.Window window, String language, PendingWindow result)
      implements Piece {}

  /** What was heard of a window, to be written down. */
  private record Heard(PackedWindows.Window window, List<SpokenSegments.Spoken> segments)
      implements Piece {}

  Transcript transcribe() throws InterruptedException {
    PackedWindows.@Nullable Window first = windows.next();
    SpokenLanguage language = SpokenLanguage.named(options.language(), weights.shape());
    if (first != null) {
      try (WhisperSession session = options.live() ? weights.openLive() : weights.open()) {
        boolean alone = weights.windowsAtOnce() == 1;
        var languages = new SpokenLanguages(language, session, alone, listener::isCanceled);
        readAhead(first, languages);
        hear(session, languages);
        language = languages.most();
      }
    }
    double duration = PcmChunk.seconds(windows.position());
    listener.onProgress(duration);
    if (language == null) {
      language = SpokenLanguage.UNDETERMINED;
    }
    return new Transcript(language.code(), language.probability(), duration, written.segments());
  }

  private void readAhead(PackedWindows.Window first, SpokenLanguages languages)
      throws InterruptedException {
    PackedWindows.@Nullable Window window = first;
    while (window != null) {
      ahead.addLast(window);
      window = languages.needsMore(ahead) ? windows.next() : null;
    }
    languages.guess(ahead);
  }

  private void hear(WhisperSession session, SpokenLanguages languages) throws InterruptedException {
    int atOnce = weights.windowsAtOnce();
    PackedWindows.@Nullable Window window = next();
    while (window != null || !pieces.isEmpty()) {
      if (window != null && pieces.size() < atOnce) {
        if (window.samples().length >= LEAST_SAMPLES) {
          pieces.addLast(start(session, window, languages.of(window)));
        }
        window = next();
        continue;
      }
      switch (pieces.removeFirst()) {
        case UnderWay underWay -> finish(session, underWay, languages);
        case Heard heard -> write(heard);
      }
    }
  }

  private PackedWindows.@Nullable Window next() throws InterruptedException {
    return ahead.isEmpty() ? windows.next() : ahead.removeFirst();
  }

  /**
   * Windows that are heard one after the other are given the text so far. What somebody reads along
   * with is soon heard again anyway, so one try is enough.
   */
  private UnderWay start(WhisperSession session, PackedWindows.Window window, String language) {
    boolean byItself = weights.windowsAtOnce() > 1 || window.samples().length < SHORT_SAMPLES;
    var usual =
        new WhisperRequest(language, options.prompt(), byItself || misled, options.beamSize());
    WhisperRequest request = options.live() ? usual.withOneTry() : usual;
    return new UnderWay(window, language, session.start(window.samples(), request));
  }

  private void finish(WhisperSession session, UnderWay underWay, SpokenLanguages languages)
      throws InterruptedException {
    WhisperWindow heard = underWay.result().await(listener::isCanceled);
    PackedWindows.Window window = underWay.window();
    var filter = new SpokenSegments(underWay.language());
    var spoken = filter.of(heard, window.samples(), window.speech());
    String language = languages.afterHearing(window, underWay.language(), spoken);
    if (!language.equals(underWay.language())) {
      misled = true;
      pieces.addFirst(start(session, window, language));
      return;
    }
    misled = spoken.size() < heard.segments().size();
    List<Piece> now = new ArrayList<>();
    int written = 0;
    for (Unheard.Gap gap : gaps(window, heard, spoken)) {
      now.add(new Heard(window, spoken.subList(written, gap.segmentsBefore())));
      PackedWindows.Window again = window.between(gap.from(), gap.to());
      now.add(start(session, again, underWay.language()));
      written = gap.segmentsBefore();
    }
    now.add(new Heard(window, spoken.subList(written, spoken.size())));
    now.reversed().forEach(pieces::addFirst);
  }

  /** What of a window is to be heard again: speech without words or, unmarked, what is left. */
  private static List<Unheard.Gap> gaps(
      PackedWindows.Window window, WhisperWindow heard, List<SpokenSegments.Spoken> spoken) {
    if (window.speech().length > 0) {
      return Unheard.of(window, spoken);
    }
    int samples = window.samples().length;
    int done = (int) Math.min(samples, heard.heardMs() * PcmChunk.SAMPLE_RATE_HZ / 1000);
    return heard.heardMs() >= LEAST_HEARD_MS && samples - done >= LEAST_SAMPLES
        ? List.of(new Unheard.Gap(done, samples, spoken.size()))
        : List.of();
  }

  private void write(Heard heard) {
    PackedWindows.Window window = heard.window();
    int samples = window.samples().length;
    for (SpokenSegments.Spoken segment : heard.segments()) {
      written.add(segment, window.startSample(), samples);
    }
    listener.onProgress(PcmChunk.seconds(window.startSample() + samples));
  }

  private void stopIfCanceled() {
    if (listener.isCanceled()) {
      throw new SpeechException(ErrorCode.CANCELED, "the transcription was canceled");
    }
  }
}
