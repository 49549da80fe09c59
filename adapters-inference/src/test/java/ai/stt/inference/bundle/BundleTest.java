package ai.stt.inference.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.FolderModelStore;
import ai.stt.inference.catalog.testing.SmallCatalog;
import ai.stt.inference.plugin.PluginShelf;
import ai.stt.inference.plugin.PluginTrust;
import ai.stt.inference.plugin.testing.PluginZip;
import ai.stt.inference.plugin.testing.SigningKey;
import ai.stt.inference.trust.TrustedKeys;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that are what they say. */
@Timeout(60)
final class BundleTest extends BundleFixture {
  BundleTest(@TempDir Path folder) {
    super(folder);
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
  void whatAKilledInstallationHadMovedAsideIsPutBack() throws Exception {
    installer(there).install(bundle, FetchListener.none());
    Path program = aside(there.resolve("program"), there.resolve(".bundle/waiting"));
    Path model =
        aside(there.resolve("models/small"), there.resolve("models/.work/.bundle/waiting"));
    Path library = there.resolve("natives/lib-1-" + platform());
    aside(library, there.resolve("natives/.work/.bundle/waiting"));

    Files.writeString(bundle, "no bundle");
    assertRefused("");
    assertThat(program.resolve("lib/a.jar")).hasBinaryContent(JAR);
    assertThat(program.resolve("stt")).isExecutable();
    assertThat(model.resolve("ggml-small.bin")).hasBinaryContent(weights);
    assertThat(library.resolve("lib.so")).hasContent("native");
    assertThat(names(there)).doesNotContain(".bundle");
  }

  private static Path aside(Path thing, Path waiting) throws Exception {
    Files.move(thing, Files.createDirectories(waiting).resolve(thing.getFileName()));
    return thing;
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

  private static BundleInstaller installer(Path home, SigningKey key, boolean required) {
    return new BundleInstaller(
        home,
        new PluginShelf(home.resolve("plugins"), PluginTrust.inEverybody()),
        new TrustedKeys(Map.of("ours", key.publicKey())),
        required);
  }
}
