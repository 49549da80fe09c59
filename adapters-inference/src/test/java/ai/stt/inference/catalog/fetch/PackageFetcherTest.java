package ai.stt.inference.catalog.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelSource.PackageFiles;
import ai.stt.inference.catalog.testing.Archives;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against shell scripts in the place of pip: what they are asked comes as their arguments. */
@Timeout(30)
final class PackageFetcherTest {
  private static final byte[] HELLO = "hello".getBytes(UTF_8);

  @TempDir Path temp;
  @TempDir Path folder;

  @Test
  void theClientsArchiveIsOpenedAndItsWorkFolderDeleted() throws Exception {
    Path wheel = Archives.zip(temp.resolve("w.whl"), Map.of("data/x", HELLO));
    var fetcher = fetcher("cp '" + wheel + "' out/ && echo \"$@\" > '" + temp + "/asked'");

    fetcher.fetch(wanted("data/x", null), work(), folder, FetchListener.none());

    assertThat(folder.resolve("x")).hasBinaryContent(HELLO);
    assertThat(work()).doesNotExist();
    assertThat(temp.resolve("asked"))
        .content()
        .contains("download --no-deps", "--only-binary=:all:", "some-package==1.2.3")
        .doesNotContain("--platform");
  }

  @Test
  void aWheelForOnePlatformIsAskedForByItsTags() throws Exception {
    var fetcher = fetcher("echo \"$@\" > '" + temp + "/asked'; exit 1");
    assertThatThrownBy(
            () ->
                fetcher.fetch(
                    wanted("x", "cp311-cp311-manylinux_2_28_x86_64"),
                    work(),
                    folder,
                    FetchListener.none()))
        .isInstanceOf(SpeechException.class);
    assertThat(temp.resolve("asked"))
        .content()
        .contains("--python-version 3.11", "--abi cp311 --platform manylinux_2_28_x86_64");
  }

  @Test
  void aFailingClientIsQuoted() {
    var fetcher =
        fetcher("echo 'ERROR: No matching distribution found'; echo '[notice] x'; exit 3");
    assertFails(fetcher, "could not download some-package 1.2.3: ERROR: No matching distribution");
    assertThat(work()).doesNotExist();
  }

  @Test
  void aClientThatBringsNothingIsNotBelieved() {
    assertFails(fetcher("true"), "its client downloaded no .whl");
  }

  @Test
  void aBrokenArchiveIsRefused() {
    assertFails(fetcher("echo broken > out/a.whl"), "some-package 1.2.3 could not be used");
  }

  @Test
  void aMissingClientSaysWhatToInstall() {
    var nobody =
        new ClientPrograms() {
          @Override
          boolean answers(List<String> program) {
            return false;
          }
        };
    assertFails(new PackageFetcher(nobody), "Python 3 with pip is needed");
  }

  @Test
  void aProgramThatIsNotThereDoesNotAnswer() throws Exception {
    assertThat(new ClientPrograms().answers(List.of("no-such-program-anywhere"))).isFalse();
  }

  @Test
  void bytesOnTheDiskAreTheProgress() throws Exception {
    Path wheel = Archives.zip(temp.resolve("w.whl"), Map.of("x", HELLO));
    var fetcher =
        fetcher("head -c 600 /dev/zero > grows; sleep 1; cp '" + wheel + "' out/; rm grows");
    var most = new AtomicLong();
    fetcher.fetch(
        wanted("x", null),
        work(),
        folder,
        (stage, done, total) -> {
          assertThat(done).isLessThanOrEqualTo(Math.max(total, 1000));
          if (done < 1000) {
            most.accumulateAndGet(done, Math::max);
          }
        });
    assertThat(most.get()).isGreaterThanOrEqualTo(600);
  }

  @Test
  void cancelingKillsTheClientAndItsChildren() throws Exception {
    Path pid = temp.resolve("pid");
    var fetcher = fetcher("sleep 600 & echo $! > '" + pid + "'; wait");
    var canceler =
        new FetchListener() {
          @Override
          public void progress(Stage stage, long done, long total) {}

          @Override
          public boolean canceled() {
            return Files.exists(pid);
          }
        };
    assertThatThrownBy(() -> fetcher.fetch(wanted("x", null), work(), folder, canceler))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED));
    var child = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    if (child.isPresent()) {
      child.get().onExit().get(5, TimeUnit.SECONDS);
    }
    assertThat(work()).doesNotExist();
  }

  @Test
  void theLastWordsAreTheErrorNotTheAdvice() {
    assertThat(PackageFetcher.lastWords("npm error code E404\nnpm error 404 Not Found\n", 1))
        .isEqualTo("npm error 404 Not Found");
    assertThat(
            PackageFetcher.lastWords(
                "[ERROR] Failed to execute goal: no artifact\n[ERROR] To see the full stack trace\n",
                1))
        .isEqualTo("[ERROR] Failed to execute goal: no artifact");
    assertThat(PackageFetcher.lastWords("", 7)).isEqualTo("it ended with code 7");
  }

  private void assertFails(PackageFetcher fetcher, String reason) {
    assertThatThrownBy(() -> fetcher.fetch(wanted("x", null), work(), folder, FetchListener.none()))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_FAILED))
        .hasMessageContaining(reason);
  }

  private Path work() {
    return temp.resolve("work");
  }

  private static PackageFiles wanted(String path, @Nullable String tags) {
    return new PackageFiles(
        "pypi",
        "some-package",
        "1.2.3",
        tags,
        1000,
        null,
        List.of(Archives.wanted(path, "x", HELLO)));
  }

  private static PackageFetcher fetcher(String script) {
    return new PackageFetcher(
        new ClientPrograms() {
          @Override
          List<String> find(RegistryClient client) {
            return List.of("sh", "-c", script, "pip");
          }
        });
  }
}
