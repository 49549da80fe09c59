package ai.stt.inference.media;

import java.time.Duration;

/**
 * Limits of media decoding.
 *
 * @param children decoding processes kept ready, each for one file at a time; 1 to 64
 * @param maxDuration the longest audio that is accepted
 * @param stallTimeout how long a decoder may give nothing before its file is given up; over a whole
 *     file it must also decode faster than real time
 * @param lendTimeout how long a file waits for a free decoder before it is turned away
 * @param memoryMebibytes address space of a decoding process, where the system can limit it
 *     (Linux); at least 768
 * @param refusalMemory how long a file that crashed its decoder twice is refused unseen
 */
public record MediaSettings(
    int children,
    Duration maxDuration,
    Duration stallTimeout,
    Duration lendTimeout,
    int memoryMebibytes,
    Duration refusalMemory) {
  /** What a fresh machine has: 2 decoders, 10 h, 20 s, 15 s, 1 GiB, 1 h. */
  public static final MediaSettings DEFAULT =
      new MediaSettings(
          2,
          Duration.ofHours(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(15),
          1024,
          Duration.ofHours(1));

  private static final int MAX_CHILDREN = 64;
  private static final int MIN_MEMORY_MEBIBYTES = 768;

  /** Checks the limits. */
  public MediaSettings {
    if (children < 1 || children > MAX_CHILDREN) {
      throw new IllegalArgumentException("media.children is not in 1.." + MAX_CHILDREN);
    }
    if (memoryMebibytes < MIN_MEMORY_MEBIBYTES) {
      throw new IllegalArgumentException(
          "media.memory_mebibytes is less than " + MIN_MEMORY_MEBIBYTES);
    }
    positive("media.max_duration", maxDuration);
    positive("media.stall_timeout", stallTimeout);
    positive("media.lend_timeout", lendTimeout);
    positive("media.refusal_memory", refusalMemory);
  }

  private static void positive(String name, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(name + " is not positive");
    }
  }
}
