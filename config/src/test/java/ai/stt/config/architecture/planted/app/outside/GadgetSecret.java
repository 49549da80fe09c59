package ai.stt.config.architecture.planted.app.outside;

import java.util.Arrays;

/** Breaks a rule on purpose. */
public final class GadgetSecret {
  private final byte[] bytes;

  /** A secret. */
  public GadgetSecret(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** Takes the longer, the more of the bytes are right. */
  public boolean is(byte[] other) {
    return Arrays.equals(bytes, other);
  }
}
