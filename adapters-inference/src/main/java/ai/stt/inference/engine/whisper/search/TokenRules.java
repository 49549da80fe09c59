package ai.stt.inference.engine.whisper.search;

import ai.stt.inference.engine.whisper.text.Tokens;

/**
 * What may be written next: no commands, and time stamps first, in pairs and in order ({@code
 * ApplyTimestampRules} of openai/whisper; its {@code SuppressBlank} says nothing where a time stamp
 * comes first, and its {@code SuppressTokens} is done where the logits are computed). Thread-safe.
 */
public final class TokenRules {
  /** The first phrase starts within a second. */
  private static final int LATEST_START = 1000 / Tokens.STAMP_MILLIS;

  private final Tokens tokens;

  /** Rules for a model's tokens. */
  public TokenRules(Tokens tokens) {
    this.tokens = tokens;
  }

  int end() {
    return tokens.end();
  }

  /**
   * What may follow a text.
   *
   * @throws IllegalStateException when its logits are no numbers
   */
  Allowed allowed(TokenScores scores, Hypothesis text) {
    int stamps = tokens.firstStamp();
    int all = tokens.vocabulary();
    if (text.size() == 0) {
      int latest = Math.min(stamps + LATEST_START + 1, all);
      return new Allowed(scores, end(), false, false, stamps, latest);
    }
    boolean last = tokens.isStamp(text.token(-1));
    boolean pair = text.size() < 2 || tokens.isStamp(text.token(-2));
    int from = last && pair ? all : earliest(text, last);
    return new Allowed(scores, end(), !last || pair, true, from, all).stampsIfLikely();
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
