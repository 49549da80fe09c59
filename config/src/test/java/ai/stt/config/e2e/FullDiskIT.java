package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The system refuses to write in the middle of an upload, in each of the ways to send one. */
@Timeout(120)
class FullDiskIT {
  private static final int ROOM_MEBIBYTES = 100;
  private static final int UPLOAD_BYTES = 120 << 20;

  @TempDir private Path folder = Path.of("");

  @Test
  void anUploadIsTurnedAwayForNowNothingStaysAndTheServerIsWell() throws Exception {
    Map<String, String> home = TestHome.in(Files.createDirectory(folder.resolve("home")));
    try (var server = ServerProcess.startWithFilesUpTo(ROOM_MEBIBYTES, home);
        var client = HttpClient.newHttpClient()) {
      var upload = new Upload(client, server.uri());
      HttpResponse<String> refused =
          upload.send(BodyPublishers.ofInputStream(FullDiskIT::large), "long.wav").join();
      assertNoRoom(refused);
      assertThat(files(path -> path.toString().endsWith(".upload"))).isEmpty();

      String address = begin(client, server);
      assertNoRoom(append(client, server, address));
      HttpRequest.Builder look = tus(server, address).method("HEAD", BodyPublishers.noBody());
      HttpResponse<String> there = client.send(look.build(), BodyHandlers.ofString());
      assertThat(there.statusCode()).isEqualTo(200);
      assertThat(there.headers().firstValueAsLong("Upload-Offset").orElse(-1))
          .isBetween(0L, (long) ROOM_MEBIBYTES << 20);
      HttpRequest.Builder drop = tus(server, address).DELETE();
      assertThat(client.send(drop.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(204);
      assertThat(files(path -> path.endsWith("data"))).isEmpty();

      HttpResponse<String> after = upload.send(Shell.SAMPLE);
      assertThat(after.statusCode()).as(after.body()).isEqualTo(200);
    }
  }

  private static void assertNoRoom(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    assertThat(Upload.json(answer).get("code").asText()).isEqualTo("overloaded");
    assertThat(Upload.json(answer).get("error").asText()).contains("no room");
  }

  private static String begin(HttpClient client, ServerProcess server) throws Exception {
    HttpRequest.Builder create =
        tus(server, "/v1/uploads")
            .header("Upload-Length", Integer.toString(UPLOAD_BYTES))
            .POST(BodyPublishers.noBody());
    HttpResponse<String> created = client.send(create.build(), BodyHandlers.ofString());
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return created.headers().firstValue("Location").orElseThrow();
  }

  private static HttpResponse<String> append(
      HttpClient client, ServerProcess server, String address) throws Exception {
    HttpRequest.Builder piece =
        tus(server, address)
            .header("Upload-Offset", "0")
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofInputStream(FullDiskIT::large));
    return client.send(piece.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder tus(ServerProcess server, String path) {
    return HttpRequest.newBuilder(server.resolve(path)).header("Tus-Resumable", "1.0.0");
  }

  private static InputStream large() {
    return new InputStream() {
      private int left = UPLOAD_BYTES;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] buffer, int from, int length) {
        int given = Math.min(length, left);
        left -= given;
        return given == 0 && length > 0 ? -1 : given; // zeros are what a fresh buffer holds
      }
    };
  }

  private Stream<Path> files(Predicate<Path> wanted) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("home/uploads"))) {
      return all.filter(wanted).toList().stream();
    }
  }
}
