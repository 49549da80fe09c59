package ai.stt.inference.registry;

import java.time.Duration;
import java.util.List;

/**
 * How the registry behaves.
 *
 * @param idleRelease a model that nobody has used for this long is freed; zero keeps models for
 *     ever; default 15 minutes
 * @param preload ids of models that are loaded in the background as soon as they are live, and kept
 *     however idle; default none
 * @param pollInterval how often the plugin folder and the model store are looked at, 1 ms or more;
 *     default 500 ms
 * @param failureRetry how long the reason of a failure is told before a request may cause another
 *     try; default 1 minute
 * @param patience how long a model may load, or show no sign of life in a call, before it is given
 *     up; default 10 minutes
 * @param memoryBytes of the device that models may take together, by their estimates; default
 *     without a limit
 * @param roomWait how long a request waits for memory that others use, and a load for models that
 *     are being closed; after a third of it those others have no new users; default 15 s
 */
public record RegistrySettings(
    Duration idleRelease,
    List<String> preload,
    Duration pollInterval,
    Duration failureRetry,
    Duration patience,
    long memoryBytes,
    Duration roomWait) {
  private static final Duration ROOM_WAIT = Duration.ofSeconds(15);

  /** The same with the default wait for room. */
  public RegistrySettings(
      Duration idleRelease,
      List<String> preload,
      Duration pollInterval,
      Duration failureRetry,
      Duration patience,
      long memoryBytes) {
    this(idleRelease, preload, pollInterval, failureRetry, patience, memoryBytes, ROOM_WAIT);
  }

  /** The defaults. */
  public static final RegistrySettings DEFAULT =
      new RegistrySettings(
          Duration.ofMinutes(15),
          List.of(),
          Duration.ofMillis(500),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Long.MAX_VALUE);

  /** Checks the durations and takes a copy of the list. */
  public RegistrySettings {
    if (idleRelease.isNegative() || failureRetry.isNegative()) {
      throw new IllegalArgumentException("a duration is negative");
    }
    if (pollInterval.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("pollInterval is under 1 ms: " + pollInterval);
    }
    if (!patience.isPositive()) {
      throw new IllegalArgumentException("patience is not positive: " + patience);
    }
    if (!roomWait.isPositive()) {
      throw new IllegalArgumentException("roomWait is not positive: " + roomWait);
    }
    if (memoryBytes < 1) {
      throw new IllegalArgumentException("memoryBytes is not positive: " + memoryBytes);
    }
    preload = List.copyOf(preload);
  }
}
