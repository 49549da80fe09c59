package ai.stt.inference.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.inference.plugin.testing.Eventually;
import ai.stt.inference.plugin.testing.PluginZip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginFolderTest extends FolderTest {
  @Test
  void aFolderThatDoesNotExistHasNoPlugins() throws Exception {
    try (var none =
        new PluginFolder(home.resolve("none"), home.resolve("cache"), PluginTrust.inEverybody())) {
      assertThat(none.scan()).isFalse();
      assertThat(none.plugins()).isEmpty();
    }
  }

  @Test
  void aZipIsLoadedAndRemovedAndLeavesNothingBehind() throws Exception {
    Path zip = PluginZip.of("fake", "1.0.0").writeTo(zips.resolve("fake.zip"));

    assertThat(folder.scan()).isTrue();
    assertThat(folder.scan()).isFalse();
    assertThat(versions()).containsExactly("fake 1.0.0");
    assertThat(filesIn(zips)).containsExactly("fake.zip");

    Files.delete(zip);
    assertThat(folder.scan()).isTrue();
    assertThat(versions()).isEmpty();
    Eventually.holds(() -> filesIn(scratch()).stream().noneMatch(name -> name.startsWith("fake")));
    folder.close();
    assertThat(filesIn(home.resolve("cache"))).isEmpty();
  }

  @Test
  void aPluginSeesTheSharedVocabularyAndNothingElseOfTheHost() throws Exception {
    PluginZip.of("fake", "1.0.0")
        .code(
            "OFFERS",
            """
            for (String name : List.of("ai.stt.speech.text.Language", "ai.stt.plugin.SpeechPlugin",
                "org.slf4j.Logger", "java.sql.Connection", "org.pf4j.Plugin",
                "com.fasterxml.jackson.databind.ObjectMapper", "ai.stt.app.model.ModelRegistry",
                "ai.stt.inference.plugin.PluginFolder", "org.bytedeco.javacpp.Loader",
                "org.junit.jupiter.api.Test")) {
              for (var loader : List.of(getClass().getClassLoader(),
                  Thread.currentThread().getContextClassLoader())) {
                try {
                  Class.forName(name, false, loader);
                  events.add("sees " + name);
                } catch (ClassNotFoundException e) {
                  events.add("misses " + name);
                }
              }
            }
            events.add("resource " + getClass().getResource("/org/pf4j/Plugin.class"));
            """)
        .writeTo(zips.resolve("fake.zip"));
    folder.scan();
    offersOfFirst();

    assertThat(events.stream().filter(event -> event.startsWith("sees")).distinct())
        .containsExactly(
            "sees ai.stt.speech.text.Language",
            "sees ai.stt.plugin.SpeechPlugin",
            "sees org.slf4j.Logger",
            "sees java.sql.Connection");
    assertThat(events.stream().filter(event -> event.startsWith("misses"))).hasSize(12);
    assertThat(events).contains("resource null");
  }

  @Test
  void aPluginUsesTheJarsInItsLibFolder() throws Exception {
    Map<String, byte[]> library =
        PluginZip.compile(
            "Helper",
            """
            package lib;

            public class Helper {
              public String toString() {
                return "help";
              }
            }
            """);
    PluginZip.of("fake", "1.0.0")
        .jar("lib/helper.jar", library)
        .code(
            "OFFERS",
            """
            try {
              events.add(Class.forName("lib.Helper").getConstructor().newInstance().toString());
            } catch (ReflectiveOperationException e) {
              throw new IllegalStateException(e);
            }
            """)
        .writeTo(zips.resolve("fake.zip"));
    folder.scan();
    offersOfFirst();

    assertThat(events).contains("help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CONSTRUCTOR|if (yes()) throw new IllegalStateException(\"no luck today\");|no luck today",
        "CONSTRUCTOR|if (yes()) throw new StackOverflowError();|StackOverflowError",
        "CONSTRUCTOR|if (yes()) throw new NoClassDefFoundError(\"gone/Gone\");|gone/Gone",
        "CONSTRUCTOR|if (yes()) throw new java.io.IOException(\"/home/me/x.bin is bad\");|x.bin is bad",
        "STATIC|if (yes()) throw new IllegalStateException(\"static trouble\");|cannot be initialised",
      })
  void aPluginThatCannotStartIsRefusedWhileOthersRun(String place, String code, String reason)
      throws Exception {
    PluginZip.of("bad", "1.0.0").code(place, code).writeTo(zips.resolve("bad.zip"));
    PluginZip.of("good", "1.0.0").writeTo(zips.resolve("good.zip"));
    folder.scan();

    assertThat(versions()).containsExactly("good 1.0.0");
    assertThat(folder.refusals()).containsOnlyKeys("bad.zip");
    assertThat(folder.refusals().get("bad.zip")).contains(reason).doesNotContain("/home");
    assertThat(folder.scan()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "fake.Missing,does not hold its entry class fake.Missing",
    "fake.FakePlugin$Late,does not implement SpeechPlugin",
    "java.lang.String,does not implement SpeechPlugin",
    "ai.stt.plugin.SpeechPlugin,not a public class with a public constructor",
  })
  void anEntryClassThatIsNoneIsRefused(String entryClass, String reason) throws Exception {
    PluginZip.of("bad", "1.0.0")
        .property("stt.plugin.class", entryClass)
        .writeTo(zips.resolve("bad.zip"));
    folder.scan();

    assertThat(folder.plugins()).isEmpty();
    assertThat(folder.refusals().get("bad.zip")).contains(reason);
  }

  @Test
  void aPluginThatNeverComesBackIsGivenUpWhileOthersRun() throws Exception {
    String hang = "if (yes()) new java.util.concurrent.CountDownLatch(1).await();";
    PluginZip.of("bad", "1.0.0").code("CONSTRUCTOR", hang).writeTo(zips.resolve("bad.zip"));
    PluginZip.of("good", "1.0.0").writeTo(zips.resolve("good.zip"));
    try (var hasty =
        new PluginFolder(
            zips,
            home.resolve("cache"),
            PluginTrust.inEverybody(),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2))) {
      hasty.scan();

      assertThat(hasty.plugins()).hasSize(1);
      assertThat(hasty.refusals().get("bad.zip")).contains("did not come back within 2000 ms");
    }
  }

  @Test
  void partsHiddenFilesAndFoldersAreLeftAlone() throws Exception {
    byte[] whole = PluginZip.of("fake", "1.0.0").bytes();
    Files.write(zips.resolve("fake.zip.part"), whole);
    Files.write(zips.resolve(".fake.zip"), whole);
    Files.writeString(zips.resolve("readme.txt"), "hello");
    Files.createDirectory(zips.resolve("folder.zip"));

    assertThat(folder.scan()).isFalse();
    assertThat(folder.refusals()).isEmpty();
  }

  @Test
  void aHeldPluginIsClosedOnlyWhenItIsReleased() throws Exception {
    Path zip = PluginZip.of("fake", "1.0.0").writeTo(zips.resolve("fake.zip"));
    folder.scan();
    LoadedPlugin plugin = folder.plugins().getFirst();
    plugin.hold();
    plugin.offers(context);
    Files.delete(zip);
    folder.scan();
    Thread.sleep(50);
    assertThat(events).doesNotContain("close plugin 1.0.0");

    plugin.release();
    Eventually.holds(() -> events.contains("close plugin 1.0.0"));
  }

  @Test
  void whatAKilledProcessLeftIsDeletedAndWhatALiveOneUsesIsNot() throws Exception {
    Path cache = home.resolve("cache");
    Files.createDirectories(cache.resolve("run-dead/content"));
    Files.writeString(cache.resolve("run-dead/content/x"), "x");
    Files.createFile(cache.resolve("run-dead.lock"));
    try (ScratchFolder live = ScratchFolder.open(cache)) {
      assertThat(cache.resolve("run-dead")).doesNotExist();
      try (ScratchFolder other = ScratchFolder.open(cache)) {
        assertThat(live.path()).isDirectory();
        assertThat(other.path()).isDirectory().isNotEqualTo(live.path());
      }
    }
    assertThat(filesIn(cache)).isEmpty();
  }
}
