package ai.stt.model.whisper;

import ai.stt.plugin.engine.WhisperSegment;
import ai.stt.plugin.engine.WhisperToken;
import ai.stt.plugin.engine.WhisperWindow;
import ai.stt.speech.audio.PcmChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Keeps of a window what was said, and gives the words their times. */
final class SpokenSegments {
  /** Above it, and with a confidence under the next, nobody spoke. */
  private static final double NO_SPEECH = 0.6;

  private static final double DOUBTFUL = 0.5;
  private static final long MARGIN_MS = 200;

  /**
   * How far the alignment may lead away from what the time stamps suggest: it gets lost at times.
   */
  private static final long TRUST_MS = 500;

  private static final Pattern REMARK =
      Pattern.compile("\\[[^\\]]*\\]|\\([^)]*\\)|\\*[^*]*\\*|[♪♫][^♪♫]*[♪♫]?");

  private final String language;

  SpokenSegments(String language) {
    this.language = language;
  }

  /**
   * A segment with its words, which are never none; times from the start of the window, in order.
   */
  record Spoken(String text, double confidence, List<TimedWord> words) {}

  /** The segments in which somebody speaks, of a window that nobody has judged. */
  List<Spoken> of(WhisperWindow window, float[] samples) {
    return of(window, samples, new float[0]);
  }

  /**
   * The segments in which somebody speaks.
   *
   * @param speech how probable speech is in each {@link PcmChunk#FRAME_SAMPLES}; empty when nobody
   *     has looked
   */
  List<Spoken> of(WhisperWindow window, float[] samples, float[] speech) {
    List<Spoken> spoken = new ArrayList<>();
    long before = 0;
    for (WhisperSegment segment : window.segments()) {
      List<WhisperToken> tokens = timed(segment, before);
      before = tokens.isEmpty() ? before : tokens.getLast().endMs();
      List<TimedWord> words = Words.of(tokens, language);
      String text = Words.text(tokens);
      if (!words.isEmpty()
          && isSpeech(segment, text, samples)
          && SpeechMarks.anyBetween(
              speech,
              sample(words.getFirst().startMs() - MARGIN_MS),
              sample(words.getLast().endMs() + MARGIN_MS))) {
        spoken.add(new Spoken(text, Words.confidence(tokens), words));
      }
    }
    return withTimes(spoken, samples);
  }

  /**
   * Tokens from the aligned end of the one before to their own, as {@code find_alignment} of
   * openai/whisper has them; or as they are when there is no alignment.
   */
  private static List<WhisperToken> timed(WhisperSegment segment, long before) {
    List<WhisperToken> timed = new ArrayList<>();
    long start = Math.max(before, segment.startMs());
    for (WhisperToken token : segment.tokens()) {
      long near =
          Math.clamp(
              token.alignedMs(),
              token.startMs() - TRUST_MS,
              Math.max(token.startMs(), token.endMs()) + TRUST_MS);
      long end = Math.max(start, near);
      timed.add(
          token.alignedMs() < 0
              ? token
              : new WhisperToken(token.utf8(), token.probability(), start, end, end));
      start = end;
    }
    return timed;
  }

  private static boolean isSpeech(WhisperSegment segment, String text, float[] samples) {
    if (REMARK.matcher(text).matches()) {
      return false;
    }
    if (segment.noSpeechProbability() > NO_SPEECH
        && Words.confidence(segment.tokens()) < DOUBTFUL) {
      return false;
    }
    return !Loudness.isSilent(
        samples, sample(segment.startMs() - MARGIN_MS), sample(segment.endMs() + MARGIN_MS));
  }

  private static List<Spoken> withTimes(List<Spoken> segments, float[] samples) {
    List<TimedWord> all = segments.stream().flatMap(segment -> segment.words().stream()).toList();
    List<TimedWord> placed = Pauses.of(samples).place(all);
    List<Spoken> result = new ArrayList<>();
    int from = 0;
    for (Spoken segment : segments) {
      int to = from + segment.words().size();
      result.add(new Spoken(segment.text(), segment.confidence(), placed.subList(from, to)));
      from = to;
    }
    return result;
  }

  private static int sample(long ms) {
    return (int) (Math.max(0, ms) * PcmChunk.SAMPLE_RATE_HZ / 1000);
  }
}
