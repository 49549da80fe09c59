package ai.stt.inference.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.testing.Archives;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that are cut, changed, or made by somebody who means harm. */
@Timeout(60)
final class BadBundleTest extends BundleFixture {
  BadBundleTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void aBundleThatIsCutOffAnywhereIsRefusedAndLeavesNothing() throws Exception {
    byte[] whole = Files.readAllBytes(bundle);
    int end = whole.length;
    while (whole[end - 1] == 0) {
      end--;
    }
    for (int length = 0; length < end; length += 3_001) {
      Files.write(bundle, Arrays.copyOf(whole, length));
      assertRefused("");
    }
    assertNothing();
  }

  @Test
  void aByteThatWasChangedAnywhereIsFound() throws Exception {
    byte[] whole = Files.readAllBytes(bundle);
    for (String inside : List.of("a jar", "native")) {
      byte[] changed = whole.clone();
      changed[indexOf(whole, inside.getBytes(UTF_8))] ^= 1;
      Files.write(bundle, changed);
      assertRefused("checksum");
    }
    byte[] changed = whole.clone();
    changed[indexOf(whole, Arrays.copyOf(weights, 100)) + 20_000] ^= 1;
    Files.write(bundle, changed);
    assertRefused("checksum");
    assertNothing();
  }

  @Test
  void pathsThatLeadElsewhereAreRefused() throws Exception {
    for (String path :
        List.of(
            "../evil",
            "program/../../evil",
            "/etc/evil",
            "program//evil",
            "database/evil",
            "program/.hidden",
            "config.yml",
            "program/a\\..\\evil")) {
      write(item(path, "x"), entry(path, "x", TarArchiveEntry.LF_NORMAL));
      assertRefused("list of files cannot be used");
    }
    assertThat(there.resolveSibling("evil")).doesNotExist();
    assertNothing();
  }

  @Test
  void onlyWhatTheListNamesComesIn() throws Exception {
    String item = item("program/a", "x");
    write(item, entry("program/a", "/etc/passwd", TarArchiveEntry.LF_SYMLINK));
    assertRefused("in the place of program/a");
    write(item, entry("program/b", "x", TarArchiveEntry.LF_NORMAL));
    assertRefused("in the place of program/a it holds program/b");
    write(item);
    assertRefused("cut off before program/a");
    write(
        item,
        entry("program/a", "x", TarArchiveEntry.LF_NORMAL),
        entry("program/b", "x", TarArchiveEntry.LF_NORMAL));
    assertRefused("does not name: program/b");
    write(item, entry("program/a", "longer", TarArchiveEntry.LF_NORMAL));
    assertRefused("longer than the 1 bytes");
    write(item + "," + item("program/A", "x"));
    assertRefused("list of files cannot be used");
    assertNothing();
  }

  @Test
  void aBundleForAnotherMachineOrOfAnotherKindIsRefused() throws Exception {
    Files.writeString(bundle, "this is no archive at all, but it is long enough to look at");
    assertRefused("does not begin with bundle.json");
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(bundle))) {
      put(tar, BundleManifest.NAME, manifest("plan9-mips", ""), TarArchiveEntry.LF_NORMAL);
    }
    assertRefused("it is for plan9-mips, and this machine is");
    assertThatThrownBy(() -> installer(there).install(here.resolve("no"), FetchListener.none()))
        .hasMessageContaining("There is no file");
  }

  @Test
  void aModelOrPluginThatIsNotWhatItSaysSpoilsTheWholeBundle() throws Exception {
    write(
        item("models/other/model.json", "{}") + "," + item("program/a", "x"),
        entry("models/other/model.json", "{}", TarArchiveEntry.LF_NORMAL),
        entry("program/a", "x", TarArchiveEntry.LF_NORMAL));
    assertRefused("the model other is not whole");
    write(item("plugins/bad.zip", "x"), entry("plugins/bad.zip", "x", TarArchiveEntry.LF_NORMAL));
    assertRefused("the plugin bad.zip");
    assertNothing();
  }

  /** What a tar entry holds: text, or for a link where it leads. */
  private record Entry(String name, String text, byte type) {}

  private static Entry entry(String name, String text, byte type) {
    return new Entry(name, text, type);
  }

  private void write(String items, Entry... entries) throws IOException {
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(bundle))) {
      put(tar, BundleManifest.NAME, manifest(platform(), items), TarArchiveEntry.LF_NORMAL);
      for (Entry entry : entries) {
        put(tar, entry.name(), entry.text(), entry.type());
      }
    }
  }

  private static void put(TarArchiveOutputStream tar, String name, String text, byte type)
      throws IOException {
    var entry = new TarArchiveEntry(name, type, true);
    byte[] bytes = text.getBytes(UTF_8);
    if (type == TarArchiveEntry.LF_SYMLINK) {
      entry.setLinkName(text);
      bytes = new byte[0];
    }
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static String manifest(String platform, String items) {
    return "{\"format\": 1, \"version\": \"1\", \"platform\": \"%s\", \"files\": [%s]}"
        .formatted(platform, items);
  }

  private static String item(String path, String text) {
    return "{\"path\": \"%s\", \"sizeBytes\": %d, \"sha256\": \"%s\", \"executable\": false}"
        .formatted(
            path.replace("\\", "\\\\"), text.length(), Archives.sha256(text.getBytes(UTF_8)));
  }

  private static int indexOf(byte[] whole, byte[] part) {
    var text = new ByteArrayOutputStream();
    text.writeBytes(whole);
    return text.toString(java.nio.charset.StandardCharsets.ISO_8859_1)
        .lastIndexOf(new String(part, java.nio.charset.StandardCharsets.ISO_8859_1));
  }
}
