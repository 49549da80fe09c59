package ai.stt.http.text;

import ai.stt.http.testing.ServerTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;

/** What the tests of this room share. */
abstract class TextTest extends ServerTest {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String KEY = "stt_good";

  record Answer(int status, JsonNode json, HttpResponse<String> raw) {
    String error() {
      return json.path("error").asText();
    }
  }

  static Answer post(String path, String body) throws Exception {
    return post(path, body, KEY);
  }

  static Answer post(String path, String body, @Nullable String key) throws Exception {
    return send("POST", path, body, key);
  }

  static Answer send(String method, String path, String body, @Nullable String key)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    HttpResponse<String> raw = CLIENT.send(request.build(), BodyHandlers.ofString());
    return new Answer(raw.statusCode(), JSON.readTree(raw.body()), raw);
  }

  /** A JSON object of texts. */
  static String object(String... namesAndTexts) {
    var object = JSON.createObjectNode();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      object.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return object.toString();
  }
}
