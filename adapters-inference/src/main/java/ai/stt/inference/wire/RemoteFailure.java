package ai.stt.inference.wire;

/** What was thrown in the other process and has a class that this one may not have. */
public final class RemoteFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RemoteFailure(String message) {
    super(message);
  }
}
