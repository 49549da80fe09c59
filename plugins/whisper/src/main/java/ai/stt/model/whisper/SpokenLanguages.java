package ai.stt.model.whisper;

import ai.stt.plugin.engine.WhisperSession;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The language of each window, and that of the whole recording. Unless it is named, the first
 * windows are guessed together until they hold enough speech; after that, a window is in another
 * language than the one before only when it holds enough speech and the model is sure. Where the
 * engine listens to a window once for its language and its text, each is asked about; where it
 * listens twice, only those whose text is doubtful in the language of the one before: a text in the
 * wrong language mostly is. One thread.
 */
final class SpokenLanguages {
  /** A greeting may be taken for any language; so much speech is not. */
  private static final double FIRST_GUESS_SECONDS = 8;

  /**
   * Less speech changes no language: of 26 Spanish phrases of 3 to 6 seconds, base took 8 for
   * something else, one with a probability of 0.89; of none that were twice as long.
   */
  private static final double CHANGE_SECONDS = 5;

  /** A wrong change costs the words of a whole window. */
  private static final double SURE = 0.8;

  /**
   * Under this mean of the segments' confidences a text is doubtful: in the language that was
   * spoken they had 0.76 and more, taken for English 0.68 and less, or they were right anyway.
   */
  private static final double DOUBTFUL = 0.75;

  private final @Nullable SpokenLanguage named;
  private final WhisperSession session;
  private final boolean listensTwice;
  private final BooleanSupplier canceled;
  private final Map<String, Tally> tallies = new HashMap<>();
  private @Nullable String last;
  private float lastProbability;
  private float @Nullable [] lastAsked;

  /**
   * Languages of a recording.
   *
   * @param named the only one, or null to find them out
   * @param listensTwice whether to ask for a window's language costs as much as to hear it again
   */
  SpokenLanguages(
      @Nullable SpokenLanguage named,
      WhisperSession session,
      boolean listensTwice,
      BooleanSupplier canceled) {
    this.named = named;
    this.session = session;
    this.listensTwice = listensTwice;
    this.canceled = canceled;
  }

  /** What was heard in a language: seconds, those judged, and those by their probability. */
  private static final class Tally {
    private double spoken;
    private double judged;
    private double probable;
  }

  /** Whether the first guess needs more windows than these. */
  boolean needsMore(Collection<PackedWindows.Window> first) {
    return named == null
        && speechSeconds(first) < FIRST_GUESS_SECONDS
        && samples(first) < WhisperSession.WINDOW_SAMPLES;
  }

  /** Guesses the language of the first windows together; a single one is left to {@link #of}. */
  void guess(Collection<PackedWindows.Window> first) throws InterruptedException {
    if (named == null && first.size() > 1) {
      detect(joined(first), speechSeconds(first));
    }
  }

  /** The language of a window; each is asked about once, in order, right before it is heard. */
  String of(PackedWindows.Window window) throws InterruptedException {
    if (named != null) {
      return named.code();
    }
    double seconds = window.speechSeconds();
    String code = last;
    if (code == null || (!listensTwice && seconds >= CHANGE_SECONDS)) {
      code = detect(window.samples(), seconds);
    }
    tally(code).spoken += seconds;
    return code;
  }

  /** The language of a window after a second look, when what was heard in one is doubtful. */
  @SuppressWarnings("ReferenceEquality") // the very window that was asked about
  String afterHearing(
      PackedWindows.Window window, String language, List<SpokenSegments.Spoken> text)
      throws InterruptedException {
    double confidence =
        text.stream().mapToDouble(SpokenSegments.Spoken::confidence).average().orElse(1);
    double seconds = window.speechSeconds();
    boolean asked = !listensTwice || window.samples() == lastAsked;
    if (named != null || asked || confidence >= DOUBTFUL || seconds < CHANGE_SECONDS) {
      return language;
    }
    String code = detect(window.samples(), seconds);
    tally(language).spoken -= seconds;
    tally(code).spoken += seconds;
    return code;
  }

  /** The language in which most was said. */
  SpokenLanguage most() {
    if (named != null) {
      return named;
    }
    return tallies.entrySet().stream()
        .max(Map.Entry.comparingByValue((a, b) -> Double.compare(a.spoken, b.spoken)))
        .map(most -> new SpokenLanguage(most.getKey(), probability(most.getValue())))
        .orElse(SpokenLanguage.UNDETERMINED);
  }

  private static double probability(Tally tally) {
    return tally.judged == 0 ? 0 : Math.clamp(tally.probable / tally.judged, 0.0, 1.0);
  }

  private String detect(float[] samples, double seconds) throws InterruptedException {
    lastAsked = samples;
    Map<String, Float> probabilities = session.detectLanguage(samples, canceled);
    var best = probabilities.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    boolean changes = last == null || best.getValue() >= Math.min(SURE, lastProbability);
    String code = last == null || changes ? best.getKey() : last;
    float probability = probabilities.getOrDefault(code, 0f);
    lastProbability = changes ? probability : Math.max(lastProbability, probability);
    last = code;
    Tally tally = tally(code);
    tally.judged += seconds;
    tally.probable += seconds * probability;
    return code;
  }

  private Tally tally(String code) {
    return tallies.computeIfAbsent(code, unheard -> new Tally());
  }

  private static float[] joined(Collection<PackedWindows.Window> windows) {
    float[] joined = new float[Math.min(samples(windows), WhisperSession.WINDOW_SAMPLES)];
    int at = 0;
    for (PackedWindows.Window window : windows) {
      int count = Math.min(window.samples().length, joined.length - at);
      System.arraycopy(window.samples(), 0, joined, at, count);
      at += count;
    }
    return joined;
  }

  private static double speechSeconds(Collection<PackedWindows.Window> windows) {
    return windows.stream().mapToDouble(PackedWindows.Window::speechSeconds).sum();
  }

  private static int samples(Collection<PackedWindows.Window> windows) {
    return windows.stream().mapToInt(window -> window.samples().length).sum();
  }
}
