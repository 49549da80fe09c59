package ai.stt.inference.registry;

import ai.stt.app.model.LiveModel;
import ai.stt.plugin.Model;
import ai.stt.speech.model.ModelStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One model of one plugin version: whether it is in memory and who borrows it. It holds its plugin
 * until it is retired and its model is closed. Thread-safe; no code of the plugin runs under the
 * lock.
 */
final class ModelSlot {
  private static final int SMOOTHING = 8;

  private final RunningCalls calls;
  private final InstantSource clock;
  private final Trouble trouble;

  private Offered offered;
  private @Nullable HeldModel held;
  private @Nullable Model watched;
  private @Nullable ModelLoad loading;

  /** When the model was last given back, or when loading it ended. */
  private Instant since;

  /** The last measurement of a load, kept when the model leaves; 0 when there was none. */
  private long lastMeasuredBytes;

  private final FullDevice full = new FullDevice();
  private final Departed departed = new Departed();

  private Duration meanUse = Duration.ofSeconds(1);
  private boolean retired;

  /** A slot without its model in memory; takes a hold on the plugin. */
  ModelSlot(Offered offered, Duration failureRetry, RunningCalls calls, InstantSource clock) {
    this.offered = offered;
    this.calls = calls;
    this.clock = clock;
    this.trouble = new Trouble(failureRetry, clock);
    this.since = clock.instant();
    offered.plugin().hold();
  }

  synchronized Offered offered() {
    return offered;
  }

  /** Loads from the newer offer, which is like the one before, from now on. */
  synchronized void renew(Offered newer) {
    offered = newer;
  }

  synchronized LiveModel describe(String device) {
    String reason = trouble.reason();
    ModelStatus absent = reason != null ? ModelStatus.FAILED : ModelStatus.AVAILABLE;
    ModelStatus missing = loading != null ? ModelStatus.LOADING : absent;
    ModelStatus status = held != null ? ModelStatus.READY : missing;
    return offered.described(device, status, status == ModelStatus.FAILED ? reason : null);
  }

  /** How it stands with it now. */
  synchronized SlotState state() {
    long bytes = Math.max(offered.offer().memoryBytes(), lastMeasuredBytes);
    return new SlotState(
        held != null,
        loading != null,
        held == null ? 0 : held.leases,
        since,
        bytes,
        held == null ? 0 : held.measuredBytes(),
        departed.borrowed() * bytes,
        meanUse,
        trouble.last(),
        retired,
        retired && held == null && loading == null && departed.isEmpty());
  }

  /** Models that it has let go, that nobody uses, and that are not closed yet. */
  synchronized List<HeldModel> closing() {
    return departed.closing();
  }

  /** Borrows the model. Whoever gets a lease must give it back. */
  synchronized Attempt attempt() {
    if (retired) {
      return new Attempt.Gone();
    }
    if (held != null) {
      held.leases++;
      return new Attempt.Leased(held, Objects.requireNonNull(watched));
    }
    String reason = trouble.reason();
    if (reason != null) {
      return new Attempt.Failed(reason, trouble.untilRetry());
    }
    return loading == null ? new Attempt.Absent() : new Attempt.Loading(loading.outcome());
  }

  /** Whether it can be loaded: it is not loaded, loading, retired, or recently failed. */
  synchronized boolean mayLoad() {
    return !retired && held == null && loading == null && trouble.reason() == null;
  }

  /** Loads the model in the background when that can be. */
  synchronized void preload() {
    if (mayLoad()) {
      startLoading();
    }
  }

  /** Forgets a failure, unless what failed is still at it. */
  synchronized void forgive() {
    trouble.forgive();
  }

  /**
   * Takes a lease back.
   *
   * @param used how long it was out
   */
  synchronized void giveBack(HeldModel model, Duration used) {
    meanUse = meanUse.plus(used.minus(meanUse).dividedBy(SMOOTHING));
    model.leases--;
    if (model.leases > 0) {
      return;
    }
    since = clock.instant();
    if (model.dropped) {
      ModelWork.close(offered, model);
    } else if (retired) {
      dispose();
    }
  }

