package ai.stt.config.architecture.planted.http.one;

import ai.stt.config.architecture.planted.http.two.Other;

/** Breaks a rule on purpose. */
public final class Leaning {
  private Leaning() {}

  /** Leans on another adapter and on the other feature. */
  public static String lean() {
    return ai.stt.config.architecture.planted.persistence.two.Other.NAME + Other.NAME;
  }
}
