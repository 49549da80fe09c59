package ai.stt.inference.registry;

import ai.stt.app.model.Lease;
import ai.stt.plugin.Model;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lease that a slot has counted. */
final class CountedLease<M extends Model> implements Lease<M> {
  private final ModelSlot slot;
  private final M model;
  private final AtomicBoolean open = new AtomicBoolean(true);

  CountedLease(ModelSlot slot, M model) {
    this.slot = slot;
    this.model = model;
  }

  @Override
  public M model() {
    return model;
  }

  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      slot.giveBack();
    }
  }
}
