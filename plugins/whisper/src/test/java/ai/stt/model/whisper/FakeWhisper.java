package ai.stt.model.whisper;

import ai.stt.plugin.engine.PendingWindow;
import ai.stt.plugin.engine.WhisperEngine;
import ai.stt.plugin.engine.WhisperRequest;
import ai.stt.plugin.engine.WhisperSegment;
import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperShape;
import ai.stt.plugin.engine.WhisperToken;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.plugin.engine.WhisperWindow;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * An engine that hears a word in each full second, "one" in its first language and "eins" in any
 * other, and leaves what is behind the last full second of a full window to the next. Seconds that
 * are positive in the mean are in its last language, all others in its first; of what it hears in
 * the wrong one it is not sure. It takes {@code windowMillis} for a window, and may pass over some
 * seconds of windows of more than ten. Thread-safe.
 */
final class FakeWhisper implements WhisperEngine, WhisperWeights {
  static final int SECOND = 16_000;

  private final List<String> languages;
  private final int windowsAtOnce;
  private final long windowMillis;
  private final AtomicInteger openSessions = new AtomicInteger();
  private final List<WhisperRequest> requests = new CopyOnWriteArrayList<>();
  private final List<Integer> windows = new CopyOnWriteArrayList<>();
  private final List<float[]> listenedTo = new CopyOnWriteArrayList<>();
  private final List<float[]> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private int deafFrom;
  private int deafTo;
  private int mistakenUnderSeconds;
  private boolean closed;

  FakeWhisper(long windowMillis, String... languages) {
    this(1, windowMillis, languages);
  }

  FakeWhisper(int windowsAtOnce, long windowMillis, String... languages) {
    this.windowsAtOnce = windowsAtOnce;
    this.windowMillis = windowMillis;
    this.languages = List.of(languages);
  }

  /** Passes over the seconds of a window from one to before another. */
  FakeWhisper deafBetween(int fromSecond, int toSecond) {
    deafFrom = fromSecond;
    deafTo = toSecond;
    return this;
  }

  /** Takes shorter windows for the language in which they are not. */
  FakeWhisper mistakenUnder(int seconds) {
    mistakenUnderSeconds = seconds;
    return this;
  }

  static WhisperToken token(String text, double probability, long startMs, long endMs) {
    return new WhisperToken(
        text.getBytes(StandardCharsets.UTF_8), (float) probability, startMs, endMs, -1);
  }

  List<WhisperRequest> requests() {
    return requests;
  }

  List<Integer> windows() {
    return windows;
  }

  int timesListened() {
    return listenedTo.size();
  }

  /** How many windows were listened to for their language and then not heard. */
  long listenedToInVain() {
    return listenedTo.stream().filter(window -> !heard.contains(window)).count();
  }

  int openSessions() {
    return openSessions.get();
  }

  int mostUnderWay() {
    return mostUnderWay.get();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public WhisperWeights load(Path weights) {
    return this;
  }

  @Override
  public WhisperShape shape() {
    return new WhisperShape(6, 6, 512, 80, 51865, languages);
  }

  @Override
  public int windowsAtOnce() {
    return windowsAtOnce;
  }

  @Override
  public WhisperSession open() {
    openSessions.incrementAndGet();
    return new Session();
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class Session implements WhisperSession {
    @Override
    public Map<String, Float> detectLanguage(float[] window, BooleanSupplier canceled)
        throws InterruptedException {
      work(canceled);
      listenedTo.add(window);
      float last = lastLanguage(window);
      float second = window.length < mistakenUnderSeconds * SECOND ? 1 - last : last;
      return Map.of(languages.getFirst(), 1 - second, languages.getLast(), second);
    }

    /** How much of it is in the last language, as far as the model can be sure of that. */
    private static float lastLanguage(float[] window) {
      int seconds = Math.max(1, window.length / SECOND);
      int last = 0;
      for (int second = 0; second < seconds; second++) {
        last += isLast(window, second) ? 1 : 0;
      }
      return 0.1f + 0.8f * last / seconds;
    }

    private static boolean isLast(float[] window, int second) {
      double sum = 0;
      for (int at = 0; at < Math.min(SECOND, window.length); at++) {
        sum += window[second * SECOND + at];
      }
      return sum > 0.01 * SECOND;
    }

    @Override
    public PendingWindow start(float[] window, WhisperRequest request) {
      requests.add(request);
      windows.add(window.length);
      heard.add(window);
      mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      return canceled -> {
        work(canceled);
        underWay.decrementAndGet();
        return hear(window, request.language());
      };
    }

    private WhisperWindow hear(float[] window, String language) {
      String text = language.equals(languages.getFirst()) ? " one" : " eins";
      List<WhisperSegment> segments = new ArrayList<>();
      for (int second = 0; (second + 1) * SECOND <= window.length; second++) {
        if (window.length > 10 * SECOND && second >= deafFrom && second < deafTo) {
          continue;
        }
        long start = second * 1000L;
        String spoken = isLast(window, second) ? languages.getLast() : languages.getFirst();
        double probability = spoken.equals(language) ? 0.9 : 0.6;
        var word = token(text, probability, start + 100, start + 900);
        segments.add(new WhisperSegment(start, start + 1000, 0.1f, List.of(word)));
      }
      boolean full = window.length == WINDOW_SAMPLES;
      long heardMs = full ? 29_000 : Math.ceilDiv(window.length, 16);
      return new WhisperWindow(heardMs, full ? segments.subList(0, segments.size() - 1) : segments);
    }

    @Override
    public void close() {
      openSessions.decrementAndGet();
    }

    private void work(BooleanSupplier canceled) throws InterruptedException {
      long end = System.nanoTime() + windowMillis * 1_000_000;
      do {
        if (canceled.getAsBoolean()) {
          throw new SpeechException(ErrorCode.CANCELED, "the transcription was canceled");
        }
        Thread.sleep(Math.min(10, windowMillis));
      } while (System.nanoTime() < end);
    }
  }
}
