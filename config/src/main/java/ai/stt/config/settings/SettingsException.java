package ai.stt.config.settings;

import org.jspecify.annotations.Nullable;

/** Settings that cannot be used; the message names the file, the key and what is allowed. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A setting that cannot be used, told in a sentence. */
  public SettingsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
