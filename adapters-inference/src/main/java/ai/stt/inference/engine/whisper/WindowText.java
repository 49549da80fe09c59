package ai.stt.inference.engine.whisper;

import ai.stt.inference.engine.whisper.search.Hypothesis;
import ai.stt.inference.engine.whisper.text.Tokens;
import ai.stt.plugin.engine.WhisperRequest;
import ai.stt.plugin.engine.WhisperSegment;
import ai.stt.plugin.engine.WhisperToken;
import ai.stt.plugin.engine.WhisperWindow;
import java.util.ArrayList;
import java.util.List;

/**
 * From the tokens of a window to segments: cut where one time stamp follows another, as in {@code
 * transcribe} of openai/whisper. One thread at a time.
 */
final class WindowText {
  /** How far outside of its segment a token may be aligned: the alignment gets lost at times. */
  private static final long TRUST_MILLIS = 500;

  private final Tokens tokens;
  private final List<byte[]> vocabulary;
  private final Job.Text found;
  private final int[] all;
  private final long lengthMs;
  private final long[] boundaries;
  private final List<WhisperSegment> segments = new ArrayList<>();
  private int textTokens;

  /**
   * A window's text.
   *
   * @param lengthMs of the window
   * @param boundaries of its text tokens, one more than there are; empty when they are not known
   */
  WindowText(
      Tokens tokens, List<byte[]> vocabulary, Job.Text found, long lengthMs, long[] boundaries) {
    this.tokens = tokens;
    this.vocabulary = vocabulary;
    this.found = found;
    this.all = found.text().tokens();
    this.lengthMs = lengthMs;
    this.boundaries = boundaries.clone();
  }

  WhisperWindow window(WhisperRequest request) {
    Hypothesis text = found.text();
    if (found.noSpeech() > request.noSpeechThreshold()
        && text.mean() < request.logProbabilityThreshold()) {
      return new WhisperWindow(lengthMs, List.of());
    }
    int from = 0;
    for (int i = 1; i < all.length; i++) {
      if (tokens.isStamp(all[i]) && tokens.isStamp(all[i - 1])) {
        add(from, i);
        from = i;
      }
    }
    boolean closed = all.length > 0 && tokens.isStamp(all[all.length - 1]);
    if (closed || from == 0) {
      add(from, all.length);
      return new WhisperWindow(lengthMs, segments);
    }
    long heard = Math.min(millis(all[from - 1]), lengthMs);
    return new WhisperWindow(heard > 0 ? heard : lengthMs, segments);
  }

  private void add(int from, int to) {
    long start = from < to && tokens.isStamp(all[from]) ? millis(all[from]) : 0;
    long end = from < to && tokens.isStamp(all[to - 1]) ? millis(all[to - 1]) : lengthMs;
    end = Math.max(start, Math.min(end, lengthMs));
    List<WhisperToken> said = new ArrayList<>();
    int first = textTokens;
    for (int i = from; i < to; i++) {
      if (all[i] < tokens.end()) {
        said.add(token(i, first, start, end));
        textTokens++;
      }
    }
    if (!said.isEmpty()) {
      segments.add(new WhisperSegment(start, end, found.noSpeech(), spread(said, start, end)));
    }
  }

  private WhisperToken token(int at, int first, long start, long end) {
    byte[] utf8 = all[at] < vocabulary.size() ? vocabulary.get(all[at]) : new byte[0];
    float probability = (float) Math.exp(found.text().log(at));
    if (boundaries.length == 0) {
      return new WhisperToken(utf8, probability, start, end, -1);
    }
    long earliest = textTokens == first ? start : start - TRUST_MILLIS;
    long from = Math.clamp(boundaries[textTokens], earliest, end + TRUST_MILLIS);
    long to = Math.clamp(boundaries[textTokens + 1], from, Math.max(from, end + TRUST_MILLIS));
    return new WhisperToken(utf8, probability, from, to, to);
  }

  /** Tokens that are not aligned share their segment's time by their length. */
  private List<WhisperToken> spread(List<WhisperToken> said, long start, long end) {
    if (boundaries.length > 0) {
      return said;
    }
    long bytes = said.stream().mapToLong(token -> token.utf8().length).sum();
    List<WhisperToken> spread = new ArrayList<>();
    long before = 0;
    for (WhisperToken token : said) {
      long from = start + (end - start) * before / Math.max(1, bytes);
      before += token.utf8().length;
      long to = start + (end - start) * before / Math.max(1, bytes);
      spread.add(new WhisperToken(token.utf8(), token.probability(), from, to, -1));
    }
    return spread;
  }

  private long millis(int stamp) {
    return (long) (stamp - tokens.firstStamp()) * Tokens.STAMP_MILLIS;
  }
}
