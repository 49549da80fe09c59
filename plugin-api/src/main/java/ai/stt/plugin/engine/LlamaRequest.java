package ai.stt.plugin.engine;

import org.jspecify.annotations.Nullable;

/**
 * What is to be written. Of the same numbers the same seed chooses the same tokens; the numbers of
 * a model differ in their rounding with what is computed beside them.
 *
 * @param prompt tokens, at least one
 * @param maxTokens the longest answer
 * @param temperature 0 takes the likeliest token each time; higher is more varied
 * @param topP only the likeliest tokens are taken that together have this probability, 0..1
 * @param topK only so many of the likeliest tokens are taken, at least 1
 * @param repeatPenalty by which tokens of the last 64 become less likely; 1 for none
 * @param seed of the choice
 * @param grammar in GBNF, with the rule {@code root}, that the answer follows; null for none
 * @param urgent whether it comes before requests that are not
 */
@SuppressWarnings("ArrayRecordComponent") // plain data on a hot path; equality is never asked for
public record LlamaRequest(
    int[] prompt,
    int maxTokens,
    float temperature,
    float topP,
    int topK,
    float repeatPenalty,
    long seed,
    @Nullable String grammar,
    boolean urgent) {
  /** Checks the numbers. */
  public LlamaRequest {
    if (prompt.length < 1 || maxTokens < 1) {
      throw new IllegalArgumentException("a prompt and an answer have at least one token");
    }
    if (!(temperature >= 0 && temperature <= 10) || !(topP > 0 && topP <= 1) || topK < 1) {
      throw new IllegalArgumentException("no way of choosing tokens");
    }
    if (!(repeatPenalty >= 1 && repeatPenalty <= 2)) {
      throw new IllegalArgumentException("the penalty of repetition is 1..2");
    }
  }
}
