package ai.stt.inference.registry;

import ai.stt.app.scheduling.PlanMemory;
import ai.stt.app.scheduling.PlanMemory.Plan;
import ai.stt.app.scheduling.PlanMemory.Resident;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The device's memory: brings models into it as {@link PlanMemory} says, one decision at a time.
 * Thread-safe.
 */
final class ModelRoom {
  private static final Logger LOG = LoggerFactory.getLogger(ModelRoom.class);
  private static final int BYTES_PER_MB = 1 << 20;
  private static final Duration LEAVE = Duration.ofSeconds(10);

  private final long capacityBytes;
  private final Supplier<Collection<ModelSlot>> all;
  private final Set<String> pinned;

  /**
   * The memory of a device.
   *
   * @param all the slots that are live
   * @param pinned ids of the models that stay
   */
  ModelRoom(long capacityBytes, Supplier<Collection<ModelSlot>> all, Set<String> pinned) {
    this.capacityBytes = capacityBytes;
    this.all = all;
    this.pinned = pinned;
  }

  /**
   * Starts to load a model, after others have left when that is needed; nothing happens when it is
   * loaded, loading, failed or retired.
   *
   * @throws SpeechException {@code OVERLOADED} when it has to wait for models that are in use,
   *     {@code MODEL_UNAVAILABLE} when it does not fit at all
   */
  synchronized void bring(ModelSlot wanted) {
    while (!wanted.memory().taken()) {
      switch (plan(wanted)) {
        case Plan.Load<ModelSlot>(List<ModelSlot> evicted) -> {
          if (evict(evicted, wanted)) {
            wanted.preload();
            return;
          }
        }
        case Plan.Wait<ModelSlot> wait -> throw inUse(wanted);
        case Plan.TooLarge<ModelSlot>(long atMostBytes) -> throw tooLarge(wanted, atMostBytes);
      }
    }
  }

  /** A measurement, which may be of others' work, keeps nothing out for ever. */
  private Plan<ModelSlot> plan(ModelSlot wanted) {
    Plan<ModelSlot> plan = PlanMemory.plan(capacityBytes, residents(), wanted.memoryBytes());
    return plan instanceof Plan.TooLarge<ModelSlot>
        ? PlanMemory.plan(capacityBytes, residents(), wanted.offered().offer().memoryBytes())
        : plan;
  }

  /**
   * Frees what is idle, pinned or not, and waits until it has left: the device is full, whatever
   * the estimates say.
   *
   * @return whether anything has left
   */
  boolean relieve() {
    List<CompletableFuture<Void>> leaving = new ArrayList<>();
    synchronized (this) {
      for (ModelSlot slot : all.get()) {
        CompletableFuture<Void> gone = slot.evict();
        if (gone != null) {
          LOG.warn("Model {} leaves the memory: the device is full", slot.offered().modelId());
          leaving.add(gone);
        }
      }
    }
    try {
      CompletableFuture.allOf(leaving.toArray(CompletableFuture[]::new))
          .get(LEAVE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("A model does not leave the memory within {} s", LEAVE.toSeconds());
    }
    return !leaving.isEmpty();
  }

  private List<Resident<ModelSlot>> residents() {
    return all.get().stream()
        .filter(slot -> slot.memory().taken())
        .map(
            slot -> {
              MemoryUse use = slot.memory();
              Offered offered = slot.offered();
              return new Resident<>(
                  slot,
                  slot.memoryBytes(),
                  use.loading() || use.leases() > 0,
                  pinned.contains(offered.modelId()),
                  use.since());
            })
        .toList();
  }

  /** False when one of them has come into use meanwhile; then there is another plan. */
  private static boolean evict(List<ModelSlot> slots, ModelSlot wanted) {
    for (ModelSlot slot : slots) {
      if (!slot.unload()) {
        return false;
      }
      LOG.info(
          "Model {} leaves the memory for {}",
          slot.offered().modelId(),
          wanted.offered().modelId());
    }
    return true;
  }

  private SpeechException inUse(ModelSlot wanted) {
    Duration wait =
        all.get().stream()
            .filter(slot -> slot.memory().leases() > 0)
            .map(ModelSlot::meanUse)
            .min(Duration::compareTo)
            .orElse(Duration.ofSeconds(1));
    return new SpeechException(
        ErrorCode.OVERLOADED,
        "there is no memory for model '%s' while others are at work; try again later"
            .formatted(wanted.offered().modelId()),
        Duration.ofSeconds(Math.clamp(wait.toSeconds(), 1, 3600)),
        null);
  }

  private static SpeechException tooLarge(ModelSlot wanted, long atMostBytes) {
    return new SpeechException(
        ErrorCode.MODEL_UNAVAILABLE,
        "model '%s' takes about %d MB of memory, and %d MB can be had for it (device.memory)"
            .formatted(
                wanted.offered().modelId(),
                wanted.offered().offer().memoryBytes() / BYTES_PER_MB,
                atMostBytes / BYTES_PER_MB));
  }
}
