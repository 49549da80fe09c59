package ai.stt.plugin.engine;

/**
 * A message of a conversation.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param content what it says
 */
public record LlamaMessage(String role, String content) {}
