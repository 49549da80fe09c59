package ai.stt.config.architecture.planted.app.good;

/** Keeps all rules. */
public final class Citizen {
  private Citizen() {}

  /** Uses what it may. */
  public static String greet() {
    return "hello";
  }
}
