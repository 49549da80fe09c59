package ai.stt.config.architecture.planted.app.unmarked;

/** Breaks a rule on purpose. */
public final class Gadget {
  private Gadget() {}
}
