package ai.stt.inference.registry;

import ai.stt.app.model.ModelCall;
import ai.stt.app.model.ModelCall.Outcome;
import ai.stt.app.model.ModelWatcher;
import ai.stt.inference.plugin.Reason;
import ai.stt.plugin.Model;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls into models that run now. Judges how each of them ends, and gives up those that show no
 * sign of life: their thread is interrupted, and their model is failed. Thread-safe.
 */
final class RunningCalls {
  private static final Logger LOG = LoggerFactory.getLogger(RunningCalls.class);
  private static final int FRAMES = 8;

  private final Duration patience;
  private final InstantSource clock;
  private final ModelWatcher watcher;
  private final DeviceWork device;
  private final Set<RunningCall> running = ConcurrentHashMap.newKeySet();
  private final AtomicLong begun = new AtomicLong();

  /**
   * No calls yet.
   *
   * @param patience how long a call may show no sign of life
   * @param watcher told how calls end
   * @param device what is done when it is full or gone
   */
  RunningCalls(Duration patience, InstantSource clock, ModelWatcher watcher, DeviceWork device) {
    this.patience = patience;
    this.clock = clock;
    this.watcher = watcher;
    this.device = device;
  }

  /** What is done for the device that calls run on. */
  DeviceWork device() {
    return device;
  }

  /** The same model, with its calls and those of what it opens watched. */
  Model watched(ModelSlot slot, HeldModel held) {
    return (Model) WatchedObject.of(held.model(), this, slot, held, true);
  }

  RunningCall begin(ModelSlot slot, HeldModel held, String method) {
    var call = new RunningCall(slot, held, method, clock);
    running.add(call);
    begun.incrementAndGet();
    return call;
  }

  /** How many calls have begun so far; -1 while any runs. */
  long quiet() {
    long now = begun.get();
    return running.isEmpty() ? now : -1;
  }

  /**
   * A call has ended.
   *
   * @param thrown by the plugin, null for a result
   * @param counted whether it was one of the model's own, and no mere question
   * @return what its caller is to be thrown, null for nothing
   */
  @Nullable Throwable end(RunningCall call, @Nullable Throwable thrown, boolean counted) {
    running.remove(call);
    Throwable told = call.end(thrown);
    if (call.isGivenUp()) {
      call.slot().cameBack(call);
      device.health().clear(call);
      return told;
    }
    Outcome outcome = call.outcome(thrown);
    if (outcome == Outcome.FAILED && thrown != null && fault(call, thrown) != DeviceFault.NONE) {
      if (fault(call, thrown) == DeviceFault.OUT_OF_MEMORY) {
        call.held().full().met();
      }
      LOG.warn(
          "Model {}: {}() met a fault of the device: {}",
          call.slot().offered().modelId(),
          call.method(),
          Reason.of(thrown));
    } else if (outcome == Outcome.FAILED && thrown != null) {
      faulted(call, thrown);
    } else if (outcome == Outcome.DONE) {
      call.held().worked();
    }
    if (counted || outcome == Outcome.FAILED) {
      tell(call, outcome);
    }
    return told;
  }

  /** What a failure of a call says about the device. */
  DeviceFault fault(RunningCall call, Throwable thrown) {
    return call.held().full().judged(device.judged(call.fault(thrown)));
  }

  private static void faulted(RunningCall call, Throwable fault) {
    String what = "%s() failed: %s".formatted(call.method(), Reason.of(fault));
    LOG.warn("Model {}: {}", call.slot().offered().modelId(), what, fault);
    if (call.held().faulted(fault)) {
      call.slot().fail(call.held(), what);
    }
  }

  /** Gives up calls that have been silent for too long. Called every now and then. */
  void giveUpSilent() {
    for (RunningCall call : running) {
      if (call.isSilent(patience)) {
        giveUp(call);
      }
    }
  }

  private void giveUp(RunningCall call) {
    String id = call.slot().offered().modelId();
    String what =
        "%s() showed no sign of life for %d s".formatted(call.method(), patience.toSeconds());
    var failure =
        new SpeechException(
            ErrorCode.MODEL_UNAVAILABLE, "model '%s' was given up: %s".formatted(id, what));
    String at =
        Arrays.stream(call.thread().getStackTrace())
            .limit(FRAMES)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(" < "));
    if (call.giveUp(failure, () -> suspect(call, id, what, failure))) {
      running.remove(call);
      LOG.error("Model {} was given up: {}; its thread was at {}", id, what, at);
      tell(call, Outcome.GIVEN_UP);
    }
  }

  /** Before the interrupt: a thread that heeds it may be at another's work at once. */
  private void suspect(RunningCall call, String id, String what, SpeechException failure) {
    watcher.lost(call.thread(), failure);
    call.slot().giveUp(call, what);
    device.health().suspect(call, "model '%s': %s".formatted(id, what));
  }

  /** A model was brought into memory, or could not be. */
  void loaded(Offered offered, Duration took, boolean usable) {
    watcher.loaded(offered.capability(), offered.modelId(), took, usable);
  }

  private void tell(RunningCall call, Outcome outcome) {
    Offered offered = call.slot().offered();
    watcher.called(
        new ModelCall(
            offered.capability(),
            offered.modelId(),
            call.took(),
            PcmChunk.seconds(call.audioSamples()),
            outcome));
  }
}