  /** Frees the model when nobody has used it for this long. */
  synchronized void releaseIdle(Duration idle) {
    if (held != null && held.leases == 0 && !since.plus(idle).isAfter(clock.instant())) {
      drop(held);
    }
  }

  /**
   * Frees the model now.
   *
   * @return false, with nothing done, when somebody uses or loads it
   */
  synchronized boolean unload() {
    return loading == null && (held == null || evict());
  }

  /** As {@link #unload}, for a device that is full; whether there was anything to free. */
  synchronized boolean evict() {
    HeldModel idle = held;
    if (idle == null || idle.leases > 0) {
      return false;
    }
    drop(idle);
    return true;
  }

  /** What the model has on the device is gone; the next lease loads it anew. */
  synchronized void loseDevice() {
    if (held != null) {
      drop(held);
    }
  }

  /** Lets a model go whose device is gone, unless another has taken its place. */
  synchronized void letGo(HeldModel model) {
    if (held == model) {
      drop(model);
    }
  }

  /** Gives no new leases; closes the model now, or when its last lease is given back. */
  synchronized void retire() {
    if (!retired) {
      retired = true;
      if ((held == null || held.leases == 0) && loading == null) {
        dispose();
      }
    }
  }

  /** The model does harm: nobody gets it any more, and another try comes later. */
  synchronized void fail(HeldModel model, String reason) {
    if (held == model) {
      trouble.put(reason);
      drop(model);
    }
  }

  /** A call into the model may never come back; as long as it runs, there is no other try. */
  synchronized void giveUp(RunningCall call, String reason) {
    trouble.lose(call);
    trouble.put(reason);
    if (held == call.held()) {
      drop(call.held());
    }
  }

  /** A call that was given up has ended after all. */
  synchronized void cameBack(RunningCall call) {
    var _ = trouble.ended(call);
  }

  /** Gives up a load that has taken longer than this. */
  void giveUpLoading(Duration patience) {
    ModelLoad load;
    synchronized (this) {
      load = loading;
      if (load == null || load.startedAt().plus(patience).isAfter(clock.instant())) {
        return;
      }
      trouble.lose(load);
    }
    load.interrupt();
    String reason = "load() did not end within %d s".formatted(patience.toSeconds());
    ModelWork.tellOfLoss(offered(), reason);
    finishLoading(load, null, reason);
  }

  private void startLoading() {
    var load = new ModelLoad(clock.instant(), full);
    loading = load;
    ModelWork.load(offered, load, calls, this::loaded);
  }

  /** A load has come to an end, maybe after it was given up. */
  private void loaded(ModelLoad load, @Nullable Model model, @Nullable String reason) {
    synchronized (this) {
      if (trouble.ended(load)) {
        if (model != null) {
          offered.plugin().hold();
          ModelWork.close(offered, new HeldModel(model, 0, full));
        }
        return;
      }
    }
    finishLoading(load, model, reason);
  }

  private void finishLoading(ModelLoad load, @Nullable Model model, @Nullable String reason) {
    synchronized (this) {
      if (loading != load) {
        return;
      }
      loading = null;
      held = model == null ? null : new HeldModel(model, load.measuredBytes(), full);
      watched = held == null ? null : calls.watched(this, held);
      lastMeasuredBytes = load.measuredBytes() > 0 ? load.measuredBytes() : lastMeasuredBytes;
      trouble.put(reason);
      since = clock.instant();
      if (retired) {
        dispose();
      }
    }
    load.outcome().complete(Optional.ofNullable(reason));
    calls.loaded(offered(), load.took(), reason == null);
  }

  /**
   * Takes the model out; it is closed with its last lease. Its closing releases a hold on the
   * plugin: one of its own, or that of the slot when the slot is retired. Under the lock.
   */
  private void drop(HeldModel model) {
    held = null;
    watched = null;
    model.dropped = true;
    departed.add(model);
    if (!retired) {
      offered.plugin().hold();
    }
    if (model.leases == 0) {
      ModelWork.close(offered, model);
    }
  }

  /** Closes the model, if any, and gives up the hold on the plugin. Once, under the lock. */
  private void dispose() {
    if (held == null) {
      offered.plugin().release();
    } else {
      departed.add(held);
      ModelWork.close(offered, held);
      held = null;
      watched = null;
    }
  }
}
