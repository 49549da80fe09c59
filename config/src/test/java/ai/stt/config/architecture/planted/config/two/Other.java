package ai.stt.config.architecture.planted.config.two;

import ai.stt.config.architecture.planted.config.one.Leaning;

/** Breaks a rule on purpose. */
public final class Other {
  /** A name. */
  public static final Class<?> TYPE = Leaning.class;

  /** Another name. */
  public static final String NAME = TYPE.getName();

  private Other() {}
}
