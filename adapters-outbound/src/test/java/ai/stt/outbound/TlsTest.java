package ai.stt.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.outbound.OutboundSettings;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pinned address changes nothing about whose certificate is asked for. */
@Timeout(30)
class TlsTest {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir private Path folder = Path.of("");

  @Test
  void theCertificateMustBeTrustedAndNameTheHost() throws Exception {
    SSLContext tls = context(certificateFor("good.test"));
    try (LocalServer server = LocalServer.startTls(tls)) {
      server.on("/file", exchange -> exchange.sendResponseHeaders(200, -1));

      assertThat(download(server, "good.test", tls)).isZero();
      refused(() -> download(server, "evil.test", tls));
      refused(() -> download(server, "127.0.0.1", tls));
      refused(() -> download(server, "good.test", null));
    }
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_FAILED))
        .hasMessageContaining("certificate");
  }

  private static long download(LocalServer server, String host, @Nullable SSLContext trusted)
      throws Exception {
    var settings =
        new OutboundSettings(
            List.of("127.0.0.1"),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            0);
    InetAddress[] here = {InetAddress.ofLiteral("127.0.0.1")};
    try (var http = new GuardedHttp(settings, name -> here, trusted)) {
      URI uri = URI.create("https://" + host + ":" + server.port() + "/file");
      return http.download(uri, 10, OutputStream.nullOutputStream());
    }
  }

  private Path certificateFor(String host) throws Exception {
    Path store = folder.resolve("keys.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        List.of(
            keytool.toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + host,
            "-ext",
            "SAN=dns:" + host,
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD));
    Process made =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log()).start();
    assertThat(made.waitFor()).as(() -> "keytool ended with an error").isZero();
    return store;
  }

  private java.io.File log() {
    return folder.resolve("keytool.log").toFile();
  }

  private static SSLContext context(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
