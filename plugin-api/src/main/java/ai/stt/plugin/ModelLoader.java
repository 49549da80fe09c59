package ai.stt.plugin;

/**
 * Brings a model into memory.
 *
 * @param <M> the capability's interface
 */
@FunctionalInterface
public interface ModelLoader<M extends Model> {
  /**
   * Loads the model; called again after the host has closed it to free memory.
   *
   * @throws Exception when the weights cannot be used; the message is shown to the operator and to
   *     callers as the reason why the model failed
   */
  M load() throws Exception;
}
