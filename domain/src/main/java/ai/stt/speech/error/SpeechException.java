package ai.stt.speech.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that reaches a caller. Its message is one clear sentence that says what to do;
 * it never holds a path, a stack trace or transcript text.
 */
public final class SpeechException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable Duration retryAfter;

  /** An error without a time to wait. */
  public SpeechException(ErrorCode code, String message) {
    this(code, message, null, null);
  }

  /** An error that another one caused; the cause is for the log only. */
  public SpeechException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, null, cause);
  }

  /** An error after which the caller should wait for {@code retryAfter}. */
  public SpeechException(
      ErrorCode code, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** What happened, for programs. */
  public ErrorCode code() {
    return code;
  }

  /** How long to wait before the next try, when that is known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** The message; never null, unlike that of other exceptions. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
