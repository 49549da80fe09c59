package ai.stt.config.architecture.planted.documents;

import ai.stt.config.architecture.planted.http.two.Other;

/** Breaks a rule on purpose. */
public final class Leaning {
  private Leaning() {}

  /** Leans on another adapter. */
  public static String lean() {
    return Other.NAME;
  }
}
