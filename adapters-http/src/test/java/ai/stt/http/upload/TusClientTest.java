package ai.stt.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.Form;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Speaks tus to a server, request by request. */
abstract class TusClientTest {
  static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder = Path.of("");
  static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new ServerOptions(folder).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  void anonymousLimits() throws Exception {

    assertThat(create("101", "").statusCode()).isEqualTo(413);
    assertThat(create("100", "").statusCode()).isEqualTo(201);
  }

  URI create(long length) throws Exception {
    HttpResponse<String> created = create(Long.toString(length), "filename dGFsay53YXY=");
    assertThat(created.statusCode()).isEqualTo(201);
    return server.uri(header(created, "Location"));
  }

  HttpResponse<String> create(String length, String metadata) throws Exception {
    HttpRequest.Builder request =
        tus(server.uri("/v1/uploads")).header("Upload-Length", length).POST(none());
    if (!metadata.isEmpty()) {
      request.header("Upload-Metadata", metadata);
    }
    return send(request);
  }

  static HttpResponse<String> patch(URI upload, long offset, String piece) throws Exception {
    return send(
        tus(upload)
            .header("Upload-Offset", Long.toString(offset))
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofString(piece)));
  }

  static String patchHead(URI upload, int length, String more) {
    return """
    PATCH %s HTTP/1.1\r
    Host: x\r
    Tus-Resumable: 1.0.0\r
    Upload-Offset: 0\r
    Content-Type: application/offset+octet-stream\r
    Content-Length: %d\r
    %s\r
    """
        .formatted(upload.getPath(), length, more);
  }

  /** Asks until the server has written what a raw client sent. */
  static void awaitOffset(URI upload, String offset) throws Exception {
    await(() -> header(head(upload), "Upload-Offset").equals(offset));
  }

  /** Looks at the disk, since a request that asked would hold the upload itself for a moment. */
  static void awaitReceived(URI upload, long bytes) throws Exception {
    String id = upload.getPath().substring(upload.getPath().lastIndexOf('/') + 1);
    await(
        () -> {
          try (Stream<Path> files = Files.walk(server.uploadFolder())) {
            return files
                .filter(file -> file.toString().contains(id))
                .anyMatch(file -> file.toFile().isFile() && file.toFile().length() == bytes);
          }
        });
  }

  static void awaitUnlocked(URI upload) throws Exception {
    await(() -> patch(upload, 999, "").statusCode() == 409);
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waiting").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  HttpResponse<String> transcribe(Form form) throws Exception {
    return send(form.post(server.uri("/v1/transcribe")));
  }

  static HttpResponse<String> head(URI upload) throws Exception {
    return send(tus(upload).HEAD());
  }

  static HttpRequest.Builder tus(URI uri) {
    return HttpRequest.newBuilder(uri).header("Tus-Resumable", "1.0.0");
  }

  static HttpRequest.BodyPublisher none() {
    return BodyPublishers.noBody();
  }

  static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  static String id(URI upload) {
    return upload.getPath().substring("/v1/uploads/".length());
  }

  static String sha1(String text) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha1 " + Base64.getEncoder().encodeToString(hash);
  }
}
