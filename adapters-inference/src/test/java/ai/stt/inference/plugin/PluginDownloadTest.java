package ai.stt.inference.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.fetch.Reach;
import ai.stt.inference.catalog.testing.FolderServer;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class PluginDownloadTest {
  @Test
  void aPluginComesWithItsSignatureAndOfflineNothingIsAskedFor(@TempDir Path folder)
      throws Exception {
    Path site = Files.createDirectory(folder.resolve("site"));
    Files.writeString(site.resolve("a.zip"), "a zip");
    Files.writeString(site.resolve("a.zip.sig"), "signed");
    Path to = folder.resolve("b.zip");
    try (var server = new FolderServer(site)) {
      var offline = new Reach(true, Map.of());
      assertThatThrownBy(
              () -> PluginDownload.fetch(offline, server.at("/a.zip"), to, FetchListener.none()))
          .isInstanceOfSatisfying(
              SpeechException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_FAILED))
          .hasMessageContaining("catalogs.offline");
      assertThat(server.asked()).isEmpty();
      assertThat(to).doesNotExist();

      PluginDownload.fetch(Reach.everywhere(), server.at("/a.zip"), to, FetchListener.none());
      assertThat(to).hasContent("a zip");
      assertThat(folder.resolve("b.zip.sig")).hasContent("signed");
    }
  }

  @Test
  void aServerThatStopsSendingIsGivenUp(@TempDir Path folder) throws Exception {
    Path to = folder.resolve("b.zip");
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread half =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket socket = server.accept()) {
                      socket
                          .getOutputStream()
                          .write(
                              "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
                                  .getBytes(StandardCharsets.US_ASCII));
                      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                      // The other side has hung up.
                    }
                  });
      URI uri = URI.create("http://localhost:" + server.getLocalPort() + "/a.zip");
      assertThatThrownBy(
              () ->
                  PluginDownload.fetch(
                      Reach.everywhere(), uri, to, FetchListener.none(), Duration.ofMillis(300)))
          .isInstanceOfSatisfying(
              SpeechException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_FAILED))
          .hasMessage("localhost stopped sending");
      half.join();
    }
  }
}
