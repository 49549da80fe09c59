package ai.stt.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.Form;
import ai.stt.http.testing.RawClient;
import ai.stt.http.testing.ServerOptions;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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
