package ai.stt.plugin.generation;

/** Who reads along while a model writes. */
@FunctionalInterface
public interface GenerationListener {
  /** Nobody. */
  GenerationListener NONE = text -> {};

  /** The next piece of the answer, of whole characters; called by the thread that asked. */
  void piece(String text);
}
