package ai.stt.app.model;

import ai.stt.plugin.Model;

/**
 * A loaded model, borrowed. As long as a lease is open its model stays in memory, even when its
 * plugin is removed meanwhile. Close it exactly where it was opened, in a try.
 *
 * @param <M> the capability's interface
 */
public interface Lease<M extends Model> extends AutoCloseable {
  /** The model. */
  M model();

  /** Gives the model back. Idempotent. */
  @Override
  void close();
}
