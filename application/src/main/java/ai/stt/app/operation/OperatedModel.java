package ai.stt.app.operation;

import ai.stt.app.model.LiveModel;
import java.time.Instant;

/**
 * A live model as the operator sees it.
 *
 * @param live as everybody sees it
 * @param memoryBytes an estimate of what it takes in memory
 * @param measuredBytes what was measured when it was loaded; 0 when nobody knows
 * @param leases those who use it now
 * @param pinned whether it stays in memory however idle
 * @param usedAt when it was last given back, or its loading ended
 */
public record OperatedModel(
    LiveModel live,
    long memoryBytes,
    long measuredBytes,
    int leases,
    boolean pinned,
    Instant usedAt) {}
