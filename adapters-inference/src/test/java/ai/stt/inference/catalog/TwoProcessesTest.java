package ai.stt.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelSource;
import ai.stt.inference.catalog.testing.FileServer;
import ai.stt.inference.catalog.testing.SmallCatalog;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class TwoProcessesTest {
  private static final int SIZE = 400_000;

  @TempDir Path home;

  @Test
  void anotherProcessIsAwaitedAndItsWorkIsTakenOverWhenItIsKilled() throws Exception {
    byte[] content = content();
    try (var server = new FileServer(content).slow(50_000)) {
      Process other = start(server.uri());
      Path part = home.resolve("models/.work/small/http.part");
      while (!Files.exists(part) || Files.size(part) < 5_000) {
        assertThat(other.isAlive()).isTrue();
        Thread.sleep(20);
      }
      var store = new FolderModelStore(home, catalog(server.uri()));
      var waited = new AtomicBoolean();
      FetchListener listener =
          (stage, done, total) -> {
            if (stage == FetchListener.Stage.WAITING && !waited.getAndSet(true)) {
              server.slow(Integer.MAX_VALUE);
              other.destroyForcibly();
            }
          };

      var model = store.pull("small", false, listener);

      assertThat(model.file()).hasBinaryContent(content);
      assertThat(waited).isTrue();
      assertThat(other.waitFor(5, TimeUnit.SECONDS)).isTrue();
      assertThat(server.ranges()).hasSize(2);
      assertThat(server.ranges().getLast()).startsWith("bytes=");
      assertThat(store.installed()).containsExactly(model);
    }
  }

  private Process start(URI uri) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName(),
            home.toString(),
            uri.toString())
        .inheritIO()
        .start();
  }

  private static SmallCatalog catalog(URI uri) {
    return new SmallCatalog().add("small", content(), new ModelSource.Url(uri));
  }

  private static byte[] content() {
    byte[] content = new byte[SIZE];
    new Random(9).nextBytes(content);
    return content;
  }

  /** Pulls the model into the same home. */
  static final class OtherProcess {
    private OtherProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
      var store = new FolderModelStore(Path.of(arguments[0]), catalog(URI.create(arguments[1])));
      store.pull("small", false, FetchListener.none());
    }
  }
}
