package ai.stt.http.error;

import ai.stt.speech.error.ErrorCode;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * The body of every answer that is not a success.
 *
 * @param error one clear sentence that says what to do
 * @param code the {@link ErrorCode} in lower case, for programs
 * @param requestId the request, for a report; also in the header {@code X-Request-Id}
 */
public record ErrorAnswer(String error, String code, @JsonProperty("request_id") String requestId) {
  /** The body for an error code. */
  public static ErrorAnswer of(ErrorCode code, String error, String requestId) {
    return new ErrorAnswer(error, code.name().toLowerCase(Locale.ROOT), requestId);
  }
}
