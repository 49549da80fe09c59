package ai.stt.inference.catalog.fetch;

import static ai.stt.inference.catalog.testing.Archives.entry;
import static ai.stt.inference.catalog.testing.Archives.paxPath;
import static ai.stt.inference.catalog.testing.Archives.wanted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.ModelSource.PackagedFile;
import ai.stt.inference.catalog.testing.Archives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackageArchiveTest {
  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final byte[] WORLD = "world".repeat(300).getBytes(UTF_8);

  @TempDir Path temp;
  @TempDir Path folder;

  @Test
  void onlyTheWantedFileComesOutOfAZip() throws Exception {
    Path zip = Archives.zip(temp.resolve("a.whl"), Map.of("x/a", HELLO, "x/b", WORLD));
    PackageArchive.extract(zip, List.of(wanted("x/b", "b.bin", WORLD)), folder);
    assertThat(folder).isDirectoryNotContaining("glob:**a");
    assertThat(folder.resolve("b.bin")).hasBinaryContent(WORLD);
  }

  @Test
  void filesOfOneNameAreJoined() throws Exception {
    Path zip = Archives.zip(temp.resolve("a.jar"), Map.of("1", HELLO, "2", WORLD));
    PackageArchive.extract(zip, List.of(wanted("1", "m", HELLO), wanted("2", "m", WORLD)), folder);
    assertThat(folder.resolve("m")).hasContent("hello" + "world".repeat(300));
  }

  @Test
  void aFileThatIsNotInsideIsNamed() throws Exception {
    Path zip = Archives.zip(temp.resolve("a.whl"), Map.of("x", HELLO));
    assertThatThrownBy(() -> extract(zip, wanted("y", "y", HELLO)))
        .hasMessage("there is no y in the package");
    Path tgz = Archives.tgz(temp.resolve("a.tgz"), entry('0', "x", HELLO));
    assertThatThrownBy(() -> extract(tgz, wanted("y", "y", HELLO)))
        .hasMessage("there is no y in the package");
  }

  @Test
  void anotherContentIsRefused() throws Exception {
    Path zip = Archives.zip(temp.resolve("a.whl"), Map.of("x", "hallo".getBytes(UTF_8)));
    assertThatThrownBy(() -> extract(zip, wanted("x", "x", HELLO)))
        .hasMessageContaining("checksum");
  }

  @Test
  void aBombIsCutOffAtTheExpectedSize() throws Exception {
    Path zip = Archives.zip(temp.resolve("a.whl"), Map.of("x", new byte[50_000_000]));
    assertThatThrownBy(() -> extract(zip, wanted("x", "x", HELLO))).hasMessageContaining("longer");
    assertThat(Files.size(folder.resolve("x"))).isLessThanOrEqualTo(HELLO.length);
  }

  @Test
  void aShorterFileIsRefused() throws Exception {
    Path zip = Archives.zip(temp.resolve("a.whl"), Map.of("x", HELLO));
    var longer = new PackagedFile("x", "x", 6, Archives.sha256(HELLO));
    assertThatThrownBy(() -> extract(zip, longer)).hasMessageContaining("5 bytes, not 6");
  }

  @Test
  void aTgzIsReadWithLongNamesOfBothKinds() throws Exception {
    String pax = "package/" + "p".repeat(200) + "/a";
    String gnu = "package/" + "g".repeat(200) + "/b";
    Path tgz =
        Archives.tgz(
            temp.resolve("a.tgz"),
            entry('5', "package/", new byte[0]),
            entry('0', "../outside", WORLD),
            entry('x', "PaxHeader", paxPath(pax)),
            entry('0', "cut-off", HELLO),
            entry('L', "././@LongLink", (gnu + "\0").getBytes(UTF_8)),
            entry('0', "cut-off", WORLD));
    PackageArchive.extract(tgz, List.of(wanted(gnu, "b", WORLD), wanted(pax, "a", HELLO)), folder);
    assertThat(folder.resolve("a")).hasBinaryContent(HELLO);
    assertThat(folder.resolve("b")).hasBinaryContent(WORLD);
    assertThat(folder.resolveSibling("outside")).doesNotExist();
  }

  @Test
  void aTgzThatIsCutOffIsRefused() throws Exception {
    Path tgz = Archives.tgz(temp.resolve("a.tgz"), entry('0', "x", WORLD));
    byte[] bytes = Files.readAllBytes(tgz);
    Files.write(tgz, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> extract(tgz, wanted("x", "x", WORLD))).isInstanceOf(IOException.class);
  }

  @Test
  void aNameThatLeadsOutOfTheFolderCannotBeWanted() {
    assertThatThrownBy(() -> wanted("x", "../x", HELLO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void extract(Path archive, PackagedFile file) throws IOException {
    PackageArchive.extract(archive, List.of(file), folder);
  }
}
