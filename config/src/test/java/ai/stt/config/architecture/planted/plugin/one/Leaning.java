package ai.stt.config.architecture.planted.plugin.one;

import ai.stt.config.architecture.planted.app.good.Citizen;
import ai.stt.config.architecture.planted.plugin.two.Other;

/** Breaks a rule on purpose. */
public final class Leaning {
  private Leaning() {}

  /** Leans on a use case and on the other feature. */
  public static String lean() {
    return Citizen.greet() + Other.NAME;
  }
}
