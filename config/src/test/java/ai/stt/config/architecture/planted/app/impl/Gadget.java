package ai.stt.config.architecture.planted.app.impl;

/** Breaks a rule on purpose. */
public final class Gadget {
  private Gadget() {}
}
