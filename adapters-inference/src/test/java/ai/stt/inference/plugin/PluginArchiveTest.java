package ai.stt.inference.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.inference.plugin.testing.PluginZip;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginArchiveTest {
  private static final byte[] NOTHING = {1, 2, 3, 4, 5, 6, 7, 8};

  @TempDir Path folder;

  @Test
  void aGoodPluginTellsWhatItIs() {
    PluginManifest manifest = PluginArchive.inspect(write(good()));

    assertThat(manifest)
        .isEqualTo(
            new PluginManifest(
                "fake", "1.2.3", "A plugin for tests.", "stt", "Apache-2.0", "fake.FakePlugin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classes/libwhisper.so",
        "lib/libfoo.so.1.2",
        "natives/foo.dll",
        "classes/x/Foo.DYLIB",
        "foo.jnilib"
      })
  void aNativeLibraryIsRefusedByItsName(String name) {
    assertRefused(good().entry(name, NOTHING), "native library " + name);
  }

  @Test
  void aNativeLibraryInsideOfALibraryJarIsRefused() {
    assertRefused(
        good().jar("lib/engine.jar", Map.of("linux/libengine.so", NOTHING)),
        "native library lib/engine.jar!/linux/libengine.so");
  }

  @Test
  void aNativeLibraryTwoJarsDeepIsRefused() {
    byte[] inner = PluginZip.zip(Map.of("engine.dll", NOTHING));
    assertRefused(good().jar("lib/a.jar", Map.of("b.jar", inner)), "lib/a.jar!/b.jar!/engine.dll");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7f454c4602010100", "cffaedfe07000001", "cafebabe00000002"})
  void aNativeLibraryIsRefusedByItsContentWhateverItsName(String magic) {
    byte[] content = java.util.HexFormat.of().parseHex(magic);
    assertRefused(good().entry("classes/data.bin", content), "native library classes/data.bin");
  }

  @Test
  void aWindowsLibraryIsRefusedByItsContent() {
    byte[] content = new byte[256];
    ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(0x3c, 0x80);
    content[0] = 'M';
    content[1] = 'Z';
    content[0x80] = 'P';
    content[0x81] = 'E';
    assertRefused(good().entry("classes/data.bin", content), "native library classes/data.bin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classes/ai/stt/speech/audio/PcmChunk.class",
        "classes/ai/stt/plugin/SpeechPlugin.class",
        "classes/ai/stt/app/model/Lease.class",
        "classes/org/slf4j/Logger.class",
        "classes/META-INF/versions/25/org/slf4j/Logger.class"
      })
  void aClassOfTheHostIsRefused(String name) {
    assertRefused(good().entry(name, NOTHING), name + ", a class of the host");
  }

  /** Whatever module comes: what it is called is read from its sources. */
  @Test
  void theClassesOfEveryModuleAreTheHostsAndThoseOfOurPluginsAreNot() throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent();
    Set<String> host = new TreeSet<>();
    try (Stream<Path> modules = Files.list(Objects.requireNonNull(root))) {
      for (Path module : modules.toList()) {
        Path packages = module.resolve("src/main/java/ai/stt");
        if (Files.isDirectory(packages)) {
          try (Stream<Path> each = Files.list(packages)) {
            each.forEach(name -> host.add(String.valueOf(name.getFileName())));
          }
        }
      }
    }
    assertThat(host)
        .contains("app", "documents", "http", "outbound", "platform")
        .hasSizeGreaterThan(9);
    for (String name : host) {
      String file = "classes/ai/stt/" + name + "/deep/Some.class";
      assertRefused(good().entry(file, NOTHING), file + ", a class of the host");
    }
    PluginArchive.inspect(
        good()
            .entry("classes/ai/stt/model/mine/Some.class", NOTHING)
            .writeTo(folder.resolve("ok.zip")));
  }

  @Test
  void aClassOfTheHostInsideOfALibraryJarIsRefused() {
    assertRefused(
        good().jar("lib/slf4j.jar", Map.of("org/slf4j/Logger.class", NOTHING)),
        "lib/slf4j.jar!/org/slf4j/Logger.class, a class of the host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil.txt", "classes/../../evil.txt", "/evil.txt", "a\\..\\evil", "C:x"})
  void anEntryThatWouldLeaveItsFolderIsRefused(String name) {
    assertRefused(good().entry(name, NOTHING), "an entry that would leave its folder");
  }

  @Test
  void aJarWhoseClassPathLeavesThePluginIsRefused() {
    byte[] manifest =
        "Manifest-Version: 1.0\r\nClass-Path: ../../server.jar\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8);
    assertRefused(good().jar("lib/a.jar", Map.of("META-INF/MANIFEST.MF", manifest)), "Class-Path");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.9, 0.999})
  void aZipThatIsCutOffIsRefused(double part) throws IOException {
    byte[] whole = good().bytes();
    Path file = folder.resolve("cut.zip");
    Files.write(file, Arrays.copyOf(whole, (int) (whole.length * part)));

    assertThatThrownBy(() -> PluginArchive.inspect(file))
        .isInstanceOf(PluginRefusedException.class)
        .hasMessageContaining("not a whole zip file");
  }

  @Test
  void aDamagedByteIsNoticed() throws IOException {
    byte[] bytes =
        good()
            .entry("classes/readme.txt", "hello hello hello".getBytes(StandardCharsets.UTF_8))
            .bytes();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("classes/readme.txt") + "classes/readme.txt".length() + 2] ^= 0x40;
    Path file = Files.write(folder.resolve("damaged.zip"), bytes);

    assertThatThrownBy(() -> PluginArchive.inspect(file))
        .isInstanceOf(PluginRefusedException.class);
  }

  @Test
  void aZipThatUnpacksToTooMuchIsRefusedBeforeItIsUnpacked() {
    Path bomb = write(good().entry("classes/zeros", new byte[2 << 20]));

    assertThat(bomb.toFile().length()).isLessThan(100_000);
    assertThatThrownBy(() -> new ArchiveInspection(1 << 20).inspect(bomb))
        .isInstanceOf(PluginRefusedException.class)
        .hasMessageContaining("unpacks to more than the 1 MiB");
  }

  @Test
  void aZipThatIsTooLargeIsRefusedUnread() throws IOException {
    Path file = folder.resolve("large.zip");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(PluginArchive.MAX_ZIP_BYTES + 1);
    }

    assertThatThrownBy(() -> PluginArchive.inspect(file))
        .isInstanceOf(PluginRefusedException.class)
        .hasMessageContaining("larger than the 128 MiB");
  }

  @Test
  void aZipWithoutPropertiesIsRefused() throws IOException {
    Path file = folder.resolve("none.zip");
    Files.write(file, PluginZip.zip(Map.of("classes/a.txt", NOTHING)));

    assertThatThrownBy(() -> PluginArchive.inspect(file))
        .hasMessageContaining("plugin.properties is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plugin.id",
        "plugin.version",
        "plugin.description",
        "plugin.provider",
        "plugin.license",
        "stt.plugin.class",
        "stt.plugin.spi"
      })
  void everyPropertyIsNeeded(String key) {
    assertRefused(good().property(key, ""), "lacks " + key);
  }

  @ParameterizedTest
  @CsvSource({
    "plugin.id,../../x",
    "plugin.id,Has Space",
    "plugin.version,one",
    "plugin.version,1.2",
    "plugin.version,01.2.3",
    "stt.plugin.class,not a class",
    "stt.plugin.spi,one",
    "stt.plugin.spi,99999999999"
  })
  void aPropertyWithAValueThatIsNotAllowedIsRefused(String key, String value) {
    assertRefused(good().property(key, value), key + " in plugin.properties is not");
  }

  @Test
  void anotherVersionOfThePluginApiIsRefusedWithBothNumbers() {
    assertRefused(
        good().property("stt.plugin.spi", "2"),
        "built for version 2 of the plugin API and this server has version 1");
  }

  private static PluginZip good() {
    return PluginZip.of("fake", "1.2.3");
  }

  private Path write(PluginZip zip) {
    return zip.writeTo(folder.resolve("plugin.zip"));
  }

  private void assertRefused(PluginZip zip, String reason) {
    Path file = write(zip);
    assertThatThrownBy(() -> PluginArchive.inspect(file))
        .isInstanceOf(PluginRefusedException.class)
        .hasMessageContaining(reason);
  }
}
