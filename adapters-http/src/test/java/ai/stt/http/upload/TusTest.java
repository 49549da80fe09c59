package ai.stt.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.Form;
import ai.stt.http.testing.RawClient;
import ai.stt.http.testing.ServerOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tus protocol as clients use it, and what breaks off in the middle. */
class TusTest extends TusClientTest {
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
  void aFileComesInPiecesIsTranscribedUnderEitherNameAndIsGone() throws Exception {
    for (String field : new String[] {"upload", "upload_id"}) {
      URI upload = create(15);
      assertThat(header(patch(upload, 0, "say:Hel"), "Upload-Offset")).isEqualTo("7");
      HttpResponse<String> early = transcribe(new Form().field(field, id(upload)));
      assertThat(early.statusCode()).isEqualTo(400);
      assertThat(early.body()).contains("7 of 15 bytes");

      HttpResponse<String> last = patch(upload, 7, "lo there");
      assertThat(last.statusCode()).isEqualTo(204);
      assertThat(header(last, "Upload-Expires")).endsWith("GMT");
      Form forbidden = new Form().field(field, id(upload)).field("model", "large");
      assertThat(transcribe(forbidden).statusCode()).isEqualTo(403);
      assertThat(header(head(upload), "Upload-Offset")).isEqualTo("15");

      HttpResponse<String> text = transcribe(new Form().field(field, id(upload)));
      assertThat(text.body()).contains("Hello there");
      assertThat(head(upload).statusCode()).isEqualTo(404);
    }
    assertThat(server.uploads()).as("what was worked on").isEmpty();
  }

  @Test
  void anUploadGoesWithItsOrderAndItsIdempotencyKeyIsRemembered() throws Exception {
    String key = server.newKey("tus@example.org");
    URI upload = sent(key);
    Form form = new Form().field("upload", id(upload)).field("async", "true");
    Form forbidden = new Form().field("upload", id(upload)).field("model", "large");
    assertThat(order(forbidden, key, "first").statusCode()).isEqualTo(403);
    assertThat(onTheDisk()).as("of a refused order").hasSize(1);

    HttpResponse<String> first = order(form, key, "once");
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(onTheDisk()).isEmpty();
    HttpResponse<String> again = order(form, key, "once");
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(header(again, "Location")).isEqualTo(header(first, "Location"));
    HttpResponse<String> text = order(new Form().field("upload", id(upload)), key, "once");
    assertThat(text.body()).contains("Zanzi there");

    HttpResponse<String> other = order(form, key, "twice");
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(other.body()).contains("upload: there is no such upload");
    URI second = sent(key);
    assertThat(order(new Form().field("upload", id(second)), key, "once").statusCode())
        .isEqualTo(409);
  }

  private static URI sent(String key) throws Exception {
    HttpResponse<String> created =
        send(
            tus(server.uri("/v1/uploads"))
                .header("Upload-Length", "15")
                .header("Authorization", "Bearer " + key)
                .POST(none()));
    URI upload = server.uri(header(created, "Location"));
    HttpRequest.Builder piece =
        tus(upload)
            .header("Upload-Offset", "0")
            .header("Content-Type", "application/offset+octet-stream")
            .header("Authorization", "Bearer " + key)
            .method("PATCH", BodyPublishers.ofString("say:Zanzi there"));
    assertThat(send(piece).statusCode()).isEqualTo(204);
    return upload;
  }

  private static HttpResponse<String> order(Form form, String key, String idempotency)
      throws Exception {
    return send(
        form.post(server.uri("/v1/transcribe"))
            .header("Authorization", "Bearer " + key)
            .header("Idempotency-Key", idempotency));
  }

  /** The files with this test's recording. */
  private static List<Path> onTheDisk() throws IOException {
    try (Stream<Path> all = Files.walk(server.uploadFolder())) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      List<Path> found = new ArrayList<>();
      for (Path file : files) {
        if (Files.readString(file).contains("Zanzi")) {
          found.add(file);
        }
      }
      return found;
    }
  }

  @Test
  void aRestartedServerGoesOnWhereTheOldOneWas() throws Exception {
    String path = create(15).getPath();
    patch(server.uri(path), 0, "say:Hel");
    server.close();
    server = new ServerOptions(folder).start();

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
  void anUploadCanBeDeletedAndIsThenUnknown() throws Exception {
    URI upload = create(15);
    assertThat(send(tus(upload).DELETE()).statusCode()).isEqualTo(204);

    assertThat(head(upload).statusCode()).isEqualTo(404);
    assertThat(patch(upload, 0, "x").statusCode()).isEqualTo(404);
    assertThat(send(tus(upload).DELETE()).statusCode()).isEqualTo(404);
    assertThat(transcribe(new Form().field("upload", id(upload))).statusCode()).isEqualTo(400);
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
}
