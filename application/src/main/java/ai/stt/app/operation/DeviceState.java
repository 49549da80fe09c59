package ai.stt.app.operation;

import java.util.OptionalDouble;

/**
 * A device at one moment.
 *
 * @param name such as {@code cpu} or {@code cuda:0}
 * @param product its maker's name for it
 * @param memoryBytes all of its memory; 0 when nobody knows
 * @param freeBytes what of it is free; 0 when nobody knows
 * @param utilisation how busy it is, 0..1; empty when nobody knows
 */
public record DeviceState(
    String name, String product, long memoryBytes, long freeBytes, OptionalDouble utilisation) {}
