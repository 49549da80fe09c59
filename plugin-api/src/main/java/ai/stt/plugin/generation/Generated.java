package ai.stt.plugin.generation;

/**
 * An answer.
 *
 * @param text all of it
 * @param whole whether the model was done, and not cut off by the length
 * @param promptTokens length of the conversation
 * @param knownTokens how many of these the model remembered from an earlier one
 * @param tokens length of the answer
 */
public record Generated(
    String text, boolean whole, int promptTokens, int knownTokens, int tokens) {}
