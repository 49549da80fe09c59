package ai.stt.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.access.AnonymousSettings;
import ai.stt.http.testing.Form;
import ai.stt.http.testing.RawClient;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tus protocol, request by request. */
class TusTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private static Path folder = Path.of("");
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer.Options(folder).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theServerTellsWhatItCanDo() throws Exception {
    assertThat(header(create("99999999999", ""), "Tus-Resumable")).isEqualTo("1.0.0");
    HttpResponse<String> options =
        send(HttpRequest.newBuilder(server.uri("/v1/uploads")).method("OPTIONS", none()));

    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(header(options, "Tus-Version")).isEqualTo("1.0.0");
    assertThat(header(options, "Tus-Max-Size")).isEqualTo("1048576");
    assertThat(header(options, "Tus-Extension"))
        .isEqualTo("creation,termination,checksum,expiration");
    assertThat(header(options, "Tus-Checksum-Algorithm")).contains("sha1");
  }

  @Test
  void aFileComesInPiecesAndIsTranscribedUnderEitherName() throws Exception {
    URI upload = create(15);
    assertThat(header(patch(upload, 0, "say:Hel"), "Upload-Offset")).isEqualTo("7");
    HttpResponse<String> early = transcribe(new Form().field("upload", id(upload)));
    assertThat(early.statusCode()).isEqualTo(400);
    assertThat(early.body()).contains("7 of 15 bytes");

    HttpResponse<String> last = patch(upload, 7, "lo there");
    assertThat(last.statusCode()).isEqualTo(204);
    assertThat(header(last, "Upload-Expires")).endsWith("GMT");

    for (String field : new String[] {"upload", "upload_id"}) {
      HttpResponse<String> text = transcribe(new Form().field(field, id(upload)));
      assertThat(text.body()).contains("Hello there");
    }
    assertThat(server.uploads()).as("what was worked on").isEmpty();
  }

  @Test
  void aRestartedServerGoesOnWhereTheOldOneWas() throws Exception {
    String path = create(15).getPath();
    patch(server.uri(path), 0, "say:Hel");
    server.close();
    server = new TestServer.Options(folder).start();

    HttpResponse<String> head = head(server.uri(path));
    assertThat(header(head, "Upload-Offset")).isEqualTo("7");
    assertThat(header(head, "Upload-Length")).isEqualTo("15");
    assertThat(header(head, "Upload-Metadata")).isEqualTo("filename dGFsay53YXY=");
    assertThat(header(head, "Cache-Control")).isEqualTo("no-store");
    assertThat(patch(server.uri(path), 7, "lo there").statusCode()).isEqualTo(204);
  }

  @Test
  void whatCameBeforeTheConnectionBrokeStaysAndTheRestCanFollow() throws Exception {
    URI upload = create(15);
    try (var raw = new RawClient(server.port())) {
      raw.send(patchHead(upload, 15, "")).send("say:Hel");
      awaitOffset(upload, "7");
      raw.reset();
    }
    awaitUnlocked(upload);

    assertThat(header(head(upload), "Upload-Offset")).isEqualTo("7");
    assertThat(patch(upload, 7, "lo there").statusCode()).isEqualTo(204);
  }

  @Test
  void aPieceWithAChecksumThatBreaksOffIsDroppedWhole() throws Exception {
    URI upload = create(15);
    try (var raw = new RawClient(server.port())) {
      raw.send(patchHead(upload, 15, "Upload-Checksum: " + sha1("say:Hello there") + "\r\n"));
      raw.send("say:Hel");
      awaitReceived(upload, 7);
      raw.reset();
    }
    awaitUnlocked(upload);

    assertThat(header(head(upload), "Upload-Offset")).isEqualTo("0");
  }

  @Test
  void aSecondRequestForTheSameUploadAtOnceIsLockedOut() throws Exception {
    URI upload = create(15);
    try (var raw = new RawClient(server.port())) {
      raw.send(patchHead(upload, 15, "")).send("say:Hel");
      awaitOffset(upload, "7");

      HttpResponse<String> second = patch(upload, 7, "lo there");
      assertThat(second.statusCode()).isEqualTo(423);
      assertThat(second.body()).contains("another request");
      assertThat(send(tus(upload).DELETE()).statusCode()).isEqualTo(423);

      assertThat(raw.send("lo there").read().status()).isEqualTo(204);
    }
    assertThat(header(head(upload), "Upload-Offset")).isEqualTo("15");
  }

  @Test
  void anotherOffsetIsAConflict() throws Exception {
    URI upload = create(15);

    for (long offset : new long[] {1, 15, 999}) {
      HttpResponse<String> conflict = patch(upload, offset, "x");
      assertThat(conflict.statusCode()).isEqualTo(409);
      assertThat(conflict.body()).contains("goes on at 0", "request_id");
      assertThat(header(conflict, "Tus-Resumable")).isEqualTo("1.0.0");
    }
    assertThat(header(head(upload), "Upload-Offset")).isEqualTo("0");
  }

  @Test
  void aPieceThatArrivesChangedIsDropped() throws Exception {
    URI upload = create(15);
    HttpRequest.Builder wrong =
        tus(upload)
            .header("Upload-Offset", "0")
            .header("Upload-Checksum", sha1("something else"))
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofString("say:Hel"));
    HttpRequest.Builder right =
        tus(upload)
            .header("Upload-Offset", "0")
            .header("Upload-Checksum", sha1("say:Hel"))
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofString("say:Hel"));

    assertThat(send(wrong).statusCode()).isEqualTo(460);
    assertThat(header(head(upload), "Upload-Offset")).isEqualTo("0");
    assertThat(header(send(right), "Upload-Offset")).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"crc32 AAAA", "sha1", "sha1 !!!", ""})
  void aChecksumThatCannotBeCheckedIsRefused(String checksum) throws Exception {
    URI upload = create(15);
    HttpRequest.Builder request =
        tus(upload)
            .header("Upload-Offset", "0")
            .header("Upload-Checksum", checksum)
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofString("say:Hel"));

    assertThat(send(request).statusCode()).isEqualTo(400);
    assertThat(header(head(upload), "Upload-Offset")).isEqualTo("0");
  }

  @Test
  void moreThanAnnouncedIsTooLargeAndWhatWasThereStays() throws Exception {
    URI upload = create(4);

    assertThat(patch(upload, 0, "say:and more").statusCode()).isEqualTo(413);
    assertThat(patch(upload, 0, "say:").statusCode()).isEqualTo(204);
    assertThat(patch(upload, 4, "x").statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({
    "1048577, 413",
    "999999999999999999, 413",
    "-1, 400",
    "x, 400",
    "9999999999999999999999, 400"
  })
  void aLengthThatIsTooLargeOrNoNumberIsRefused(String length, int status) throws Exception {
    assertThat(create(length, "filename dGFsay53YXY=").statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name with spaces and more", "name !!!", ",", "a,,b"})
  void metadataThatIsNotKeysAndBase64IsRefused(String metadata) throws Exception {
    assertThat(create("5", metadata).statusCode()).isEqualTo(400);
  }

  @Test
  void anUploadCanBeDeletedAndIsThenUnknown() throws Exception {
    URI upload = create(15);
    assertThat(send(tus(upload).DELETE()).statusCode()).isEqualTo(204);

    assertThat(head(upload).statusCode()).isEqualTo(404);
    assertThat(patch(upload, 0, "x").statusCode()).isEqualTo(404);
    assertThat(send(tus(upload).DELETE()).statusCode()).isEqualTo(404);
    assertThat(transcribe(new Form().field("upload", id(upload))).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "..%2F..", "00000000000000000000000000000000", "%27%20OR%201=1"})
  void anIdThatIsNoneIsUnknown(String id) throws Exception {
    assertThat(head(server.uri("/v1/uploads/" + id)).statusCode()).isIn(400, 404);
    assertThat(transcribe(new Form().field("upload", id)).statusCode()).isEqualTo(400);
  }

  @Test
  void anUploadOfAKeyIsUnknownToOthersAndAWrongKeyIs401() throws Exception {
    HttpRequest.Builder create =
        tus(server.uri("/v1/uploads"))
            .header("Upload-Length", "4")
            .header("Authorization", "Bearer stt_good")
            .POST(none());
    HttpResponse<String> created = send(create);
    assertThat(header(created, "Location")).startsWith("/v1/uploads/");
    URI upload = server.uri(header(created, "Location"));

    assertThat(head(upload).statusCode()).isEqualTo(404);
    assertThat(patch(upload, 0, "say:").statusCode()).isEqualTo(404);
    assertThat(send(tus(upload).header("Authorization", "Bearer stt_good").HEAD()).statusCode())
        .isEqualTo(200);
    assertThat(send(tus(upload).header("Authorization", "Bearer stt_bad").HEAD()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void anAnonymousCallerMayNotSendMoreThanItsTierAllows() throws Exception {
    server.close();
    server =
        new TestServer.Options(folder).anonymous(new AnonymousSettings(true, 3, 100, 1)).start();
    try {
      anonymousLimits();
    } finally {
      server.close();
      server = new TestServer.Options(folder).start();
    }
  }

  private void anonymousLimits() throws Exception {

    assertThat(create("101", "").statusCode()).isEqualTo(413);
    assertThat(create("100", "").statusCode()).isEqualTo(201);
  }

  @Test
  void anotherVersionOrContentTypeIsRefusedAsTheProtocolSays() throws Exception {
    URI upload = create(15);
    HttpResponse<String> version =
        send(HttpRequest.newBuilder(upload).header("Tus-Resumable", "0.2.2").HEAD());
    assertThat(version.statusCode()).isEqualTo(412);
    assertThat(header(version, "Tus-Version")).isEqualTo("1.0.0");

    HttpRequest.Builder plain =
        tus(upload)
            .header("Upload-Offset", "0")
            .header("Content-Type", "application/octet-stream")
            .method("PATCH", BodyPublishers.ofString("x"));
    assertThat(send(plain).statusCode()).isEqualTo(415);
  }

  @Test
  void aClientThatCanOnlyPostNamesTheMethodInAHeader() throws Exception {
    URI upload = create(4);
    HttpRequest.Builder piece =
        tus(upload)
            .header("X-HTTP-Method-Override", "PATCH")
            .header("Upload-Offset", "0")
            .header("Content-Type", "application/offset+octet-stream")
            .POST(BodyPublishers.ofString("say:"));
    assertThat(send(piece).statusCode()).isEqualTo(204);
    assertThat(send(tus(upload).POST(none())).statusCode()).isEqualTo(400);
  }

  private URI create(long length) throws Exception {
    HttpResponse<String> created = create(Long.toString(length), "filename dGFsay53YXY=");
    assertThat(created.statusCode()).isEqualTo(201);
    return server.uri(header(created, "Location"));
  }

  private HttpResponse<String> create(String length, String metadata) throws Exception {
    HttpRequest.Builder request =
        tus(server.uri("/v1/uploads")).header("Upload-Length", length).POST(none());
    if (!metadata.isEmpty()) {
      request.header("Upload-Metadata", metadata);
    }
    return send(request);
  }

  private static HttpResponse<String> patch(URI upload, long offset, String piece)
      throws Exception {
    return send(
        tus(upload)
            .header("Upload-Offset", Long.toString(offset))
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofString(piece)));
  }

  private static String patchHead(URI upload, int length, String more) {
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
  private static void awaitOffset(URI upload, String offset) throws Exception {
    await(() -> header(head(upload), "Upload-Offset").equals(offset));
  }

  /** Looks at the disk, since a request that asked would hold the upload itself for a moment. */
  private static void awaitReceived(URI upload, long bytes) throws Exception {
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

  private static void awaitUnlocked(URI upload) throws Exception {
    await(() -> patch(upload, 999, "").statusCode() == 409);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waiting").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private HttpResponse<String> transcribe(Form form) throws Exception {
    return send(form.post(server.uri("/v1/transcribe")));
  }

  private static HttpResponse<String> head(URI upload) throws Exception {
    return send(tus(upload).HEAD());
  }

  private static HttpRequest.Builder tus(URI uri) {
    return HttpRequest.newBuilder(uri).header("Tus-Resumable", "1.0.0");
  }

  private static HttpRequest.BodyPublisher none() {
    return BodyPublishers.noBody();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String id(URI upload) {
    return upload.getPath().substring("/v1/uploads/".length());
  }

  private static String sha1(String text) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha1 " + Base64.getEncoder().encodeToString(hash);
  }
}
