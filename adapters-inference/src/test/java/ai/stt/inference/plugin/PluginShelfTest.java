package ai.stt.inference.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.fetch.Reach;
import ai.stt.inference.plugin.PluginShelf.Item;
import ai.stt.inference.plugin.testing.PluginZip;
import ai.stt.inference.plugin.testing.SigningKey;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PluginShelfTest extends FolderTest {
  private final SigningKey key = SigningKey.fresh();

  private PluginShelf shelf(boolean required) {
    return new PluginShelf(
        zips, new PluginTrust(required, Map.of("ours", key.publicKey()), Set.of()));
  }

  @Test
  void whatIsInstalledIsListedTakesThePlaceOfOtherVersionsAndIsRemoved() throws Exception {
    PluginShelf shelf = shelf(false);
    assertThat(new PluginShelf(home.resolve("none"), PluginTrust.inEverybody()).list()).isEmpty();
    shelf.install(PluginZip.of("fake", "2.0.0").writeTo(home.resolve("x.zip")));
    Path signed = PluginZip.of("fake", "1.0.0").writeTo(home.resolve("y.bin"));
    Files.write(home.resolve("y.bin.sig"), key.sign(signed));
    PluginZip.of("other", "1.0.0").writeTo(zips.resolve("other.zip"));

    Item item = shelf.install(signed);
    assertThat(item.file()).isEqualTo("fake-1.0.0.zip");
    assertThat(item.signer()).isEqualTo("ours");
    assertThat(filesIn(zips)).containsExactly("fake-1.0.0.zip", "fake-1.0.0.zip.sig", "other.zip");
    assertThat(shelf.list()).extracting(Item::file).containsExactly("fake-1.0.0.zip", "other.zip");
    folder.scan();
    assertThat(versions()).containsExactly("fake 1.0.0", "other 1.0.0");

    assertThat(shelf.remove("fake")).containsExactly("fake-1.0.0.zip");
    assertThat(shelf.remove("other.zip")).containsExactly("other.zip");
    assertThat(filesIn(zips)).isEmpty();
    assertThatThrownBy(() -> shelf.remove("fake"))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void whatMayNotRunIsNotInstalledAndLeavesNothing() throws Exception {
    PluginShelf shelf = shelf(true);
    Path text = Files.writeString(home.resolve("text.zip"), "this is no zip");
    assertThatThrownBy(() -> shelf.install(text)).hasMessageContaining("not a whole zip");
    Path unsigned = PluginZip.of("fake", "1.0.0").writeTo(home.resolve("fake.zip"));
    assertThatThrownBy(() -> shelf.install(unsigned)).hasMessageContaining("it is not signed");
    Files.write(home.resolve("fake.zip.sig"), new byte[5_000]);
    assertThatThrownBy(() -> shelf.install(unsigned)).hasMessageContaining("too large");
    Path escaping =
        PluginZip.of("fake", "1.0.0").entry("../up", new byte[1]).writeTo(home.resolve("up.zip"));
    assertThatThrownBy(() -> shelf.install(escaping)).hasMessageContaining("leave its folder");

    assertThat(filesIn(zips)).isEmpty();
  }

  @Test
  void aPluginAndItsSignatureComeFromAnAddress() throws Exception {
    Path zip = PluginZip.of("fake", "1.0.0").writeTo(home.resolve("fake.bin"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve(server, "/fake.zip", Files.readAllBytes(zip));
    serve(server, "/fake.zip.sig", key.sign(zip));
    serve(server, "/big.zip", new byte[2]);
    serve(server, "/big.zip.sig", new byte[5000]);
    server.start();
    String root = "http://localhost:" + server.getAddress().getPort();
    try {
      Path to = home.resolve("fetched.zip");
      PluginDownload.fetch(
          Reach.everywhere(), URI.create(root + "/fake.zip"), to, FetchListener.none());
      assertThat(shelf(true).install(to).signer()).isEqualTo("ours");

      for (String wrong : new String[] {"/none.zip", "/big.zip"}) {
        assertThatThrownBy(
                () ->
                    PluginDownload.fetch(
                        Reach.everywhere(),
                        URI.create(root + wrong),
                        home.resolve("w.zip"),
                        FetchListener.none()))
            .isInstanceOf(SpeechException.class);
      }
      assertThatThrownBy(
              () ->
                  PluginDownload.fetch(
                      Reach.everywhere(), URI.create("ftp://x/y.zip"), to, FetchListener.none()))
          .hasMessageContaining("http(s)");
    } finally {
      server.stop(0);
    }
  }

  private static void serve(HttpServer server, String path, byte[] content) {
    server.createContext(
        path,
        exchange -> {
          boolean exact = exchange.getRequestURI().getPath().equals(path);
          exchange.sendResponseHeaders(exact ? 200 : 404, exact ? content.length : -1);
          if (exact) {
            exchange.getResponseBody().write(content);
          }
          exchange.close();
        });
  }
}
