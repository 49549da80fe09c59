import ai.stt.app.scheduling.Priority;

/**
 * A piece of work in a trace.
 *
 * @param at seconds from the start
 * @param owner whose it is
 * @param model that it needs
 * @param seconds that it takes on a device
 */
record Work(double at, String owner, Priority priority, String model, double seconds) {}
