package ai.stt.config.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A caller of the account endpoints; without a key when it is empty. */
record Api(HttpClient client, URI server, String key) {
  /** What came back. */
  record Answer(int status, JsonNode json, HttpResponse<String> response) {}

  Api as(String other) {
    return new Api(client, server, other);
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  Answer send(String method, String path, String body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(60));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    request.method(
        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), new JsonMapper().readTree(response.body()), response);
  }

  /** Transcribes with curl, as the README does; gives back what it printed. */
  String transcribe(Path file) throws InterruptedException {
    return Shell.run(
            Map.of(),
            "curl",
            "-s",
            server.resolve("/v1/transcribe").toString(),
            "-H",
            "Authorization: Bearer " + key,
            "-F",
            "file=@" + file)
        .out();
  }
}
