package ai.stt.config.architecture.planted.model.gadget;

import ai.stt.config.architecture.planted.app.good.Citizen;

/** Breaks a rule on purpose. */
public final class Gadget {
  /** A name. */
  public static final String NAME = Citizen.greet();

  private Gadget() {}
}
