package ai.stt.app.live;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was said so far, told to a listener as it grows. One thread. */
final class LiveText {
  private static final int PROMPT_CHARACTERS = 200;

  /** A segment of a transcript ends with its sentence when it has so many words. */
  private static final int FEW_WORDS = 3;

  private final LiveListener listener;
  private final boolean interim;
  private final @Nullable String expected;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Word> phrase = new ArrayList<>();
  private final StringBuilder left = new StringBuilder();
  private String language = "und";
  private double lastEnd;
  private @Nullable String toldWithFinal;
  private boolean partialShown;
  private boolean saidSomething;

  /**
   * Nothing said yet.
   *
   * @param interim whether the listener is told partials
   * @param expected words and names to expect, or null
   */
  LiveText(LiveListener listener, boolean interim, @Nullable String expected) {
    this.listener = listener;
    this.interim = interim;
    this.expected = expected;
  }

  /**
   * Words that are final.
   *
   * @param open those behind them, which may change
   */
  void add(List<Word> words, List<Word> open, String spoken) throws InterruptedException {
    language = spoken;
    List<Word> behind = new ArrayList<>(words);
    behind.addAll(open);
    for (List<Word> run : Wording.bySpeaker(words)) {
      Segment segment = Wording.segment(run, language, lastEnd);
      behind = behind.subList(run.size(), behind.size());
      String rest = interim ? Wording.text(behind, language) : "";
      lastEnd = segment.end();
      saidSomething = true;
      partialShown = !rest.isEmpty();
      toldWithFinal = rest;
      segment.words().forEach(this::keep);
      listener.on(new LiveEvent.Final(segment, rest));
    }
  }

  private void keep(Word word) {
    if (!phrase.isEmpty() && !Objects.equals(phrase.getLast().speaker(), word.speaker())) {
      keepPhrase();
    }
    phrase.add(word);
    if (phrase.size() >= FEW_WORDS && Wording.endsSentence(word)) {
      keepPhrase();
    }
  }

  /** Words that may change, unless they have just been told behind final ones. */
  void partial(List<Word> words) throws InterruptedException {
    boolean told = Wording.text(words, language).equals(toldWithFinal);
    toldWithFinal = null;
    if (told) {
      return;
    }
    if (interim && (!words.isEmpty() || partialShown)) {
      partialShown = !words.isEmpty();
      double start = words.isEmpty() ? lastEnd : words.getFirst().start();
      double end = words.isEmpty() ? lastEnd : words.getLast().end();
      listener.on(new LiveEvent.Partial(Wording.text(words, language), start, end));
    }
  }

  /** A pause. */
  void endPhrase(double at) throws InterruptedException {
    keepPhrase();
    partial(List.of());
    if (saidSomething) {
      saidSomething = false;
      listener.on(new LiveEvent.UtteranceEnd(at));
    }
  }

  /** The end of the stream, after so many seconds. */
  void finish(double duration, double languageProbability) throws InterruptedException {
    keepPhrase();
    var transcript =
        new Transcript(language, languageProbability, Math.max(duration, lastEnd), segments);
    listener.on(new LiveEvent.Finished(transcript));
  }

  /** All of it, and words that may change, after so many seconds. */
  Transcript soFar(List<Word> open, double duration, double languageProbability) {
    List<Segment> all = new ArrayList<>(segments);
    double end = lastEnd;
    if (!phrase.isEmpty()) {
      all.add(Wording.segment(phrase, language, 0));
    }
    if (!open.isEmpty()) {
      Segment segment = Wording.segment(open, language, lastEnd);
      all.add(segment);
      end = segment.end();
    }
    return new Transcript(language, languageProbability, Math.max(duration, end), all);
  }

  /** Words whose audio is gone: the model is told of them in front of what comes next. */
  void leave(List<Word> words) {
    left.append(' ').append(Wording.text(words, language));
    left.delete(0, Math.max(0, left.length() - PROMPT_CHARACTERS));
  }

  /** What the model is told; null for nothing. */
  @Nullable String prompt() {
    String before = left.toString().strip();
    if (expected == null) {
      return before.isEmpty() ? null : before;
    }
    return (expected + " " + before).strip();
  }

  void forgetPrompt() {
    left.setLength(0);
  }

  private void keepPhrase() {
    if (!phrase.isEmpty()) {
      segments.add(Wording.segment(phrase, language, 0));
      phrase.clear();
    }
  }
}
