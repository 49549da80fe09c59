package ai.stt.inference.engine.whisper.search;

import ai.stt.inference.engine.whisper.text.Tokens;
import java.util.Set;

/**
 * What may be written next: nothing that is never spoken, and time stamps first, in pairs and in
 * order ({@code SuppressTokens}, {@code ApplyTimestampRules} of openai/whisper; its {@code
 * SuppressBlank} says nothing where a time stamp comes first). Thread-safe.
 */
public final class TokenRules {
  /** The first phrase starts within a second. */
  private static final int LATEST_START = 1000 / Tokens.STAMP_MILLIS;

  private final Tokens tokens;
  private final int[] unspoken;

  /**
   * Rules.
   *
   * @param unspoken text that is never spoken
   */
  public TokenRules(Tokens tokens, Set<Integer> unspoken) {
    this.tokens = tokens;
    this.unspoken = unspoken.stream().mapToInt(Integer::intValue).toArray();
  }

  int end() {
    return tokens.end();
  }

  /** Forbids what may not follow. */
  void apply(float[] logits, Hypothesis text) {
    for (int token : unspoken) {
      logits[token] = Float.NEGATIVE_INFINITY;
    }
    int stamps = tokens.firstStamp();
    Logits.forbid(logits, tokens.end() + 1, stamps);
    if (text.size() == 0) {
      Logits.forbid(logits, 0, stamps);
      Logits.forbid(logits, stamps + LATEST_START + 1, logits.length);
      return;
    }
    boolean last = tokens.isStamp(text.token(-1));
    boolean pair = text.size() < 2 || tokens.isStamp(text.token(-2));
    if (last) {
      if (pair) {
        Logits.forbid(logits, stamps, logits.length);
      } else {
        Logits.forbid(logits, 0, tokens.end());
      }
    }
    Logits.forbid(logits, stamps, earliest(text, last && !pair));
    if (Logits.logSum(logits, stamps, logits.length) > Logits.largest(logits, 0, stamps)) {
      Logits.forbid(logits, 0, stamps);
    }
  }

  /** No phrase ends before it starts, and none is without length. */
  private int earliest(Hypothesis text, boolean mayRepeat) {
    for (int i = text.size() - 1; i >= 0; i--) {
      if (tokens.isStamp(text.token(i))) {
        return Math.min(text.token(i) + (mayRepeat ? 0 : 1), tokens.vocabulary());
      }
    }
    return tokens.firstStamp();
  }
}
