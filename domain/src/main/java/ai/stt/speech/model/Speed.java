package ai.stt.speech.model;

import java.util.Locale;

/** How fast a model is beside the others of its family, for people who choose. */
public enum Speed {
  VERY_FAST,
  FAST,
  STANDARD;

  /** The name on the wire: {@code very_fast}, {@code fast} or {@code standard}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
