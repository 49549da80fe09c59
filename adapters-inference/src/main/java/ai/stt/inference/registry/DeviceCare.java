package ai.stt.inference.registry;

import ai.stt.app.operation.DeviceHealth;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What the registry does for its device.
 *
 * @param health is told what is wrong
 * @param gpu whether engines use a GPU; where none is used, none can be lost
 * @param usedBytes what this process takes of the device's memory now; negative when nobody knows
 * @param cpuFallback whether models go on on the processor when the GPU is gone
 * @param renewEngines lets the engines be made anew, for what is left of the device
 */
public record DeviceCare(
    DeviceHealth health,
    boolean gpu,
    LongSupplier usedBytes,
    boolean cpuFallback,
    Runnable renewEngines) {
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** For a device that nothing is known of. */
  public static DeviceCare none() {
    return new DeviceCare(new DeviceHealth(), false, () -> -1, true, () -> {});
  }

  /**
   * Requires a device that models can run on.
   *
   * @throws SpeechException {@code MODEL_UNAVAILABLE} when the GPU is gone and nothing may take its
   *     place
   */
  void requireUsable() {
    if (!cpuFallback && health.lost().isPresent()) {
      throw new SpeechException(
          ErrorCode.MODEL_UNAVAILABLE,
          "the GPU cannot be used (%s), and device.cpu_fallback is off"
              .formatted(health.lost().get()),
          Duration.ofMinutes(1),
          null);
    }
  }

  /** What a caller is told whose work was on the device when it went. */
  static SpeechException interrupted(Throwable cause) {
    return new SpeechException(
        ErrorCode.OVERLOADED,
        "the device was lost while this ran; send it again, another takes its place",
        AGAIN,
        cause);
  }

  /** What a caller is told whose work does not fit, when all that is idle has left. */
  static SpeechException full(Throwable cause) {
    return new SpeechException(
        ErrorCode.OVERLOADED,
        "the device has no memory for this beside what runs; try again later",
        AGAIN,
        cause);
  }
}
