package ai.stt.config.architecture.planted.app.util;

/** Breaks a rule on purpose. */
public final class Gadget {
  private Gadget() {}
}
