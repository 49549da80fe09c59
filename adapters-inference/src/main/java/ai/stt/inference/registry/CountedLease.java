package ai.stt.inference.registry;

import ai.stt.app.model.Lease;
import ai.stt.plugin.Model;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lease that a slot has counted. */
final class CountedLease<M extends Model> implements Lease<M> {
  private final ModelSlot slot;
  private final HeldModel held;
  private final M model;
  private final long startedNanos = System.nanoTime();
  private final AtomicBoolean open = new AtomicBoolean(true);

  CountedLease(ModelSlot slot, HeldModel held, M model) {
    this.slot = slot;
    this.held = held;
    this.model = model;
  }

  @Override
  public M model() {
    return model;
  }

  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      slot.giveBack(held, Duration.ofNanos(System.nanoTime() - startedNanos));
    }
  }
}
