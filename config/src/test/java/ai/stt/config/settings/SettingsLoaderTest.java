package ai.stt.config.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.access.AnonymousSettings;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.inference.media.MediaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void theDefaultsAreThoseThatTheRoomsDocument() {
    Settings settings = read(null);

    assertThat(settings.transcription()).isEqualTo(TranscriptionSettings.DEFAULT);
    assertThat(settings.media()).isEqualTo(MediaSettings.DEFAULT);
    assertThat(settings.access().anonymous()).isEqualTo(AnonymousSettings.OFF);
    assertThat(settings.http().maxUploadBytes()).isEqualTo(2L << 30);
    assertThat(settings.http().uploadFolder()).isEqualTo(folder.resolve("uploads"));
    assertThat(settings.models().initial()).isEqualTo("base");
  }

  @Test
  void aFileChangesOnlyWhatItNames() throws IOException {
    Settings settings =
        read(
            """
            transcription:
              beam_size: 1
            models:
              preload: [base, tiny.en]
              release_after: 2h
            http:
              max_upload_bytes: 512KiB
            """);

    assertThat(settings.transcription())
        .isEqualTo(new TranscriptionSettings("large-v3-turbo", true, 1));
    assertThat(settings.models().preload()).containsExactly("base", "tiny.en");
    assertThat(settings.models().releaseAfter()).isEqualTo(Duration.ofHours(2));
    assertThat(settings.http().maxUploadBytes()).isEqualTo(512 << 10);
  }

  @Test
  void anUnknownKeyIsRefusedWithItsNameAndTheKnownOnes() {
    assertThatThrownBy(() -> read("transcription:\n  beams: 5\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("config.yml", "transcription.beams", "beam_size");
  }

  @Test
  void aValueOutOfRangeOrOfAWrongTypeIsRefusedWithItsName() {
    assertThatThrownBy(() -> read("transcription:\n  beam_size: 99\n"))
        .hasMessageContainingAll("transcription", "1..8");
    assertThatThrownBy(() -> read("models:\n  release_after: soon\n"))
        .hasMessageContainingAll("models.release_after", "30s");
    assertThatThrownBy(() -> read("http:\n  max_upload_bytes: 2XB\n"))
        .hasMessageContainingAll("http.max_upload_bytes", "2GiB");
    assertThatThrownBy(() -> read("device:\n  queue: 0\n")).hasMessageContaining("queue is in");
    assertThatThrownBy(() -> read("device:\n  concurrency: 3\n"))
        .hasMessageContaining("media.children");
  }

  @Test
  void whatIsNoYamlOrNoMappingIsRefused() {
    assertThatThrownBy(() -> read("{{{")).isInstanceOf(SettingsException.class);
    assertThatThrownBy(() -> read("- a\n- b\n")).hasMessageContaining("not a mapping");
    assertThat(read("# nothing but a comment\n")).isNotNull();
  }

  @Test
  void thePortOfTheCommandLineWins() {
    SettingsLoader loader = SettingsLoader.read(new Home(folder), null, "1.0.0");

    loader.setPort(9999);

    assertThat(loader.dropwizardYaml()).contains("port: 9999").doesNotContain("transcription");
  }

  @Test
  void keysAreSplitAtCommas() {
    assertThat(read("access:\n  keys: \" a, b,,c \"\n").access().keyList())
        .containsExactly("a", "b", "c");
    assertThat(read("access:\n  keys: \"\"\n").access().keyList()).isEmpty();
  }

  @Test
  void theHomeIsNamedByTheEnvironmentOrInTheUsersFolder() {
    assertThat(Home.of(Map.of("STT_HOME", "/srv/stt")).folder()).isEqualTo(Path.of("/srv/stt"));
    assertThat(Home.of(Map.of()).folder())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".stt"));
  }

  @Test
  void theReferenceShowsTheDefaultsAsTheyAre() throws IOException {
    Path reference = Path.of("..", "docs", "reference", "configuration.md");

    assertThat(Files.readString(reference))
        .contains("```yaml\n" + SettingsLoader.defaults() + "```");
  }

  private Settings read(@Nullable String text) {
    try {
      if (text != null) {
        Files.writeString(folder.resolve("config.yml"), text);
      }
      return SettingsLoader.read(new Home(folder), null, "1.0.0").settings();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
