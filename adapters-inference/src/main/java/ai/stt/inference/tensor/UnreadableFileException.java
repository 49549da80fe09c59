package ai.stt.inference.tensor;

import java.io.IOException;

/**
 * A file is not of the format that it should be of; the reason says in what way, without a path.
 */
public final class UnreadableFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /** With a clause that can follow "because". */
  public UnreadableFileException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** A clause that can follow "because". */
  public String reason() {
    return reason;
  }
}
