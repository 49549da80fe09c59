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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The device's memory: brings models into it as {@link PlanMemory} says, one decision at a time.
 * Thread-safe.
 */
final class ModelRoom {
  private static final Logger LOG = LoggerFactory.getLogger(ModelRoom.class);
  private static final int BYTES_PER_MB = 1 << 20;
  private static final int POLL_MILLIS = 5;

  /** Of the time that a request waits, how much passes before others are held back for it. */
  private static final int PART_ALONE = 3;

  private final long capacityBytes;
  private final Duration wait;
  private final Supplier<Collection<ModelSlot>> all;
  private final Set<String> pinned;
  private final Replacements replacements;

  /** Room is made for this one: those in its way have no new users until it is there. */
  private volatile @Nullable ModelSlot next;

  /** Guarded by this. */
  private Set<ModelSlot> inTheWay = Set.of();

  /**
   * The memory of a device.
   *
   * @param wait as {@link RegistrySettings#roomWait}
   * @param all the slots that are live, and those that were and have something in memory
   * @param pinned ids of the models that stay
   * @param replacements whose stand-ins stay while there is room, and leave when there is not
   */
  ModelRoom(
      long capacityBytes,
      Duration wait,
      Supplier<Collection<ModelSlot>> all,
      Set<String> pinned,
      Replacements replacements) {
    this.wait = wait;
    this.replacements = replacements;
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
    SpeechException refusal = tried(wanted);
    if (refusal != null) {
      throw refusal;
    }
  }

  /**
   * As {@link #bring}, but waits a while for models that are in use. When some time has passed,
   * they have no new users until there is room, so that calls that overlap keep no other model out.
   */
  synchronized void bringPatiently(ModelSlot wanted) throws InterruptedException {
    long start = System.nanoTime();
    SpeechException refusal = tried(wanted);
    try {
      while (refusal != null && isBefore(start, wait)) {
        if (next == null && !isBefore(start, wait.dividedBy(PART_ALONE))) {
          makeRoomFor(wanted);
        }
        wait(POLL_MILLIS);
        refusal = tried(wanted);
      }
    } finally {
      if (wanted.equals(next)) {
        next = null;
        inTheWay = Set.of();
        notifyAll();
      }
    }
    if (refusal != null) {
      throw refusal;
    }
  }

  private void makeRoomFor(ModelSlot wanted) {
    inTheWay =
        all.get().stream()
            .filter(slot -> slot.state().leases() > 0)
            .filter(slot -> !pinned.contains(slot.offered().modelId()))
            .collect(Collectors.toUnmodifiableSet());
    next = wanted;
    LOG.info("Model {} has waited; room is made for it", wanted.offered().modelId());
  }

  /**
   * Waits while room is made for another model that this one is in the way of, but not for ever:
   * who has a lease already and asks for another may be who is waited for.
   */
  void holdBack(ModelSlot slot) throws InterruptedException {
    if (next == null) {
      return;
    }
    synchronized (this) {
      long start = System.nanoTime();
      while (inTheWay.contains(slot) && isBefore(start, wait)) {
        wait(POLL_MILLIS);
      }
    }
  }

  private static boolean isBefore(long startNanos, Duration time) {
    return System.nanoTime() - startNanos < time.toNanos();
  }

  /** Why it has to wait; null when it is on its way, or need not be. */
  private @Nullable SpeechException tried(ModelSlot wanted) {
    while (wanted.mayLoad()) {
      switch (plan(wanted)) {
        case Plan.Load<ModelSlot>(List<ModelSlot> evicted) -> {
          if (evict(evicted, wanted)) {
            wanted.preload();
            return null;
          }
        }
        case Plan.Wait<ModelSlot> wait -> {
          if (!replacements.makeWay(wanted)) {
            return inUse(wanted);
          }
        }
        case Plan.TooLarge<ModelSlot>(long atMostBytes) -> {
          if (!replacements.makeWay(wanted)) {
            throw tooLarge(wanted, atMostBytes);
          }
        }
      }
    }
    return null;
  }

  /** A measurement, which may be of others' work, keeps nothing out for ever. */
  private Plan<ModelSlot> plan(ModelSlot wanted) {
    List<Resident<ModelSlot>> residents = residents(replacements.standIn(wanted));
    Plan<ModelSlot> plan = PlanMemory.plan(capacityBytes, residents, wanted.state().bytes());
    return plan instanceof Plan.TooLarge<ModelSlot>
        ? PlanMemory.plan(capacityBytes, residents, wanted.offered().offer().memoryBytes())
        : plan;
  }

  /**
   * Frees what is idle, pinned or not, and waits until it has left: the device is full, whatever
   * the estimates say.
   *
   * @return whether anything has left
   */
  boolean relieve() {
    boolean any = false;
    synchronized (this) {
      for (ModelSlot slot : all.get()) {
        if (slot.evict()) {
          any = true;
          LOG.warn("Model {} leaves the memory: the device is full", slot.offered().modelId());
        }
      }
    }
    try {
      any |= awaitLeaving();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return any;
  }

  /**
   * Waits until the models that nobody uses any more are closed, for a bounded time; one that takes
   * longer is not waited for again. Not to be called where others wait for the caller.
   *
   * @return whether there were any
   */
  boolean awaitLeaving() throws InterruptedException {
    List<HeldModel> closing = all.get().stream().flatMap(slot -> slot.closing().stream()).toList();
    try {
      CompletableFuture.allOf(
              closing.stream().map(HeldModel::closed).toArray(CompletableFuture[]::new))
          .get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("A model does not leave the memory within {} ms", wait.toMillis());
      closing.forEach(HeldModel::giveUpClosing);
    }
    return !closing.isEmpty();
  }

  /**
   * All that is in memory.
   *
   * @param kept does not leave for what is wanted; null for none
   */
  private List<Resident<ModelSlot>> residents(@Nullable ModelSlot kept) {
    List<Resident<ModelSlot>> residents = new ArrayList<>();
    for (ModelSlot slot : all.get()) {
      SlotState use = slot.state();
      if (use.taken()) {
        residents.add(
            new Resident<>(
                slot,
                use.bytes(),
                use.loading() || use.leases() > 0 || slot.equals(kept),
                pinned.contains(slot.offered().modelId()),
                use.since()));
      }
      if (use.borrowedBytes() > 0) {
        residents.add(new Resident<>(slot, use.borrowedBytes(), true, false, use.since()));
      }
    }
    return residents;
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
            .map(ModelSlot::state)
            .filter(use -> use.leases() > 0)
            .map(SlotState::meanUse)
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
