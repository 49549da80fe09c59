package ai.stt.config.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Sends a file to {@code /v1/transcribe}. */
record Upload(HttpClient client, URI server) {
  static final String BOUNDARY = "----stt";

  CompletableFuture<HttpResponse<String>> send(BodyPublisher file, String name) {
    BodyPublisher body =
        BodyPublishers.concat(
            text(
                "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
                    .formatted(BOUNDARY, name)),
            file,
            text("\r\n--%s--\r\n".formatted(BOUNDARY)));
    var request =
        HttpRequest.newBuilder(server.resolve("/v1/transcribe"))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(body)
            .build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  HttpResponse<String> send(Path file) throws IOException {
    return send(BodyPublishers.ofFile(file), String.valueOf(file.getFileName())).join();
  }

  static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new JsonMapper().readTree(answer.body());
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
  }
}
