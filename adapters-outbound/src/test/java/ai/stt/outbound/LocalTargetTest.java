package ai.stt.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.outbound.OutboundSettings;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A client that may reach one local server, and nothing else. */
@Timeout(30)
abstract class LocalTargetTest {
  static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  static final OutboundSettings QUICK =
      new OutboundSettings(
          List.of("127.0.0.1"),
          Duration.ofSeconds(2),
          Duration.ofMillis(700),
          Duration.ofMillis(1500),
          Duration.ofMillis(1500),
          3);

  final CountDownLatch end = new CountDownLatch(1);
  final AtomicInteger lookups = new AtomicInteger();
  LocalServer server;
  GuardedHttp http;

  @BeforeEach
  void start() throws IOException {
    server = LocalServer.start();
    http = client(host -> new InetAddress[] {HERE});
  }

  @AfterEach
  void stop() throws IOException {
    end.countDown();
    server.close();
    http.close();
  }

  GuardedHttp client(CheckedResolver.Lookup lookup) {
    return new GuardedHttp(
        QUICK,
        host -> {
          lookups.incrementAndGet();
          return lookup.all(host);
        },
        null);
  }

  void get(String path) throws IOException {
    http.download(uri(path), 10, sink());
  }

  URI uri(String path) {
    return URI.create("http://public.test:" + server.port() + path);
  }

  static OutputStream sink() {
    return OutputStream.nullOutputStream();
  }

  void end() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean ended(Duration patience) {
    try {
      return end.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    exchange.sendResponseHeaders(302, -1);
  }

  static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Old ways to write an address are read by some systems as addresses and by others as names. */
  static void refusedOrUnknown(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SpeechException.class,
            e ->
                assertThat(
                        e.getMessage().contains("private or local")
                            || e.getMessage().contains("names no host")
                            || e.getCause() instanceof UnknownHostException)
                    .as(e.toString())
                    .isTrue());
  }

  static void refused(ErrorCode code, String sentence, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.getMessage()).contains(sentence);
            });
  }
}
