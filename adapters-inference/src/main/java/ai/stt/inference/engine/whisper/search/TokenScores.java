package ai.stt.inference.engine.whisper.search;

import java.util.function.Supplier;

/**
 * The logits of the token to come after a text: of the tokens that are text only the largest, of
 * the others all.
 *
 * @param likely the text tokens of the largest logits, the largest first, of equals the first
 * @param likelyLogits theirs
 * @param textSum the logarithm of the sum of the exponentials of all text's logits
 * @param text logits of all text, minus infinity where it is never spoken; copied only when asked
 * @param other logits of the tokens behind the text: end, commands, time stamps
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the step to the search; never compared
public record TokenScores(
    int[] likely, float[] likelyLogits, float textSum, Supplier<float[]> text, float[] other) {
  /** The logarithm of the sum of all exponentials. */
  public double sum() {
    return Logits.add(textSum, Logits.logSum(other, 0, other.length));
  }
}
