package ai.stt.inference.registry;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with a slot and its memory.
 *
 * @param held whether its model is in memory
 * @param loading whether it is on its way there
 * @param leases those who use it
 * @param since when it was last given back, or came or failed to come into memory
 * @param bytes what it takes in memory: its plugin's estimate, or what was ever measured when that
 *     is more
 * @param measuredBytes what was measured when it was loaded; 0 when nobody knows
 * @param borrowedBytes what models take that it has let go while somebody uses them
 * @param meanUse how long it is used at a time, smoothed
 * @param failure why it could not be loaded when that was last tried, or failed since; null for no
 *     reason
 * @param retired whether it gives no new leases
 * @param over whether it is retired, and nothing of it is in memory or on its way there
 */
record SlotState(
    boolean held,
    boolean loading,
    int leases,
    Instant since,
    long bytes,
    long measuredBytes,
    long borrowedBytes,
    Duration meanUse,
    @Nullable String failure,
    boolean retired,
    boolean over) {
  /** Whether it is in memory, or on its way there. */
  boolean taken() {
    return held || loading;
  }
}
