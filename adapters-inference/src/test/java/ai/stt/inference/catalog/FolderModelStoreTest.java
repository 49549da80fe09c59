package ai.stt.inference.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelSource;
import ai.stt.inference.catalog.testing.Archives;
import ai.stt.inference.catalog.testing.FileServer;
import ai.stt.inference.catalog.testing.FileServer.Fault;
import ai.stt.inference.catalog.testing.SmallCatalog;
import ai.stt.plugin.InstalledModel;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FolderModelStoreTest {
  private final byte[] content = new byte[200_000];
  private final SmallCatalog catalog = new SmallCatalog();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final FileServer server;
  private final Path home;
  private final FolderModelStore store;

  FolderModelStoreTest(@TempDir Path home) throws IOException {
    new Random(3).nextBytes(content);
    this.home = home;
    server = new FileServer(content);
    store = new FolderModelStore(home, catalog);
    catalog.add("small", content, new ModelSource.Url(server.uri()));
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    server.close();
  }

  @Test
  void aPulledModelIsInstalledAndFoundByAnotherStore() throws Exception {
    long before = store.revision();
    InstalledModel model = store.pull("small", false, FetchListener.none());

    assertThat(model.file()).hasBinaryContent(content).hasFileName("ggml-small.bin");
    assertThat(new FolderModelStore(home, catalog).installed()).containsExactly(model);
    assertThat(model.descriptor()).isEqualTo(catalog.entries().getFirst().descriptor());
    assertThat(store.revision()).isNotEqualTo(before);
    assertThat(home.resolve("models/.work/small")).doesNotExist();
  }

  @Test
  void aSecondPullDownloadsNothing() throws Exception {
    store.pull("small", false, FetchListener.none());
    store.pull("small", false, FetchListener.none());
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void twoPullsAtOnceDownloadOnce() throws Exception {
    server.slow(400_000);
    var other = new FolderModelStore(home, catalog);
    var waited = new AtomicBoolean();
    var first = CompletableFuture.supplyAsync(() -> pull(store, FetchListener.none()), threads);
    FetchListener watching =
        (stage, done, total) -> {
          if (stage == FetchListener.Stage.WAITING) {
            waited.set(true);
          }
        };
    var second =
        CompletableFuture.supplyAsync(
            () -> {
              while (server.ranges().isEmpty()) {
                Thread.onSpinWait();
              }
              return pull(other, watching);
            },
            threads);
    assertThat(first.get()).isEqualTo(second.get());
    assertThat(waited).isTrue();
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void anUnreachableSourceIsToldAndTheNextOneServes() throws Exception {
    server.then(new Fault.Status(404));
    catalog.add(
        "other",
        content,
        new ModelSource.Url(server.uri()),
        new ModelSource.Url(server.movedUri()));
    List<String> notes = new ArrayList<>();
    var listener =
        new FetchListener() {
          @Override
          public void progress(Stage stage, long done, long total) {}

          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }
        };
    assertThat(store.pull("other", false, listener).file()).hasBinaryContent(content);
    assertThat(notes)
        .containsExactly("localhost answers with the error 404. Trying the next source.");
  }

  @Test
  void aWrongChecksumInstallsNothingAndKeepsNothing() {
    byte[] forged = content.clone();
    forged[77]++;
    server.replace(forged, "\"forged\"");
    assertFails("small", ErrorCode.DEPENDENCY_FAILED, "another checksum");
    assertThat(store.installed()).isEmpty();
    assertThat(home.resolve("models/.work/small/http.part")).doesNotExist();
  }

  @Test
  void aPullThatWasCutOffGoesOnWhereItStopped() throws Exception {
    server.then(new Fault.Cut(60_000), new Fault.Status(404));
    assertFails("small", ErrorCode.DEPENDENCY_FAILED, "error 404");
    assertThat(store.installed()).isEmpty();
    store.pull("small", false, FetchListener.none());
    assertThat(server.ranges().getLast()).isEqualTo("bytes=60000-");
  }

  @Test
  void aFullDiskIsToldBeforeTheDownload() {
    catalog.add("huge", 1L << 60, "0".repeat(64), null, new ModelSource.Url(server.uri()));
    assertFails("huge", ErrorCode.DEPENDENCY_FAILED, "GB are needed; free some space");
    assertThat(server.ranges()).isEmpty();
  }

  @Test
  void aNoticeHasToBeAcceptedFirst() throws Exception {
    catalog.add(
        "nc",
        content.length,
        Archives.sha256(content),
        "Not for commercial use.",
        new ModelSource.Url(server.uri()));
    assertFails("nc", ErrorCode.FORBIDDEN, "Not for commercial use.");
    assertThat(store.pull("nc", true, FetchListener.none()).file()).exists();
  }

  @Test
  void anUnknownModelIsAnsweredWithTheKnownOnes() {
    assertFails(
        "smal", ErrorCode.INVALID_REQUEST, "no model 'smal' in the catalog; there are: small");
    assertFails("../../etc", ErrorCode.INVALID_REQUEST, "no model '?'");
  }

  @Test
  void aRemovedModelIsGone() throws Exception {
    store.pull("small", false, FetchListener.none());
    long before = store.revision();
    store.remove("small");
    assertThat(store.installed()).isEmpty();
    assertThat(store.revision()).isNotEqualTo(before);
    assertThat(home.resolve("models/small")).doesNotExist();
    assertThatThrownBy(() -> store.remove("small")).hasMessageContaining("not installed");
    assertThatThrownBy(() -> store.remove("../small")).hasMessageContaining("id is made of");
  }

  @Test
  void whatOthersLeftInTheFolderIsIgnored() throws Exception {
    InstalledModel model = store.pull("small", false, FetchListener.none());
    Path models = home.resolve("models");
    Files.createDirectories(models.resolve("empty"));
    Files.createDirectories(models.resolve("broken"));
    Files.writeString(models.resolve("broken/model.json"), "{\"descriptor\":");
    Files.createDirectories(models.resolve("escape"));
    Files.writeString(
        models.resolve("escape/model.json"),
        Files.readString(models.resolve("small/model.json"))
            .replace("ggml-small.bin", "../small/ggml-small.bin"));
    assertThat(store.installed()).containsExactly(model);
  }

  @Test
  void weightsThatHaveChangedOnTheDiskAreNoticed() throws Exception {
    Path file = store.pull("small", false, FetchListener.none()).file();
    assertThat(store.verify("small", FetchListener.none())).isTrue();
    byte[] changed = content.clone();
    changed[content.length / 2] ^= 1;
    Files.write(file, changed);
    assertThat(store.verify("small", FetchListener.none())).isFalse();
    assertThatThrownBy(() -> store.verify("none", FetchListener.none()))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void aModelThatLostItsWeightsIsInstalledAgain() throws Exception {
    Path file = store.pull("small", false, FetchListener.none()).file();
    Files.write(file, "short".getBytes(UTF_8));
    assertThat(store.findInstalled("small")).isEmpty();
    assertThat(store.pull("small", false, FetchListener.none()).file()).hasBinaryContent(content);
  }

  @Test
  void aPullCanBeCalledOffWhileItWaitsForAnother() throws Exception {
    server.slow(100_000);
    var off = new AtomicBoolean();
    var first = CompletableFuture.runAsync(() -> pull(store, until(off)), threads);
    while (server.ranges().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(() -> store.pull("small", false, until(new AtomicBoolean(true))))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED));
    off.set(true);
    assertThatThrownBy(first::get).hasRootCauseInstanceOf(SpeechException.class);
    try (Stream<Path> left = Files.list(home.resolve("models/.work/small"))) {
      assertThat(left.map(f -> f.getFileName().toString())).contains("http.part");
    }
    store.remove("small");
    assertThat(home.resolve("models/.work/small")).doesNotExist();
  }

  private static FetchListener until(AtomicBoolean off) {
    return new FetchListener() {
      @Override
      public void progress(Stage stage, long done, long total) {}

      @Override
      public boolean canceled() {
        return off.get();
      }
    };
  }

  private static InstalledModel pull(FolderModelStore store, FetchListener listener) {
    try {
      return store.pull("small", false, listener);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertFails(String id, ErrorCode code, String reason) {
    assertThatThrownBy(() -> store.pull(id, false, FetchListener.none()))
        .isInstanceOfSatisfying(SpeechException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(reason);
  }
}
