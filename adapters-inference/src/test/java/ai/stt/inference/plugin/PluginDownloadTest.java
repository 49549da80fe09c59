package ai.stt.inference.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.fetch.Reach;
import ai.stt.inference.catalog.testing.FolderServer;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
