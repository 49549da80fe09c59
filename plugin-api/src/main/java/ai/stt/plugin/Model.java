package ai.stt.plugin;

/**
 * A loaded model. Every capability extends this. Unless a capability says otherwise its methods may
 * be called by several threads at once.
 */
public interface Model extends AutoCloseable {
  /** Frees the weights and whatever was made of them. Called once, when no call is running. */
  @Override
  void close();
}
