package ai.stt.speech.model;

import java.util.Locale;

/** What a listed model would do with a request now. */
public enum ModelStatus {
  /** In memory. */
  READY,
  /** Installed; loaded by its first request. */
  AVAILABLE,
  /** Being loaded. */
  LOADING,
  /** Cannot be used; the reason is told beside it. */
  FAILED;

  /** The name on the wire, in lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
