package ai.stt.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.access.AnonymousSettings;
import ai.stt.http.testing.Form;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.ServerTest;
import ai.stt.http.testing.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessTest extends ServerTest {

  @Test
  void aKnownKeyAndNoKeyAreServedAndEveryOtherIsRefused() throws Exception {
    assertThat(send(post(server)).statusCode()).isEqualTo(200);
    assertThat(send(post(server).header("Authorization", "Bearer stt_good")).statusCode())
        .isEqualTo(200);
    assertThat(send(post(server).header("Authorization", "bearer  stt_good ")).statusCode())
        .isEqualTo(200);
    for (String wrong :
        new String[] {
          "Bearer stt_bad", "Bearer", "Bearer ", "", "Basic dXNlcjpwYXNz", "stt_good", "Token x"
        }) {
      HttpResponse<String> response = send(post(server).header("Authorization", wrong));
      assertThat(response.statusCode()).as(wrong).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(response.body())
          .contains("\"code\":\"unauthorized\"", "Bearer KEY")
          .doesNotContain("stt_bad", "dXNl");
    }
  }

  @Test
  void whatNeedsNoKeyIgnoresTheHeader() throws Exception {
    for (String path :
        new String[] {"/health", "/v1/models", "/v1/languages", "/openapi.json", "/docs"}) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.uri(path)).header("Authorization", "Bearer wrong");
      assertThat(send(request).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void anonymousLimitsCountOnlyWhatWasDone(@TempDir Path other) throws Exception {
    var limits = new AnonymousSettings(true, 2, 2000, 1);
    try (TestServer limited = new ServerOptions(other).anonymous(limits).start()) {
      HttpResponse<String> bad = send(new Form().file("file", "a", "text").post(uri(limited)));
      assertThat(bad.statusCode()).isEqualTo(400);
      HttpResponse<String> large =
          send(new Form().file("file", "a", "say:" + "x".repeat(2000)).post(uri(limited)));
      assertThat(large.statusCode()).isEqualTo(413);

      HttpResponse<String> first = send(post(limited));
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(first.headers().firstValue("RateLimit-Limit")).contains("2");
      assertThat(first.headers().firstValue("RateLimit-Remaining")).contains("1");
      assertThat(send(post(limited)).statusCode()).isEqualTo(200);

      HttpResponse<String> third = send(post(limited).header("X-Forwarded-For", "203.0.113.5"));
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
      assertThat(third.headers().firstValue("RateLimit-Remaining")).contains("0");
      assertThat(third.headers().firstValueAsLong("RateLimit-Reset").orElse(0)).isPositive();
      assertThat(third.body()).contains("\"code\":\"rate_limited\"");

      var withKey = send(post(limited).header("Authorization", "Bearer stt_good"));
      assertThat(withKey.statusCode()).isEqualTo(200);
      assertThat(withKey.headers().firstValue("RateLimit-Limit")).contains("10000");
    }
  }

  @Test
  void aTrustedProxySpeaksForItsClients(@TempDir Path other) throws Exception {
    var limits = new AnonymousSettings(true, 1, 2000, 1);
    try (TestServer limited = new ServerOptions(other).anonymous(limits, "127.0.0.0/8").start()) {
      assertThat(send(from("203.0.113.5", limited)).statusCode()).isEqualTo(200);
      assertThat(send(from("203.0.113.5", limited)).statusCode()).isEqualTo(429);
      assertThat(send(from("1.1.1.1, 203.0.113.5", limited)).statusCode()).isEqualTo(429);
      assertThat(send(from("2001:db8::1", limited)).statusCode()).isEqualTo(200);
      assertThat(send(from("2001:db8::2", limited)).statusCode()).isEqualTo(429);
    }
  }

  private static HttpRequest.Builder from(String forwardedFor, TestServer server) {
    return post(server).header("X-Forwarded-For", forwardedFor);
  }

  private static HttpRequest.Builder post(TestServer server) {
    return Form.saying("hi").post(uri(server));
  }

  private static URI uri(TestServer server) {
    return server.uri("/v1/transcribe");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
