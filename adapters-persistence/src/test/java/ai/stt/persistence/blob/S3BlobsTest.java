package ai.stt.persistence.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.blob.Blob;
import ai.stt.app.blob.BlobKey;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an S3 store is asked, and what becomes of its refusals; a real one is asked elsewhere. */
@Timeout(60)
class S3BlobsTest {
  private static final BlobKey KEY = new BlobKey("a/b");

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch end = new CountDownLatch(1);
  private final HttpServer server;

  /** Answers, the first first; the last one again and again. */
  private volatile List<Reply> script = List.of();

  private record Reply(int status, String body, int announced) {
    static Reply error(int status, String code) {
      String body = "<Error><Code>%s</Code><Message>no</Message></Error>".formatted(code);
      return new Reply(status, body, body.length());
    }
  }

  S3BlobsTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, 'refuses the bucket ''audio'' (AccessDenied): check blobs.s3.access_key'",
    "403, SignatureDoesNotMatch, '(SignatureDoesNotMatch): check blobs.s3.access_key, its secret'",
    "404, NoSuchBucket, 'has no bucket ''audio'' (NoSuchBucket): make it'",
    "400, AuthorizationHeaderMalformed, 'check blobs.s3.endpoint, region and path_style'",
    "501, NotImplemented, 'failed with status 501 (NotImplemented)'"
  })
  void aRefusalSaysWhatToLookAt(int status, String code, String says) {
    script = List.of(Reply.error(status, code));
    try (var store = new S3Blobs(settings(1, Duration.ofSeconds(5)))) {
      assertThatThrownBy(() -> put(store))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(says);
      assertThatThrownBy(() -> store.delete(KEY)).hasMessageContaining(says);
      assertThatThrownBy(() -> store.deleteBelow(KEY)).hasMessageContaining(says);
      assertThatThrownBy(() -> store.open(KEY)).hasMessageContaining(says);
    }
  }

  @Test
  void whatFailsForAMomentIsAskedAgain() throws Exception {
    script =
        List.of(
            Reply.error(500, "InternalError"), Reply.error(503, "SlowDown"), new Reply(200, "", 0));
    try (var store = new S3Blobs(settings(3, Duration.ofSeconds(5)))) {
      put(store);
    }
    assertThat(requests)
        .containsExactly("PUT /audio/x/a/b", "PUT /audio/x/a/b", "PUT /audio/x/a/b");
  }

  @Test
  void aStoreThatKeepsSilentIsGivenUp() {
    script = List.of(new Reply(-1, "", 0));
    try (var store = new S3Blobs(settings(1, Duration.ofMillis(300)))) {
      assertThatThrownBy(() -> store.open(KEY))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot be reached");
    }
  }

  @Test
  void anObjectThatBreaksOffIsAFailureAndNotAShorterOne() throws Exception {
    script = List.of(new Reply(200, "half", 8));
    try (var store = new S3Blobs(settings(1, Duration.ofSeconds(5)));
        Blob blob = store.open(KEY).orElseThrow()) {
      assertThat(blob.sizeBytes()).isEqualTo(8);
      assertThatThrownBy(() -> blob.content().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void partsAreLargeEnoughThatTheirNumberDoes() {
    assertThat(S3Blobs.partBytes(9 << 20)).isEqualTo(8 << 20);
    assertThat(S3Blobs.partBytes(2L << 30)).isEqualTo(8 << 20);
    assertThat(Math.ceilDiv(1L << 40, (long) S3Blobs.partBytes(1L << 40)))
        .isLessThanOrEqualTo(10_000);
  }

  private static void put(S3Blobs store) throws IOException {
    store.put(KEY, new ByteArrayInputStream(new byte[3]), 3);
  }

  private S3Settings settings(int attempts, Duration silence) {
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new S3Settings(
        endpoint,
        "audio",
        "us-east-1",
        "x/",
        "id",
        "secret",
        true,
        Duration.ofSeconds(5),
        silence,
        attempts);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
      Reply reply = script.get(Math.min(requests.size(), script.size()) - 1);
      if (reply.status() < 0) {
        end.await(); // longer than the client has patience
        return;
      }
      exchange.sendResponseHeaders(reply.status(), reply.announced() == 0 ? -1 : reply.announced());
      exchange.getResponseBody().write(reply.body().getBytes(StandardCharsets.US_ASCII));
      exchange.getResponseBody().flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
