package ai.stt.inference.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.inference.plugin.testing.Eventually;
import ai.stt.inference.plugin.testing.PluginZip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What happens when a zip takes the place of another, or stands beside it. */
class PluginReplacementTest extends FolderTest {
  @Test
  void ofTwoVersionsTheHigherRunsAndTheLowerTakesOverWhenItGoes() throws Exception {
    PluginZip.of("fake", "1.9.0").writeTo(zips.resolve("a.zip"));
    Path higher = PluginZip.of("fake", "1.10.0").writeTo(zips.resolve("b.zip"));
    folder.scan();
    assertThat(versions()).containsExactly("fake 1.10.0");

    Files.delete(higher);
    assertThat(folder.scan()).isTrue();
    assertThat(versions()).containsExactly("fake 1.9.0");

    PluginZip.of("fake", "1.10.0").writeTo(higher);
    folder.scan();
    assertThat(versions()).containsExactly("fake 1.10.0");
    Eventually.holds(() -> folder.plugins().size() == 1);
    Files.delete(higher);
    folder.scan();
    assertThat(versions()).containsExactly("fake 1.9.0");
  }

  @Test
  void whenTheHigherVersionCannotStartTheLowerRuns() throws Exception {
    PluginZip.of("fake", "1.0.0").writeTo(zips.resolve("a.zip"));
    PluginZip.of("fake", "2.0.0")
        .code("CONSTRUCTOR", "if (yes()) throw new IllegalStateException(\"not here\");")
        .writeTo(zips.resolve("b.zip"));
    folder.scan();

    assertThat(versions()).containsExactly("fake 1.0.0");
    assertThat(folder.refusals()).containsOnlyKeys("b.zip");
  }

  @Test
  void aReplacementWithAnOlderTimeIsNoticedADowngradeToo() throws Exception {
    Path zip = PluginZip.of("fake", "2.0.0").writeTo(zips.resolve("fake.zip"));
    folder.scan();
    PluginZip.of("fake", "1.0.0").writeTo(zip);
    Files.setLastModifiedTime(zip, FileTime.fromMillis(1_000_000_000_000L));

    assertThat(folder.scan()).isTrue();
    assertThat(versions()).containsExactly("fake 1.0.0");
  }

  @Test
  void aReplacementInPlaceOfTheSameSizeAndTimeIsNoticed() throws Exception {
    byte[] first = PluginZip.of("fake", "1.0.0").bytes();
    byte[] second = PluginZip.of("fake", "1.0.1").bytes();
    // A comment behind the directory of the zip makes up for what compression saved.
    int size = Math.max(first.length, second.length) + 2;
    Path zip = zips.resolve("fake.zip");
    Files.write(zip, padded(first, size));
    FileTime time = Files.getLastModifiedTime(zip);
    folder.scan();
    Thread.sleep(20);
    Files.write(zip, padded(second, size));
    Files.setLastModifiedTime(zip, time);

    assertThat(folder.scan()).isTrue();
    assertThat(versions()).containsExactly("fake 1.0.1");
  }

  @Test
  void aTouchedFileWithTheSameContentChangesNothing() throws Exception {
    Path zip = PluginZip.of("fake", "1.0.0").writeTo(zips.resolve("fake.zip"));
    folder.scan();
    Files.setLastModifiedTime(zip, FileTime.fromMillis(1_000_000_000_000L));

    assertThat(folder.scan()).isFalse();
  }

  @Test
  void aZipThatIsStillBeingCopiedIsTriedAgainUntilItIsWhole() throws Exception {
    byte[] whole = PluginZip.of("fake", "1.0.0").bytes();
    Path zip = zips.resolve("fake.zip");
    for (double part : new double[] {0, 0.3, 0.7}) {
      Files.write(zip, Arrays.copyOf(whole, (int) (whole.length * part)));
      assertThat(folder.scan()).isFalse();
      assertThat(folder.refusals().get("fake.zip")).contains("not a whole zip");
    }
    folder.scan();
    Files.write(zip, whole);

    assertThat(folder.scan()).isTrue();
    assertThat(versions()).containsExactly("fake 1.0.0");
    assertThat(folder.refusals()).isEmpty();
  }

  @Test
  void theVersionBeforeStaysWhenItsReplacementIsRefusedUntilTheFileGoes() throws Exception {
    Path zip = PluginZip.of("fake", "1.0.0").writeTo(zips.resolve("fake.zip"));
    folder.scan();

    Files.writeString(zip, "this is no zip");
    assertThat(folder.scan()).isFalse();
    assertThat(folder.scan()).isFalse();
    PluginZip.of("fake", "1.1.0")
        .code("CONSTRUCTOR", "if (yes()) throw new IllegalStateException(\"not here\");")
        .writeTo(zip);
    assertThat(folder.scan()).isFalse();
    assertThat(versions()).containsExactly("fake 1.0.0");
    assertThat(folder.refusals().get("fake.zip")).contains("not here");

    Files.delete(zip);
    assertThat(folder.scan()).isTrue();
    assertThat(folder.plugins()).isEmpty();
    assertThat(folder.refusals()).isEmpty();
  }
}
