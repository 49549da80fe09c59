package ai.stt.http.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.Form;
import ai.stt.http.testing.ServerTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;

/** What the tests of this room share: accounts, and requests with their keys. */
abstract class AccountTest extends ServerTest {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String ALL = "/api/v1/transcripts/";

  /** An answer that is read. */
  record Answer(int status, JsonNode json, HttpResponse<String> raw) {
    String text(String pointer) {
      return json.at(pointer).asText();
    }
  }

  static Answer send(HttpRequest.Builder request, @Nullable String key) throws Exception {
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    HttpResponse<String> raw = CLIENT.send(request.build(), BodyHandlers.ofString());
    return new Answer(raw.statusCode(), json(raw), raw);
  }

  private static JsonNode json(HttpResponse<String> raw) throws IOException {
    boolean json =
        raw.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    return json ? JSON.readTree(raw.body()) : JSON.createObjectNode();
  }

  static Answer call(String method, String path, @Nullable String key) throws Exception {
    return send(
        HttpRequest.newBuilder(server.uri(path)).method(method, BodyPublishers.noBody()), key);
  }

  static Answer get(String path, @Nullable String key) throws Exception {
    return call("GET", path, key);
  }

  static Answer patch(String path, String body, String key) throws Exception {
    return send(
        HttpRequest.newBuilder(server.uri(path))
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(body)),
        key);
  }

  static Answer post(Form form, @Nullable String key) throws Exception {
    return send(form.post(server.uri("/v1/transcribe")), key);
  }

  /** The address of a new and completed transcript. */
  static String completed(String key, String words) throws Exception {
    Answer answer = post(Form.saying(words), key);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return ALL + answer.text("/slug") + "/";
  }

  static Answer until(String path, String key, String status) throws Exception {
    long last = System.nanoTime() + 20_000_000_000L;
    Answer answer = get(path, key);
    while (!answer.text("/status").equals(status)) {
      assertThat(System.nanoTime()).as("%s in time", status).isLessThan(last);
      answer = get(path, key);
    }
    return answer;
  }
}
