package ai.stt.inference.wire;

/** What came over the wire is nothing that this program wrote. */
final class BrokenFrameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenFrameException(String message) {
    super(message);
  }
}
