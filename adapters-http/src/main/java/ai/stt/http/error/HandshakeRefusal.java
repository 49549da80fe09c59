package ai.stt.http.error;

import ai.stt.http.request.RequestIds;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes the errors of a servlet outside of Jersey, as resources have them. Thread-safe. */
public final class HandshakeRefusal {
  private static final int UPGRADE_REQUIRED = 426;

  private final ObjectMapper json;

  /** Written with this mapper. */
  public HandshakeRefusal(ObjectMapper json) {
    this.json = json;
  }

  /** Says why a client is not let in. */
  public void write(SpeechException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ErrorTable.retryAfterSeconds(e)
        .ifPresent(seconds -> response.setHeader("Retry-After", Long.toString(seconds)));
    if (e.code() == ErrorCode.UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    write(ErrorTable.status(e.code()), e.code(), e.getMessage(), request, response);
  }

  /** Says that this address is no page. */
  public void writeUpgradeRequired(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Upgrade", "websocket");
    write(
        UPGRADE_REQUIRED,
        ErrorCode.INVALID_REQUEST,
        "connect to this address with a WebSocket (ws:// or wss://)",
        request,
        response);
  }

  /** Says that this address knows other methods only. */
  public void writeMethodNotAllowed(
      String allowed, HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader("Allow", allowed);
    int status = HttpServletResponse.SC_METHOD_NOT_ALLOWED;
    String sentence = ErrorTable.sentence(status, request.getMethod(), request.getRequestURI());
    write(status, ErrorTable.code(status), sentence, request, response);
  }

  private void write(
      int status,
      ErrorCode code,
      String sentence,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    byte[] body = json.writeValueAsBytes(ErrorAnswer.of(code, sentence, RequestIds.of(request)));
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
