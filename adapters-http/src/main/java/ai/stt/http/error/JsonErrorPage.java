package ai.stt.http.error;

import ai.stt.http.request.CommonHeaders;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What Jetty itself says no to, before or beside Jersey: bad request lines, headers that are too
 * large, ambiguous addresses. In place of its HTML page. Thread-safe.
 */
public final class JsonErrorPage extends ErrorHandler {
  private final ObjectMapper json;
  private final CommonHeaders commonHeaders;

  /** A page written with the given mapper, carrying the headers of every answer. */
  public JsonErrorPage(ObjectMapper json, CommonHeaders commonHeaders) {
    this.json = json;
    this.commonHeaders = commonHeaders;
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback)
      throws JsonProcessingException {
    String id = commonHeaders.addTo(request, response);
    String sentence = ErrorTable.sentence(status, request.getMethod(), "this address");
    var answer = ErrorAnswer.of(ErrorTable.code(status), sentence, id);
    byte[] body = json.writeValueAsBytes(answer);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (cause instanceof HttpException) { // of the parser, behind which no request can be found
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    boolean head = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, head ? null : ByteBuffer.wrap(body), callback);
  }
}
