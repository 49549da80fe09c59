package ai.stt.plugin.engine;

/** Who reads along while a model writes. */
@FunctionalInterface
public interface LlamaListener {
  /**
   * The next piece of text, of whole characters.
   *
   * @return whether to go on
   */
  boolean piece(String text);
}
