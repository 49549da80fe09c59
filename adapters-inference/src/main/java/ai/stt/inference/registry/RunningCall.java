package ai.stt.inference.registry;

import ai.stt.app.model.ModelCall.Outcome;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A call into a model, on the thread of its caller. It shows signs of life whenever it asks the
 * host for something, and while the host is at work for it.
 */
final class RunningCall {
  private final ModelSlot slot;
  private final HeldModel held;
  private final String method;
  private final InstantSource clock;
  private final Thread thread = Thread.currentThread();
  private final long startedNanos = System.nanoTime();
  private volatile long aliveMillis;
  private volatile boolean atHost;
  private long audioSamples;
  private @Nullable Throwable hostFailure;
  private @Nullable SpeechException givenUp;
  private boolean ended;

  RunningCall(ModelSlot slot, HeldModel held, String method, InstantSource clock) {
    this.slot = slot;
    this.held = held;
    this.method = method;
    this.clock = clock;
    this.aliveMillis = clock.millis();
  }

  ModelSlot slot() {
    return slot;
  }

  HeldModel held() {
    return held;
  }

  Thread thread() {
    return thread;
  }

  String method() {
    return method;
  }

  Duration took() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  long audioSamples() {
    return audioSamples;
  }

  /** The call has asked the host for something. */
  void enterHost() {
    if (Thread.currentThread() == thread) {
      atHost = true;
    }
  }

  /** The host has answered. */
  void leaveHost(boolean lively) {
    if (Thread.currentThread() == thread) {
      if (lively) {
        aliveMillis = clock.millis();
      }
      atHost = false;
    }
  }

  void heard(int samples) {
    audioSamples += samples;
  }

  /** What the host threw is no fault of the plugin when it comes back out of it. */
  void hostFailed(Throwable failure) {
    hostFailure = failure;
  }

  boolean isSilent(Duration patience) {
    return !atHost && clock.millis() - aliveMillis >= patience.toMillis();
  }

  /** Whether nobody waits for it any more. */
  synchronized boolean isGivenUp() {
    return givenUp != null;
  }

  /**
   * Ends the waiting for it, by an interrupt; false when it has ended meanwhile.
   *
   * @param register notes it where its end will strike it out; run before it can end
   */
  synchronized boolean giveUp(SpeechException why, Runnable register) {
    if (ended || givenUp != null) {
      return false;
    }
    givenUp = why;
    register.run();
    thread.interrupt();
    return true;
  }

  /**
   * It has ended.
   *
   * @param thrown by the plugin, null for a result
   * @return what to throw in its place
   */
  synchronized @Nullable Throwable end(@Nullable Throwable thrown) {
    ended = true;
    if (givenUp != null) {
      var _ = Thread.interrupted(); // meant for the call
      return givenUp;
    }
    return thrown;
  }

  /** What a failure of it says about the device. */
  DeviceFault fault(@Nullable Throwable thrown) {
    return DeviceFault.of(thrown, hostFailure);
  }

  /** How it ended, when it was not given up. */
  @SuppressWarnings("ReferenceEquality") // the very same exception
  Outcome outcome(@Nullable Throwable thrown) {
    return switch (thrown) {
      case null -> Outcome.DONE;
      case InterruptedException e -> Outcome.CANCELED;
      case SpeechException e when e.code() == ErrorCode.CANCELED -> Outcome.CANCELED;
      case SpeechException e -> Outcome.REFUSED;
      default -> thrown == hostFailure ? Outcome.REFUSED : Outcome.FAILED;
    };
  }
}
