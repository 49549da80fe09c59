package ai.stt.inference.wire;

/** The other process ended, or closed the connection, before it answered. */
public final class PeerGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean heard;

  /**
   * No answer will come.
   *
   * @param heard whether the call has asked or told its caller anything before, beyond questions of
   *     yes or no
   */
  PeerGoneException(boolean heard) {
    super("the other process is gone");
    this.heard = heard;
  }

  /** Whether the caller would hear something twice if the call was made again. */
  public boolean heard() {
    return heard;
  }
}
