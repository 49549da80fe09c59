package ai.stt.inference.registry;

import java.time.Instant;

/**
 * How a model stands with its memory.
 *
 * @param taken whether it is in memory, or on its way there
 * @param leases those who use it
 * @param loading whether it is on its way
 * @param since when it was last given back, or came or failed to come into memory
 */
record MemoryUse(boolean taken, int leases, boolean loading, Instant since) {}
