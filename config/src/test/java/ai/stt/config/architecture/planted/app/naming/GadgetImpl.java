package ai.stt.config.architecture.planted.app.naming;

/** Breaks a rule on purpose. */
public final class GadgetImpl {
  private GadgetImpl() {}
}
