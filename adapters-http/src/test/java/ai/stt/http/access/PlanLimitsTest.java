package ai.stt.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.Platform;
import ai.stt.http.testing.ApiClient;
import ai.stt.http.testing.FakeAccounts;
import ai.stt.http.testing.Form;
import ai.stt.http.testing.ServerTest;
import ai.stt.platform.key.Scope;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What plans allow and forbid, for real requests. */
@Timeout(60)
final class PlanLimitsTest extends ServerTest {
  private static final int LAST_BYTES = 10;

  @BeforeEach
  void nextMinute() {
    server.accounts().clock.move(Duration.ofMinutes(1));
  }

  @Test
  void aPlansRequestsPerMinuteAreCountedDownInTheHeaders() throws Exception {
    var ada = new ApiClient(CLIENT, server, key("minute@example.org"));
    for (int left = 2; left >= 0; left--) {
      ApiClient.Answer answer = ada.get("/api/v1/account");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("RateLimit-Limit")).isEqualTo("3");
      assertThat(answer.header("RateLimit-Remaining")).isEqualTo(Integer.toString(left));
    }
    ApiClient.Answer refused = ada.get("/api/v1/account");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("RateLimit-Remaining")).isEqualTo("0");
    long wait = Long.parseLong(refused.header("Retry-After"));
    assertThat(refused.header("RateLimit-Reset")).isEqualTo(refused.header("Retry-After"));

    server.accounts().clock.move(Duration.ofSeconds(wait - 1));
    assertThat(ada.get("/api/v1/account").status()).isEqualTo(429);
    server.accounts().clock.move(Duration.ofSeconds(1));
    assertThat(ada.get("/api/v1/account").status()).isEqualTo(200);
  }

  @Test
  void aModelThatThePlanDoesNotIncludeIsForbidden() throws Exception {
    Form form = Form.saying("hi").field("model", "large");
    HttpResponse<String> refused = transcribe(form, key("model@example.org"));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("'large'", "\"code\":\"forbidden\"");
    var anonymous =
        CLIENT.send(
            Form.saying("hi").field("model", "large").post(server.uri("/v1/transcribe")).build(),
            BodyHandlers.ofString());
    assertThat(anonymous.statusCode()).isEqualTo(403);
    assertThat(transcribe(Form.saying("hi"), key("model2@example.org")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aFileLargerThanThePlanAllowsIsTooLarge() throws Exception {
    Form form = Form.saying("x".repeat(2000));
    assertThat(transcribe(form, key("size@example.org")).statusCode()).isEqualTo(413);
    assertThat(transcribe(form, FakeAccounts.LISTED).statusCode()).isEqualTo(200);
  }

  @Test
  void aKeyThatMayOnlyReadTranscribesNothing() throws Exception {
    long id = server.accounts().signUp("read@example.org", Platform.BOUGHT).account().id();
    var refused = transcribe(Form.saying("hi"), server.accounts().key(id, Scope.READ));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("'transcribe'");
  }

  @Test
  void whatIsOrderedWaitsForItsTurnAndHoldsNoPlace() throws Exception {
    String key = key("places@example.org");
    var first = start(new Form().file("file", "a", "sleep:2500"), key);
    var second = start(new Form().file("file", "a", "sleep:2500"), key);
    while (server.speech().running() < 2) {
      assertThat(first).isNotDone();
      Thread.sleep(2);
    }
    assertThat(transcribe(Form.saying("hi"), key).statusCode()).isEqualTo(200);
    assertThat(first.join().statusCode()).isEqualTo(200);
    assertThat(second.join().statusCode()).isEqualTo(200);
  }

  @Test
  void onlySoManyAreReceivedAtOnceAndAPlaceIsFreeAgainAfterwards() throws Exception {
    String key = key("receives@example.org");
    try (var one = halfSent(key);
        var two = halfSent(key)) {
      while (server.uploads().size() < 2) {
        assertThat(one.isConnected() && two.isConnected()).isTrue();
        Thread.sleep(2);
      }
      HttpResponse<String> third = transcribe(Form.saying("hi"), key);
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    }
    server.accounts().clock.move(Duration.ofMinutes(1));
    while (!server.uploads().isEmpty()) {
      Thread.sleep(2);
    }
    assertThat(transcribe(Form.saying("hi"), key).statusCode()).isEqualTo(200);
  }

  /** All but the end of the last boundary. */
  private static Socket halfSent(String key) throws IOException {
    byte[] body = Form.saying("hi").bytes();
    String head =
        """
        POST /v1/transcribe HTTP/1.1\r
        Host: x\r
        Authorization: Bearer %s\r
        Content-Type: multipart/form-data; boundary=%s\r
        Content-Length: %d\r
        Connection: close\r
        \r
        """
            .formatted(key, Form.BOUNDARY, body.length);
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body, 0, body.length - LAST_BYTES);
    out.flush();
    return socket;
  }

  @Test
  void aKeyRevokedDuringALongUploadTranscribesNothing() throws Exception {
    var made = server.accounts().signUp("revoked@example.org", Platform.BOUGHT);
    byte[] body = Form.saying("hi").bytes();
    try (var socket = halfSent(made.key().secret().reveal())) {
      OutputStream out = socket.getOutputStream();
      while (server.uploads().isEmpty()) {
        Thread.sleep(2);
      }

      server.accounts().platform.revokeKey.revoke(made.account().id(), made.key().key().id());
      out.write(body, body.length - LAST_BYTES, LAST_BYTES);
      out.flush();

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 401").contains("\"code\":\"unauthorized\"");
      assertThat(server.uploads()).isEmpty();
    }
  }

  @Test
  void whileTheStoresAreAwayAKeyIsA503WithATimeToWait() throws Exception {
    String key = key("away@example.org");
    server.accounts().away(true);
    try {
      HttpResponse<String> answer = transcribe(Form.saying("hi"), key);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    } finally {
      server.accounts().away(false);
    }
    assertThat(transcribe(Form.saying("hi"), key).statusCode()).isEqualTo(200);
  }

  private static String key(String email) {
    return server.accounts().key(email, Platform.SMALL);
  }

  private static HttpResponse<String> transcribe(Form form, String key) throws Exception {
    return start(form, key).join();
  }

  private static CompletableFuture<HttpResponse<String>> start(Form form, String key) {
    HttpRequest request =
        form.post(server.uri("/v1/transcribe")).header("Authorization", "Bearer " + key).build();
    return CLIENT.sendAsync(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
