package ai.stt.inference.plugin;

/** A plugin that does not run here; the message is one sentence for the operator that says why. */
public final class PluginRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal for a reason. */
  public PluginRefusedException(String reason) {
    super(reason);
  }

  /** The reason; never null, unlike the message of other exceptions. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
