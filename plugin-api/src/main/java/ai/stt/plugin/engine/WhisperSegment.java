package ai.stt.plugin.engine;

import java.util.List;

/**
 * What the model wrote between two of its time stamps. Times are milliseconds from the first sample
 * of the window, as the model gave them: they may overlap, run backwards or pass the end.
 *
 * @param startMs start
 * @param endMs end
 * @param noSpeechProbability 0..1
 * @param tokens the text's tokens, without special ones
 */
public record WhisperSegment(
    long startMs, long endMs, float noSpeechProbability, List<WhisperToken> tokens) {
  /** Takes a copy of the list. */
  public WhisperSegment {
    tokens = List.copyOf(tokens);
  }
}
