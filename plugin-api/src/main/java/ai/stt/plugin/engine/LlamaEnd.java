package ai.stt.plugin.engine;

/**
 * How writing ended.
 *
 * @param reason why
 * @param promptTokens length of the prompt
 * @param knownTokens how many of these were known from an earlier prompt
 * @param tokens that were written
 */
public record LlamaEnd(Reason reason, int promptTokens, int knownTokens, int tokens) {
  /** Why writing ended. */
  public enum Reason {
    /** The model was done. */
    DONE,
    /** The length was reached. */
    LENGTH,
    /** The listener had enough. */
    LISTENER
  }
}
