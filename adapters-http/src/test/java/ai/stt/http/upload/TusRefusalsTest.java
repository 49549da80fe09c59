package ai.stt.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.access.AnonymousSettings;
import ai.stt.app.testing.Platform;
import ai.stt.http.testing.FakeAccounts;
import ai.stt.http.testing.Form;
import ai.stt.http.testing.RawClient;
import ai.stt.http.testing.ServerOptions;
import ai.stt.platform.key.Scope;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tus requests are refused for. */
class TusRefusalsTest extends TusClientTest {
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
  @ValueSource(
      strings = {"crc32 AAAA", "sha1", "sha1 !!!", "sha1 AAAA", "md5 AAAAAAAAAAAAAAAAAAAAAA", ""})
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
  @ValueSource(
      strings = {"name with spaces and more", "name !!!", ",", "a,,b", "a\\u0041 eA==", "\\"})
  void metadataThatIsNotKeysAndBase64IsRefused(String metadata) throws Exception {
    assertThat(create("5", metadata).statusCode()).isEqualTo(400);
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
  void aKeyRevokedWhileAPieceArrivesIsRefusedAndWhatCameStays() throws Exception {
    var made = server.accounts().signUp("revoked@example.org", Platform.BUSY);
    long account = made.account().id();
    String key = made.key().secret().reveal();
    HttpResponse<String> created =
        send(
            tus(server.uri("/v1/uploads"))
                .header("Upload-Length", "15")
                .header("Authorization", "Bearer " + key)
                .POST(none()));
    URI upload = server.uri(header(created, "Location"));
    try (var client = new RawClient(server.port())) {
      client.send(patchHead(upload, 7, "Authorization: Bearer " + key + "\r\n") + "say:");
      awaitReceived(upload, 4);

      server.accounts().platform.revokeKey.revoke(account, made.key().key().id());
      client.send("Hel");

      RawClient.Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body()).contains("\"code\":\"unauthorized\"");
    }
    String another = server.accounts().key(account, Scope.TRANSCRIBE);
    HttpRequest.Builder asked = tus(upload).header("Authorization", "Bearer " + another).HEAD();
    assertThat(header(send(asked), "Upload-Offset")).isEqualTo("7");
  }

  @Test
  void aPlansRequestsAreCountedAndPiecesOfAMebibyteAreNone() throws Exception {
    server.accounts().clock.move(Duration.ofMinutes(1));
    HttpResponse<String> created =
        send(keyed(server.uri("/v1/uploads")).header("Upload-Length", "1048577").POST(none()));
    assertThat(created.statusCode()).isEqualTo(413);
    assertThat(header(created, "RateLimit-Remaining")).isEqualTo("9999");
    created =
        send(keyed(server.uri("/v1/uploads")).header("Upload-Length", "1048576").POST(none()));
    assertThat(header(created, "RateLimit-Remaining")).isEqualTo("9998");
    URI upload = server.uri(header(created, "Location"));

    HttpResponse<String> piece = send(piece(upload, "x".repeat(1 << 20)));
    assertThat(piece.statusCode()).isEqualTo(204);
    assertThat(piece.headers().firstValue("RateLimit-Remaining")).isEmpty();
    HttpResponse<String> small = send(piece(upload, "x"));
    assertThat(small.statusCode()).isEqualTo(409);
    assertThat(header(small, "RateLimit-Remaining")).isEqualTo("9997");
    assertThat(header(send(keyed(upload).HEAD()), "RateLimit-Remaining")).isEqualTo("9996");
    assertThat(header(send(keyed(upload).DELETE()), "RateLimit-Remaining")).isEqualTo("9995");
  }

  @Test
  void whoAsksMoreOftenThanItsPlanAllowsStartsNoUpload() throws Exception {
    String key = server.accounts().key("often@example.org", Platform.SMALL);
    HttpRequest.Builder create =
        tus(server.uri("/v1/uploads"))
            .header("Upload-Length", "4")
            .header("Authorization", "Bearer " + key)
            .POST(none());
    for (int i = 0; i < Platform.SMALL.requestsPerMinute(); i++) {
      assertThat(send(create).statusCode()).isEqualTo(201);
    }
    HttpResponse<String> refused = send(create);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(header(refused, "Retry-After")).isEqualTo(header(refused, "RateLimit-Reset"));
  }

  @Test
  void anAnonymousNetworkTakesItsOwnShareOnly() throws Exception {
    server.close();
    server =
        new ServerOptions(folder)
            .anonymous(new AnonymousSettings(true, 3, 100, 1), "127.0.0.1")
            .start();
    try {
      for (int i = 0; i < UploadShares.DEFAULT.ofOne(); i++) {
        assertThat(createFrom("2001:db8::" + i).statusCode()).isEqualTo(201);
      }
      HttpResponse<String> refused = createFrom("2001:db8::ffff:1");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(header(refused, "Retry-After")).isNotEmpty();
      assertThat(header(refused, "RateLimit-Limit")).isEqualTo("3");
      assertThat(createFrom("2001:db8:0:1::1").statusCode()).isEqualTo(201);
      HttpRequest.Builder mine = keyed(server.uri("/v1/uploads")).header("Upload-Length", "1");
      assertThat(send(mine.POST(none())).statusCode()).isEqualTo(201);
    } finally {
      server.close();
      server = new ServerOptions(folder).start();
    }
  }

  private static HttpResponse<String> createFrom(String address) throws Exception {
    return send(
        tus(server.uri("/v1/uploads"))
            .header("Upload-Length", "1")
            .header("X-Forwarded-For", address)
            .POST(none()));
  }

  private static HttpRequest.Builder keyed(URI uri) {
    return tus(uri).header("Authorization", "Bearer " + FakeAccounts.LISTED);
  }

  private static HttpRequest.Builder piece(URI upload, String content) {
    return keyed(upload)
        .header("Upload-Offset", "0")
        .header("Content-Type", "application/offset+octet-stream")
        .method("PATCH", BodyPublishers.ofString(content));
  }

  @Test
  void anAnonymousCallerMayNotSendMoreThanItsTierAllows() throws Exception {
    server.close();
    server = new ServerOptions(folder).anonymous(new AnonymousSettings(true, 3, 100, 1)).start();
    try {
      anonymousLimits();
    } finally {
      server.close();
      server = new ServerOptions(folder).start();
    }
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
}
