package ai.stt.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.speech.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files and posts, and other sides that misbehave. */
@Timeout(30)
class GuardedHttpTest extends LocalTargetTest {
  @Test
  void aFileComesWholeOverAsManyRedirectsAsAllowed() throws IOException {
    server.on("/1", exchange -> redirect(exchange, "/2"));
    server.on("/2", exchange -> redirect(exchange, "http://other.test:" + server.port() + "/3"));
    server.on("/3", exchange -> redirect(exchange, "/file"));
    server.on("/file", exchange -> answer(exchange, 200, "sound"));
    var out = new ByteArrayOutputStream();

    assertThat(http.download(uri("/1"), 5, out)).isEqualTo(5);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("sound");
    assertThat(lookups).hasValue(4);
  }

  @Test
  void endlessRedirectsEnd() {
    server.on("/again", exchange -> redirect(exchange, "/again"));

    refused(ErrorCode.INVALID_REQUEST, "redirects more than 3", () -> get("/again"));
  }

  @Test
  void aFileThatSaysItIsTooLargeIsRefusedBeforeItComes() {
    server.on(
        "/huge",
        exchange -> {
          exchange.sendResponseHeaders(200, 1L << 40);
          exchange.getResponseBody().flush();
          end();
        });

    refused(ErrorCode.TOO_LARGE, "10 bytes", () -> get("/huge"));
  }

  @Test
  void anEndlessFileEndsAtTheLimit() throws IOException {
    server.on(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            while (true) {
              body.write(new byte[1 << 16]);
            }
          }
        });
    var out = new ByteArrayOutputStream();

    refused(ErrorCode.TOO_LARGE, "", () -> http.download(uri("/endless"), 300_000, out));
    assertThat(out.size()).isLessThanOrEqualTo(300_000);
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() {
    server.on("/silent", exchange -> end());

    refused(ErrorCode.DEPENDENCY_FAILED, "", () -> get("/silent"));
  }

  @Test
  void aServerThatDripsIsGivenUpWhenTheTimeIsOver() {
    server.on(
        "/drip",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            while (!ended(Duration.ofMillis(50))) {
              body.write('x');
              body.flush();
            }
          }
        });

    refused(
        ErrorCode.DEPENDENCY_FAILED,
        "too long",
        () -> http.download(uri("/drip"), 1 << 20, sink()));
  }

  @Test
  void aFileThatBreaksOffIsNoFile() {
    server.on(
        "/half",
        exchange -> {
          exchange.sendResponseHeaders(200, 8);
          exchange.getResponseBody().write(new byte[4]);
          exchange.getResponseBody().flush();
          throw new IOException("cut off");
        });

    refused(ErrorCode.DEPENDENCY_FAILED, "", () -> get("/half"));
  }

  @Test
  void anErrorOfTheOtherServerIsTold() {
    server.on("/gone", exchange -> answer(exchange, 404, "no"));
    server.on("/broken", exchange -> answer(exchange, 500, "no"));

    refused(ErrorCode.INVALID_REQUEST, "404", () -> get("/gone"));
    refused(ErrorCode.DEPENDENCY_FAILED, "500", () -> get("/broken"));
  }

  @Test
  void aFailingTargetIsNoFaultOfTheServer() {
    server.on("/file", exchange -> answer(exchange, 200, "sound"));
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };

    assertThatThrownBy(() -> http.download(uri("/file"), 10, full))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
  }

  @Test
  void aPostCarriesItsHeadersAndFollowsNothing() {
    var seen = new AtomicReference<String>();
    server.on(
        "/hook",
        exchange -> {
          seen.set(
              exchange.getRequestHeaders().getFirst("webhook-id")
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          redirect(exchange, "http://10.0.0.1/");
        });

    int status =
        http.post(uri("/hook"), Map.of("webhook-id", "1"), "{}".getBytes(StandardCharsets.UTF_8));

    assertThat(status).isEqualTo(302);
    assertThat(seen).hasValue("1{}");
    assertThat(lookups).hasValue(1);
  }

  @Test
  void anUnknownHostAndAClosedPortAreTheOtherSidesFault() throws IOException {
    try (GuardedHttp nowhere =
        client(
            host -> {
              throw new UnknownHostException(host);
            })) {
      refused(ErrorCode.DEPENDENCY_FAILED, "", () -> nowhere.download(uri("/x"), 10, sink()));
    }
    server.close();
    refused(ErrorCode.DEPENDENCY_FAILED, "", () -> get("/x"));
  }
}
