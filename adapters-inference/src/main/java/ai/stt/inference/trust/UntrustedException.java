package ai.stt.inference.trust;

import java.io.IOException;

/** A file that may not be used; the message is a clause that says why. */
public final class UntrustedException extends IOException {
  private static final long serialVersionUID = 1L;

  UntrustedException(String reason) {
    super(reason);
  }

  /** The reason; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
