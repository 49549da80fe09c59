package ai.stt.inference.device;

/**
 * A GPU as its driver describes it.
 *
 * @param name the product's name
 * @param memoryBytes all of its memory
 */
record Gpu(String name, long memoryBytes) {}
