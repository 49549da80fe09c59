package ai.stt.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.outbound.OutboundSettings;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class GuardedHttpTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final OutboundSettings QUICK =
      new OutboundSettings(
          List.of("127.0.0.1"),
          Duration.ofSeconds(2),
          Duration.ofMillis(700),
          Duration.ofMillis(1500),
          Duration.ofMillis(1500),
          3);

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger lookups = new AtomicInteger();
  private LocalServer server;
  private GuardedHttp http;

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

  private GuardedHttp client(CheckedResolver.Lookup lookup) {
    return new GuardedHttp(
        QUICK,
        host -> {
          lookups.incrementAndGet();
          return lookup.all(host);
        },
        null);
  }

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2/",
        "http://127.1/",
        "http://2130706434/",
        "http://0x7f000002/",
        "http://127.000.000.002/",
        "http://10.0.0.1:8080/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.2]/",
        "http://[::ffff:a00:1]/",
        "http://[64:ff9b::7f00:2]/",
        "http://[fe80::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.100.100.200/",
        "http://0.0.0.0/",
      })
  void aClosedAddressIsRefusedHoweverItIsWrittenAndAlsoBehindARedirect(String closed)
      throws IOException {
    try (GuardedHttp real = new GuardedHttp(QUICK)) {
      server.on("/to", exchange -> redirect(exchange, closed));
      String here = "http://127.0.0.1:" + server.port() + "/to";

      for (String address : List.of(closed, here)) {
        refusedOrUnknown(() -> real.download(URI.create(address), 10, sink()));
      }
      refusedOrUnknown(() -> real.post(URI.create(closed), Map.of(), new byte[0]));
    }
  }

  @Test
  void aNameWithOneClosedAddressAmongOpenOnesIsRefused() throws IOException {
    InetAddress[] mixed = {HERE, InetAddress.ofLiteral("10.0.0.1")};
    try (GuardedHttp mixing = client(host -> mixed)) {
      refused(
          ErrorCode.INVALID_REQUEST,
          "private or local",
          () -> mixing.download(uri("/file"), 10, sink()));
    }
    assertThat(server.requests()).isZero();
  }

  @Test
  void anAnswerOfTheDnsThatChangesAfterTheCheckIsNeverSeen() throws IOException {
    server.on("/file", exchange -> answer(exchange, 200, "sound"));
    var changing = new AtomicReference<>(HERE);
    try (GuardedHttp rebound =
        client(
            host -> new InetAddress[] {changing.getAndSet(InetAddress.ofLiteral("127.0.0.2"))})) {
      assertThat(rebound.download(uri("/file"), 10, sink())).isEqualTo(5);
      assertThat(lookups).hasValue(1);
      refused(
          ErrorCode.INVALID_REQUEST,
          "private or local",
          () -> rebound.download(uri("/file"), 10, sink()));
    }
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void aNameThatChangesBetweenRedirectsIsCheckedAgain() throws IOException {
    server.on("/1", exchange -> redirect(exchange, "/2"));
    var changing = new AtomicReference<>(HERE);
    try (GuardedHttp rebound =
        client(
            host -> new InetAddress[] {changing.getAndSet(InetAddress.ofLiteral("192.168.0.1"))})) {
      refused(
          ErrorCode.INVALID_REQUEST,
          "private or local",
          () -> rebound.download(uri("/1"), 10, sink()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host/file",
        "file:///etc/passwd",
        "gopher://host/",
        "http:///nohost",
        "http://under_score/",
        "http://user:password@host/",
        "jar:http://host/a.jar!/",
        "//host/file",
        "host/file"
      })
  void whatIsNoPlainWebAddressIsRefusedBeforeAnyLookup(String address) {
    refused(ErrorCode.INVALID_REQUEST, "", () -> http.download(URI.create(address), 10, sink()));
    refused(
        ErrorCode.INVALID_REQUEST, "", () -> http.post(URI.create(address), Map.of(), new byte[0]));
    assertThat(lookups).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://host/", "http://%zz/", ""})
  void aRedirectToNoWebAddressIsRefused(String location) {
    server.on("/to", exchange -> redirect(exchange, location));

    refused(ErrorCode.INVALID_REQUEST, "", () -> get("/to"));
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

  private void get(String path) throws IOException {
    http.download(uri(path), 10, sink());
  }

  private URI uri(String path) {
    return URI.create("http://public.test:" + server.port() + path);
  }

  private static OutputStream sink() {
    return OutputStream.nullOutputStream();
  }

  private void end() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean ended(Duration patience) {
    try {
      return end.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    exchange.sendResponseHeaders(302, -1);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Old ways to write an address are read by some systems as addresses and by others as names. */
  private static void refusedOrUnknown(ThrowingCallable call) {
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

  private static void refused(ErrorCode code, String sentence, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.getMessage()).contains(sentence);
            });
  }
}
