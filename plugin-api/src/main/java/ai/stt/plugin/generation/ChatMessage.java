package ai.stt.plugin.generation;

/**
 * A message of a conversation.
 *
 * @param role who says it
 * @param text what is said; nothing in it is more than text, whatever it looks like
 */
public record ChatMessage(Role role, String text) {
  /** Who speaks. */
  public enum Role {
    /** Tells the model what it is to do. */
    SYSTEM,
    USER,
    /** The model. */
    ASSISTANT
  }
}
