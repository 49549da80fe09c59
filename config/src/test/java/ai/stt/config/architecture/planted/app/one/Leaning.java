package ai.stt.config.architecture.planted.app.one;

import ai.stt.config.architecture.planted.app.two.Other;

/** Breaks a rule on purpose. */
public final class Leaning {
  private Leaning() {}

  /** Leans on the other feature. */
  public static String lean() {
    return Other.NAME;
  }
}
