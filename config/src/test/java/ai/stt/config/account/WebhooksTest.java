package ai.stt.config.account;

import static ai.stt.config.account.AccountClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.outbound.OutboundSettings;
import ai.stt.app.testing.Platform;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks of a real server to a real receiver, over a real database. */
@Timeout(120)
final class WebhooksTest {
  private static final OutboundSettings OPEN_TO_HERE =
      new OutboundSettings(
          List.of("127.0.0.1"),
          OutboundSettings.DEFAULT.connectTimeout(),
          OutboundSettings.DEFAULT.silence(),
          OutboundSettings.DEFAULT.downloadTimeout(),
          OutboundSettings.DEFAULT.postTimeout(),
          5);

  @TempDir private static Path folder = Path.of("");
  private static final LinkedBlockingQueue<Call> CALLS = new LinkedBlockingQueue<>();
  private static MigratedDatabase migrated;
  private static AccountServer server;
  private static HttpServer receiver;

  private record Call(String path, Map<String, List<String>> headers, String body) {}

  @BeforeAll
  static void begin() throws Exception {
    migrated = new MigratedDatabase(folder);
    server = new AccountServer(migrated.database(), folder, OPEN_TO_HERE);
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/away")) {
              exchange.getResponseHeaders().set("Location", "http://169.254.169.254/");
            }
            exchange.sendResponseHeaders(path.startsWith("/away") ? 302 : 200, -1);
            Map<String, List<String>> headers = new HashMap<>();
            exchange
                .getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            CALLS.add(new Call(path, headers, body));
          }
        });
    receiver.start();
  }

  @AfterAll
  static void end() {
    receiver.stop(0);
    server.close();
    migrated.close();
  }

  @Test
  void theReceiverKnowsUsByTheSignature() throws Exception {
    AccountClient client = signedUp("ada@example.org");
    JsonNode answer = json(client.transcribe("61 say Hello there.", "webhook_url", here("/hook")));
    assertThat(answer.at("/text").asText()).isEqualTo("Hello there.");
    Call call = next("/hook");
    String secret = client.get("/api/v1/webhooks/secret/").at("/secret").asText();
    new Webhook(secret).verify(call.body, call.headers); // the library of the standard's makers
    JsonNode body = new ObjectMapper().readTree(call.body);
    assertThat(body.at("/type").asText()).isEqualTo("transcript.completed");
    assertThat(body.at("/data/slug")).isEqualTo(answer.at("/slug"));
    assertThat(body.at("/data/credits_used").asInt()).isEqualTo(2);
    JsonNode log = delivery(client, "delivered");
    assertThat(log.at("/id").asText())
        .isEqualTo(Objects.requireNonNull(call.headers.get("webhook-id")).getFirst());
    assertThat(log.at("/attempts/0/detail").asText()).contains("200");
  }

  @Test
  void aRedirectIsNotFollowedAndTriedAgainLater() throws Exception {
    AccountClient client = signedUp("bob@example.org");
    assertThat(client.transcribe("30 fail", "webhook_url", here("/away")).statusCode())
        .isEqualTo(500);
    Call call = next("/away");
    assertThat(call.body).contains("transcript.failed");
    JsonNode log = delivery(client, "pending");
    assertThat(log.at("/attempts/0/detail").asText()).contains("302");
    assertThat(log.at("/next_attempt_at").isNull()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2/",
        "http://localhost.localdomain.invalid/",
        "http://169.254.169.254/latest/",
        "http://[::ffff:127.0.0.2]/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://10.0.0.1:8080/",
        "file:///etc/passwd",
        "http://user:password@example.org/"
      })
  void aClosedTargetIsRefusedWhenItIsNamed(String target) throws Exception {
    String email = "eve%d@example.org".formatted(target.hashCode());
    AccountClient client = signedUp(email);
    HttpResponse<String> refused = client.transcribe("1 say x", "webhook_url", target);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(json(refused).at("/error").asText()).startsWith("webhook_url: ");
    assertThat(client.get("/api/v1/transcripts/").at("/count").asInt()).isZero();
  }

  private static AccountClient signedUp(String email) {
    var account = server.platform.signUp(email, Platform.BUSY);
    return new AccountClient(server, account.key().secret().reveal());
  }

  private static String here(String path) {
    return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
  }

  private static Call next(String path) throws InterruptedException {
    while (true) {
      Call call = CALLS.poll(30, TimeUnit.SECONDS);
      assertThat(call).as("a call of " + path).isNotNull();
      if (call != null && call.path.equals(path)) {
        return call;
      }
    }
  }

  /** The account's one message, once an attempt is in its log. */
  private static JsonNode delivery(AccountClient client, String status) throws Exception {
    while (true) {
      JsonNode found = client.get("/api/v1/webhooks/deliveries/").at("/results/0");
      if (!found.at("/attempts").isEmpty()) {
        assertThat(found.at("/status").asText()).isEqualTo(status);
        return found;
      }
      Thread.sleep(20); // requests are counted
    }
  }
}
