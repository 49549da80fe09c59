package ai.stt.http.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;

/** Sends JSON and reads JSON, as one caller. */
public record ApiClient(HttpClient http, TestServer server, @Nullable String key) {
  private static final JsonMapper JSON = new JsonMapper();

  /** An answer: its status, its JSON (a missing node without a body), and all of it. */
  public record Answer(int status, JsonNode json, HttpResponse<String> response) {
    /** The value of a header, or an empty text. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** The same client with another key. */
  public ApiClient as(@Nullable String other) {
    return new ApiClient(http, server, other);
  }

  /** GET. */
  public Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, null);
  }

  /** POST with a body. */
  public Answer post(String path, String body) throws IOException, InterruptedException {
    return send("POST", path, body);
  }

  /** PATCH with a body. */
  public Answer patch(String path, String body) throws IOException, InterruptedException {
    return send("PATCH", path, body);
  }

  /** DELETE. */
  public Answer delete(String path) throws IOException, InterruptedException {
    return send("DELETE", path, null);
  }

  /** Any request, with more headers: a name, its value, and so on. */
  public Answer send(String method, String path, @Nullable String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()), response);
  }
}
