package ai.stt.inference.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelSource;
import ai.stt.inference.catalog.FolderModelStore;
import ai.stt.inference.catalog.testing.FileServer;
import ai.stt.inference.catalog.testing.SmallCatalog;
import ai.stt.inference.plugin.PluginShelf;
import ai.stt.inference.plugin.PluginTrust;
import ai.stt.inference.plugin.testing.PluginZip;
import ai.stt.inference.trust.TrustedKeys;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** A home with something of everything, the bundle of it, and an empty home. */
abstract class BundleFixture {
  static final byte[] JAR = "a jar".getBytes(UTF_8);

  final byte[] weights = new byte[50_000];
  final Path here;
  final Path there;
  final Path bundle;

  BundleFixture(Path folder) {
    new Random(7).nextBytes(weights);
    here = folder.resolve("here");
    there = folder.resolve("there");
    bundle = folder.resolve("bundle.tar");
  }

  @BeforeEach
  final void create() throws Exception {
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

  BundleContents contents() throws IOException {
    return new BundleContents()
        .program(here.resolve("stt"), here.resolve("dist"))
        .model(here, "small")
        .fetched(here)
        .plugins(here.resolve("plugins"), Set.of("ours.zip"));
  }

  static BundleInstaller installer(Path home) {
    return new BundleInstaller(
        home,
        new PluginShelf(home.resolve("plugins"), PluginTrust.inEverybody()),
        new TrustedKeys(Map.of()),
        false);
  }

  void assertRefused(String words) {
    assertThatThrownBy(() -> installer(there).install(bundle, FetchListener.none()))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining("The bundle is refused")
        .hasMessageContaining("Nothing was installed")
        .hasMessageContaining(words);
  }

  void assertNothing() throws IOException {
    assertThat(names(there)).containsOnly(".bundle.lock");
  }

  static String platform() {
    return BundleContents.platform();
  }

  static List<String> names(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of(".bundle.lock");
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
