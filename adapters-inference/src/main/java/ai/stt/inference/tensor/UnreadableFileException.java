package ai.stt.inference.tensor;

import java.io.IOException;

/**
 * A file is not of the format that it should be of; the message says in what way, without a path.
 */
public final class UnreadableFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a clause that can follow "because". */
  public UnreadableFileException(String message) {
    super(message);
  }
}
