package ai.stt.app.scheduling;

/** How urgent work is. */
public enum Priority {
  /** Somebody speaks and reads along. */
  LIVE(0),
  /** Somebody waits for the answer. */
  INTERACTIVE(1),
  /** Nobody waits; it is told or fetched when it is done. */
  BATCH(2);

  private final int steps;

  Priority(int steps) {
    this.steps = steps;
  }

  /** How far it is from the most urgent. */
  int steps() {
    return steps;
  }
}
