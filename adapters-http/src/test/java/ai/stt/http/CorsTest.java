package ai.stt.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.RawClient;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.ServerTest;
import ai.stt.http.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CorsTest extends ServerTest {
  private static final String PREFLIGHT =
      """
      OPTIONS /v1/transcribe HTTP/1.1\r
      Host: x\r
      Origin: %s\r
      Access-Control-Request-Method: POST\r
      \r
      """;

  @Test
  void anyPageMayCallTheApiWithoutCookies() throws Exception {
    RawClient.Answer preflight = ask(server, PREFLIGHT.formatted("https://app.example"));
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.headers())
        .containsEntry("access-control-allow-origin", "*")
        .doesNotContainKey("access-control-allow-credentials");
    assertThat(preflight.headers().get("access-control-allow-headers")).contains("Authorization");
    assertThat(preflight.headers().get("access-control-allow-methods")).contains("POST");

    RawClient.Answer refused =
        ask(
            server,
            "POST /v1/transcribe HTTP/1.1\r\nHost: x\r\nOrigin: null\r\nContent-Length: 0\r\n\r\n");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.headers()).containsEntry("access-control-allow-origin", "*");
    assertThat(refused.headers().get("access-control-expose-headers"))
        .contains("X-Request-Id", "X-Model", "Retry-After", "RateLimit-Remaining");
  }

  @Test
  void otherPathsAndRequestsOfTheSameOriginHaveNone() throws Exception {
    RawClient.Answer docs =
        ask(server, "GET /docs HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.example\r\n\r\n");
    assertThat(docs.headers()).doesNotContainKey("access-control-allow-origin");
    RawClient.Answer plain = ask(server, "GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(plain.headers()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void theOperatorMayNameTheOrigins(@TempDir Path other) throws Exception {
    try (TestServer strict = new ServerOptions(other).corsOrigins("https://good.example").start()) {
      RawClient.Answer good = ask(strict, PREFLIGHT.formatted("https://good.example"));
      assertThat(good.status()).isEqualTo(204);
      assertThat(good.headers())
          .containsEntry("access-control-allow-origin", "https://good.example")
          .containsEntry("vary", "Origin");
      RawClient.Answer evil = ask(strict, PREFLIGHT.formatted("https://evil.example"));
      assertThat(evil.headers()).doesNotContainKey("access-control-allow-origin");
    }
  }

  private static RawClient.Answer ask(TestServer server, String request) throws IOException {
    try (var client = new RawClient(server.port())) {
      return client.send(request).read();
    }
  }
}
