package ai.stt.inference.registry;

import ai.stt.app.model.LiveModel;
import ai.stt.plugin.Model;
import ai.stt.speech.model.ModelStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One model of one plugin version: whether it is in memory and who borrows it. It holds its plugin
 * until it is retired and its model is closed. Thread-safe; no code of the plugin runs under the
 * lock.
 */
final class ModelSlot {
  private final Duration failureRetry;
  private final InstantSource clock;

  private Offered offered;
  private @Nullable Model model;
  private @Nullable CompletableFuture<Optional<String>> loading;
  private @Nullable String failure;

  /** When the model was last given back, or when loading it ended. */
  private Instant since;

  private int leases;
  private boolean retired;

  /** A slot without its model in memory; takes a hold on the plugin. */
  ModelSlot(Offered offered, Duration failureRetry, InstantSource clock) {
    this.offered = offered;
    this.failureRetry = failureRetry;
    this.clock = clock;
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
    String reason = recentFailure();
    ModelStatus status =
        model != null
            ? ModelStatus.READY
            : loading != null
                ? ModelStatus.LOADING
                : reason != null ? ModelStatus.FAILED : ModelStatus.AVAILABLE;
    return new LiveModel(
        offered.capability(),
        offered.offer().descriptor(),
        offered.plugin().manifest().id(),
        offered.plugin().manifest().version(),
        device,
        status,
        status == ModelStatus.FAILED ? reason : null);
  }

  /** Borrows the model, or starts to load it. Whoever gets a lease must {@link #giveBack} it. */
  synchronized Attempt attempt() {
    if (retired) {
      return new Attempt.Gone();
    }
    if (model != null) {
      leases++;
      return new Attempt.Leased(model);
    }
    String reason = recentFailure();
    if (reason != null) {
      Duration left = Duration.between(clock.instant(), since.plus(failureRetry));
      return new Attempt.Failed(reason, left);
    }
    startLoading();
    return new Attempt.Loading(Objects.requireNonNull(loading));
  }

  /** Loads the model in the background unless it is loaded, loading or recently failed. */
  synchronized void preload() {
    if (!retired && model == null && recentFailure() == null) {
      startLoading();
    }
  }

  synchronized void giveBack() {
    leases--;
    if (leases == 0) {
      since = clock.instant();
      if (retired) {
        dispose();
      }
    }
  }

  /** Frees the model when nobody has used it for this long. */
  synchronized void releaseIdle(Duration idle) {
    if (model != null && leases == 0 && !since.plus(idle).isAfter(clock.instant())) {
      offered.plugin().hold();
      ModelWork.close(offered, model);
      model = null;
    }
  }

  /** Gives no new leases; closes the model now, or when its last lease is given back. */
  synchronized void retire() {
    if (!retired) {
      retired = true;
      if (leases == 0 && loading == null) {
        dispose();
      }
    }
  }

  private void startLoading() {
    if (loading == null) {
      loading = new CompletableFuture<>();
      ModelWork.load(offered, this::finishLoading);
    }
  }

  private void finishLoading(@Nullable Model loaded, @Nullable String reason) {
    CompletableFuture<Optional<String>> outcome;
    synchronized (this) {
      outcome = loading;
      loading = null;
      model = loaded;
      failure = reason;
      since = clock.instant();
      if (retired) {
        dispose();
      }
    }
    if (outcome != null) {
      outcome.complete(Optional.ofNullable(reason));
    }
  }

  private @Nullable String recentFailure() {
    return failure != null && clock.instant().isBefore(since.plus(failureRetry)) ? failure : null;
  }

  /** Closes the model, if any, and gives up the hold on the plugin. Once, under the lock. */
  private void dispose() {
    if (model == null) {
      offered.plugin().release();
    } else {
      ModelWork.close(offered, model);
      model = null;
    }
  }
}
