package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.DatabaseSettings;
import ai.stt.persistence.database.EmbeddedPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real server is killed while an upload arrives and a job runs, and starts again. */
@Timeout(300)
class RestartIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SIGN_UP =
      "{\"email\": \"ada@example.org\", \"password\": \"a long enough phrase\"}";
  private static final int PIECE = 20_000;

  @TempDir private Path folder = Path.of("");

  @Test
  void afterAKillTheUploadGoesOnAndWhatWasOrderedIsDoneAndPaidOnce() throws Exception {
    Map<String, String> home = TestHome.in(Files.createDirectory(folder.resolve("home")));
    byte[] sample = Files.readAllBytes(Shell.SAMPLE);
    String key;
    String upload;
    JsonNode ordered;
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      var anonymous = new Api(client, server.uri(), "");
      key = anonymous.send("POST", "/api/v1/signup/", SIGN_UP).json().get("key").asText();
      Api ada = anonymous.as(key);
      upload = create(ada, sample.length);
      assertThat(patch(ada, upload, 0, BodyPublishers.ofByteArray(sample, 0, PIECE)))
          .isEqualTo(204);
      ordered = order(ada);
      try (var socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
        socket.getOutputStream().write(head(ada, upload, sample.length - PIECE));
        socket.getOutputStream().write(sample, PIECE, PIECE); // and the rest never comes
        Waiting.until(PATIENCE, () -> largestUpload() == 2 * PIECE);
        Waiting.until(PATIENCE, () -> !status(ada, ordered).equals("queued"));
        server.kill();
      }
    }
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      var ada = new Api(client, server.uri(), key);
      endLeases();
      assertThat(order(ada).get("id")).as("the same request again").isEqualTo(ordered.get("id"));

      assertThat(offset(ada, upload)).isEqualTo(2 * PIECE);
      byte[] rest = Arrays.copyOfRange(sample, 2 * PIECE, sample.length);
      assertThat(patch(ada, upload, 2 * PIECE, BodyPublishers.ofByteArray(rest))).isEqualTo(204);
      String id = upload.substring(upload.lastIndexOf('/') + 1);
      HttpResponse<String> text = transcribe(ada, "again", part("upload", id));
      assertThat(text.body()).containsIgnoringCase("ask what you can do for your country");

      Waiting.until(PATIENCE, () -> !status(ada, ordered).matches("queued|processing"));
      JsonNode done = ada.get(ordered.get("status_url").asText()).json();
      assertThat(done.get("status").asText()).as(done.toString()).isEqualTo("completed");
      assertThat(done.get("text").asText()).containsIgnoringCase("country");
      assertThat(ada.get("/api/v1/transcripts/").json().get("count").asInt()).isEqualTo(2);
      JsonNode credits = ada.get("/api/v1/account/").json().get("credits");
      assertThat(credits.get("used").asInt()).isEqualTo(2);
      assertThat(credits.get("reserved").asInt()).isZero();
      assertThat(ada.get("/api/v1/usage/").json().at("/total/transcriptions").asInt()).isEqualTo(2);
      Shell.Result audit = Shell.run(home, Shell.STT, "credits", "audit");
      assertThat(audit.code()).as(audit.err()).isZero();
      assertThat(audit.err()).contains("every balance is what");
    }
  }

  /** As half a minute without a sign of life of the killed server does. */
  private void endLeases() throws InterruptedException {
    Path programs = folder.resolve("home/cache/postgres");
    try (var postgres = EmbeddedPostgres.joinOrStart(programs, folder.resolve("home/database"));
        var database = new Database(DatabaseSettings.of(postgres))) {
      database.useTransaction(
          handle ->
              handle.execute(
                  "update transcript set lease_end = now() where status = 'processing'"));
    }
  }

  private static String status(Api ada, JsonNode ordered) throws Exception {
    return ada.get(ordered.get("status_url").asText()).json().get("status").asText();
  }

  /** How much of the upload lies on the disk; asking the server would hold the upload itself. */
  private long largestUpload() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("home/uploads/resumable"))) {
      return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).max().orElse(0);
    }
  }

  private static JsonNode order(Api ada) throws Exception {
    HttpResponse<String> answer =
        transcribe(
            ada,
            "order",
            part("async", "true"),
            text(
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"jfk.flac\"\r\n\r\n"),
            BodyPublishers.ofFile(Shell.SAMPLE),
            text("\r\n"));
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
    return Upload.json(answer);
  }

  private static HttpResponse<String> transcribe(Api ada, String once, BodyPublisher... parts)
      throws Exception {
    BodyPublisher[] body = Arrays.copyOf(parts, parts.length + 1);
    body[parts.length] = text("--b--\r\n");
    return ada.client()
        .send(
            request(ada, "/v1/transcribe")
                .header("Idempotency-Key", once)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.concat(body))
                .build(),
            BodyHandlers.ofString());
  }

  private static BodyPublisher part(String name, String value) {
    return text(
        "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(name, value));
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
  }

  private static String create(Api ada, long length) throws Exception {
    HttpRequest request =
        tus(ada, "/v1/uploads")
            .header("Upload-Length", Long.toString(length))
            .POST(BodyPublishers.noBody())
            .build();
    HttpResponse<String> created = ada.client().send(request, BodyHandlers.ofString());
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return URI.create(created.headers().firstValue("Location").orElseThrow()).getPath();
  }

  private static long offset(Api ada, String upload) throws Exception {
    HttpRequest request = tus(ada, upload).HEAD().build();
    return ada.client()
        .send(request, BodyHandlers.discarding())
        .headers()
        .firstValueAsLong("Upload-Offset")
        .orElse(-1);
  }

  private static int patch(Api ada, String upload, long offset, BodyPublisher body)
      throws Exception {
    HttpRequest request =
        tus(ada, upload)
            .header("Upload-Offset", Long.toString(offset))
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", body)
            .build();
    return ada.client().send(request, BodyHandlers.discarding()).statusCode();
  }

  /** The head of the request that sends the second piece and more. */
  private static byte[] head(Api ada, String upload, int length) {
    return """
    PATCH %s HTTP/1.1\r
    Host: localhost\r
    Authorization: Bearer %s\r
    Tus-Resumable: 1.0.0\r
    Upload-Offset: %d\r
    Content-Type: application/offset+octet-stream\r
    Content-Length: %d\r
    \r
    """
        .formatted(upload, ada.key(), PIECE, length)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static HttpRequest.Builder tus(Api ada, String path) {
    return request(ada, path).header("Tus-Resumable", "1.0.0");
  }

  private static HttpRequest.Builder request(Api ada, String path) {
    return HttpRequest.newBuilder(ada.server().resolve(path))
        .header("Authorization", "Bearer " + ada.key());
  }
}
