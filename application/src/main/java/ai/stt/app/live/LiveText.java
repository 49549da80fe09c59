package ai.stt.app.live;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;
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

  /** Words that are final. */
  void add(List<Word> words, String spoken) throws InterruptedException {
    language = spoken;
    if (words.isEmpty()) {
      return;
    }
    Segment segment = Wording.segment(words, language, lastEnd);
    lastEnd = segment.end();
    saidSomething = true;
    partialShown = false;
    for (Word word : segment.words()) {
      phrase.add(word);
      if (phrase.size() >= FEW_WORDS && Wording.endsSentence(word)) {
        keepPhrase();
      }
    }
    listener.on(new LiveEvent.Final(segment));
  }

  /** Words that may change. */
  void partial(List<Word> words) throws InterruptedException {
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
