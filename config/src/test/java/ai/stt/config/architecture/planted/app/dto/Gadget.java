package ai.stt.config.architecture.planted.app.dto;

/** Breaks a rule on purpose. */
public final class Gadget {
  private Gadget() {}
}
