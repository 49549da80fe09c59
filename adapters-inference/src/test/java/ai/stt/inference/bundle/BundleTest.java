package ai.stt.inference.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelSource;
import ai.stt.inference.catalog.FolderModelStore;
import ai.stt.inference.catalog.testing.Archives;
import ai.stt.inference.catalog.testing.FileServer;
import ai.stt.inference.catalog.testing.SmallCatalog;
import ai.stt.inference.plugin.PluginShelf;
import ai.stt.inference.plugin.PluginTrust;
import ai.stt.inference.plugin.testing.PluginZip;
import ai.stt.inference.plugin.testing.SigningKey;
import ai.stt.inference.trust.TrustedKeys;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class BundleTest {
  private static final byte[] JAR = "a jar".getBytes(UTF_8);

  private final byte[] weights = new byte[50_000];
  private final Path here;
  private final Path there;
  private final Path bundle;

  BundleTest(@TempDir Path folder) {
    new Random(7).nextBytes(weights);
    here = folder.resolve("here");
    there = folder.resolve("there");
    bundle = folder.resolve("bundle.tar");
  }

  @BeforeEach
  void create() throws Exception {
    try (var server = new FileServer(weights)) {
      var catalog = new SmallCatalog().add("small", weights, new ModelSource.Url(server.uri()));
      new FolderModelStore(here, catalog).pull("small", false, FetchListener.none());
    }
    Path distribution = Files.createDirectories(here.resolve("dist"));
    Files.write(Files.createDirectories(distribution.resolve("lib")).resolve("a.jar"), JAR);
    Path launcher = Files.writeString(here.resolve("stt"), "#!/bin/sh\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Path natives = Files.createDirectories(here.resolve("natives/lib-1-" + platform()));
    Files.writeString(natives.resolve("lib.so"), "native");
    Files.createDirectories(here.resolve("natives/.work/half"));
    Files.writeString(here.resolve("natives/.work/half/lib.so"), "half");
    Path plugins = Files.createDirectories(here.resolve("plugins"));
    PluginZip.of("fake", "1.0.0").writeTo(plugins.resolve("fake.zip"));
    PluginZip.of("ours", "1.0.0").writeTo(plugins.resolve("ours.zip"));
    BundleWriter.write(contents(), "1.2.3", bundle, FetchListener.none());
  }

  @Test
  void whatIsInstalledHereIsInstalledThereByteForByte() throws Exception {
    BundleManifest installed = installer(there).install(bundle, FetchListener.none());

    assertThat(installed.version()).isEqualTo("1.2.3");
    assertThat(there.resolve("program/lib/a.jar")).hasBinaryContent(JAR);
    assertThat(there.resolve("program/stt")).isExecutable();
    assertThat(there.resolve("natives/lib-1-" + platform() + "/lib.so")).hasContent("native");
    var store = new FolderModelStore(there, new SmallCatalog());
    assertThat(store.verify("small", FetchListener.none())).isTrue();
    assertThat(names(there.resolve("plugins"))).containsExactly("fake-1.0.0.zip");
    assertThat(names(there)).doesNotContain(".bundle");
    assertThat(there.resolve("natives/.work")).isEmptyDirectory();
  }

  @Test
  void bundlesOfTheSameFilesAreTheSameBytes() throws Exception {
    Path again = bundle.resolveSibling("again.tar");
    BundleWriter.write(contents(), "1.2.3", again, FetchListener.none());
    assertThat(again).hasSameBinaryContentAs(bundle);
  }

  @Test
  void aNewerBundleTakesThePlaceOfAnOlderOne() throws Exception {
    installer(there).install(bundle, FetchListener.none());
    Files.delete(here.resolve("dist/lib/a.jar"));
    Files.writeString(here.resolve("dist/lib/b.jar"), "newer");
    BundleWriter.write(contents(), "1.2.4", bundle, FetchListener.none());

    installer(there).install(bundle, FetchListener.none());
    assertThat(names(there.resolve("program/lib"))).containsExactly("b.jar");
  }

  @Test
  void aBundleWithoutJavaKeepsTheJavaThatIsThere() throws Exception {
    installer(there).install(bundle, FetchListener.none());
    Path java = there.resolve("program/java/bin/java");
    Files.createDirectories(java.resolveSibling("."));
    Files.writeString(java, "java");
    assertThat(java.toFile().setExecutable(true)).isTrue();

    installer(there).install(bundle, FetchListener.none());
    assertThat(java).hasContent("java").isExecutable();
    assertThat(there.resolve("program/lib/a.jar")).hasBinaryContent(JAR);
  }

  @Test
  void aPluginOfAnUnusualNameIsRefusedBeforeAnythingIsWritten() throws Exception {
    PluginZip.of("mine", "1.0.0").writeTo(here.resolve("plugins/my plugin.zip"));
    Path other = bundle.resolveSibling("other.tar");
    BundleContents contents = contents();
    assertThatThrownBy(() -> BundleWriter.write(contents, "1", other, FetchListener.none()))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining("plugins/my plugin.zip cannot go into a bundle");
    assertThat(other).doesNotExist();
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
    installer(there); // the folder may be there, but nothing in it
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

  @Test
  void whereSignaturesAreRequiredABundleNeedsOneThatHolds() throws Exception {
    SigningKey key = SigningKey.fresh();
    Path signature = Path.of(bundle + ".sig");
    var strict = installer(there, key, true);
    assertThatThrownBy(() -> strict.install(bundle, FetchListener.none()))
        .hasMessageContaining("it is not signed");
    Files.write(signature, SigningKey.fresh().sign(bundle));
    assertThatThrownBy(() -> strict.install(bundle, FetchListener.none()))
        .hasMessageContaining("not by a trusted key");
    assertThatThrownBy(() -> installer(there, key, false).install(bundle, FetchListener.none()))
        .hasMessageContaining("not by a trusted key");
    Files.write(signature, new byte[1 << 20]);
    assertThatThrownBy(() -> strict.install(bundle, FetchListener.none()))
        .hasMessageContaining("too large");
    Files.write(signature, key.sign(bundle));
    byte[] whole = Files.readAllBytes(bundle);
    Files.write(bundle, Arrays.copyOf(whole, whole.length + 1)); // behind the archive's end
    assertThatThrownBy(() -> strict.install(bundle, FetchListener.none()))
        .hasMessageContaining("it was changed");
    assertNothing();
    Files.write(bundle, whole);
    strict.install(bundle, FetchListener.none());
    assertThat(there.resolve("program/stt")).exists();
  }

  @Test
  void aDamagedModelGoesIntoNoBundle() throws Exception {
    Path file = here.resolve("models/small/ggml-small.bin");
    byte[] bytes = Files.readAllBytes(file);
    bytes[1] ^= 1;
    Files.write(file, bytes);
    Path other = bundle.resolveSibling("other.tar");
    assertThatThrownBy(() -> BundleWriter.write(contents(), "1", other, FetchListener.none()))
        .hasMessageContaining("models/small/ggml-small.bin is damaged");
    assertThat(other).doesNotExist();
  }

  private BundleContents contents() throws IOException {
    return new BundleContents()
        .program(here.resolve("stt"), here.resolve("dist"))
        .model(here, "small")
        .fetched(here)
        .plugins(here.resolve("plugins"), Set.of("ours.zip"));
  }

  private static BundleInstaller installer(Path home) {
    return new BundleInstaller(
        home,
        new PluginShelf(home.resolve("plugins"), PluginTrust.inEverybody()),
        new TrustedKeys(Map.of()),
        false);
  }

  private static BundleInstaller installer(Path home, SigningKey key, boolean required) {
    return new BundleInstaller(
        home,
        new PluginShelf(home.resolve("plugins"), PluginTrust.inEverybody()),
        new TrustedKeys(Map.of("ours", key.publicKey())),
        required);
  }

  private void assertRefused(String words) {
    assertThatThrownBy(() -> installer(there).install(bundle, FetchListener.none()))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining("The bundle is refused")
        .hasMessageContaining("Nothing was installed")
        .hasMessageContaining(words);
  }

  private void assertNothing() throws IOException {
    assertThat(names(there)).containsOnly(".bundle.lock");
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

  private static String platform() {
    return BundleContents.platform();
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of(".bundle.lock");
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static int indexOf(byte[] whole, byte[] part) {
    var text = new ByteArrayOutputStream();
    text.writeBytes(whole);
    return text.toString(java.nio.charset.StandardCharsets.ISO_8859_1)
        .lastIndexOf(new String(part, java.nio.charset.StandardCharsets.ISO_8859_1));
  }
}
