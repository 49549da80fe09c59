package ai.stt.http.operation;

import java.util.function.IntSupplier;

/**
 * A queue of work, to be looked at.
 *
 * @param name such as {@code recordings}
 * @param running work that has a place
 * @param waiting work that waits for one
 */
public record WorkPlaces(String name, IntSupplier running, IntSupplier waiting) {}
