package ai.stt.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.speech.error.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that are never reached, however they are written or hidden. */
@Timeout(30)
class ClosedAddressesTest extends LocalTargetTest {
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
      refused(ErrorCode.INVALID_REQUEST, "", () -> real.checkNow(URI.create(closed)));
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
  void aPostToANameWhoseAnswerChangedSinceItWasCheckedIsRefused() throws IOException {
    server.on("/hook", exchange -> answer(exchange, 200, ""));
    var changing = new AtomicReference<>(HERE);
    try (GuardedHttp rebound =
        client(host -> new InetAddress[] {changing.getAndSet(InetAddress.ofLiteral("10.0.0.1"))})) {
      rebound.checkNow(uri("/hook"));
      refused(
          ErrorCode.INVALID_REQUEST,
          "private or local",
          () -> rebound.post(uri("/hook"), Map.of(), new byte[0]));
    }
    assertThat(server.requests()).isZero();
  }

  @Test
  void aNameThatLeadsNowhereIsRefusedWhenItIsChecked() throws IOException {
    try (GuardedHttp unknown =
        client(
            host -> {
              throw new UnknownHostException(host);
            })) {
      refused(ErrorCode.INVALID_REQUEST, "nowhere", () -> unknown.checkNow(uri("/hook")));
    }
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
}
