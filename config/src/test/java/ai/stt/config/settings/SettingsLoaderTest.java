package ai.stt.config.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.access.AnonymousSettings;
import ai.stt.app.account.Plans;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.inference.engine.whisper.WhisperEngineChoice;
import ai.stt.inference.media.MediaSettings;
import ai.stt.persistence.blob.S3Settings;
import ai.stt.platform.account.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    assertThat(settings.access().anonymous())
        .isEqualTo(new AnonymousSettings(true, 3, 100L << 20, 1));
    assertThat(settings.accounts().all().all()).contains(Plan.FREE, Plan.PAID);
    assertThat(settings.accounts().all().initial()).isEqualTo(Plan.FREE);
    assertThat(settings.accounts().admin().id()).isEqualTo("operator");
    assertThat(settings.database().embedded()).isTrue();
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
  void anOwnLibwhisperAndTheEngineAreChosenByName() throws IOException {
    Settings usual = read(null);
    assertThat(usual.whisperCpp().ownLibrary()).isEmpty();
    assertThat(usual.whisperCpp().onGpu()).as("the packaged library has no GPU").isFalse();
    assertThat(usual.whisper().engineChoice()).isEqualTo(WhisperEngineChoice.AUTO);

    Settings own =
        read("whisper: {engine: whisper.cpp}\nwhisper_cpp: {library: ' /opt/libwhisper.so '}\n");
    assertThat(own.whisperCpp().ownLibrary()).contains("/opt/libwhisper.so");
    assertThat(own.whisperCpp().onGpu()).isTrue();
    assertThat(own.whisper().engineChoice()).isEqualTo(WhisperEngineChoice.WHISPER_CPP);
    assertThatThrownBy(() -> read("whisper: {engine: whispercpp}\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("auto, onnx or whisper.cpp");
  }

  @Test
  void modelsRunInTheProgramsOwnProcessUnlessAnotherIsAskedFor() {
    assertThat(read(null).inference().apart()).isFalse();
    Settings apart = read("inference: {isolation: process, java_options: ['-Xmx2g']}\n");
    assertThat(apart.inference().apart()).isTrue();
    assertThat(apart.inference().javaOptions()).containsExactly("-Xmx2g");
    assertThatThrownBy(() -> read("inference: {isolation: container}\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("isolation is in-process or process");
    assertThatThrownBy(() -> read("inference: {java_options: [Xmx2g]}\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("such as -Xmx2g");
  }

  @Test
  void recordingsLieInAStoreAsSoonAsItsBucketIsNamed() throws IOException {
    assertThat(read(null).blobs().store()).isEmpty();
    Path secret = Files.writeString(folder.resolve("secret"), "shh\n");
    String store = "blobs: {s3: {bucket: audio, access_key: id, %s}}";

    S3Settings own = read(store.formatted("secret_file: " + secret)).blobs().store().orElseThrow();
    assertThat(own.secret()).isEqualTo("shh");
    assertThat(own.toString()).contains("audio").doesNotContain("shh");
    for (String wrong :
        List.of(
            "secret: ''",
            "secret: x, secret_file: y",
            "secret_file: /nowhere/at/all",
            "secret: x, endpoint: minio",
            "secret: x, endpoint: 'http://a b'",
            "secret: x, prefix: ../up/",
            "secret: x, region: Mars!",
            "secret: x, attempts: 0",
            "secret: x, path_style: perhaps")) {
      assertThatThrownBy(() -> read(store.formatted(wrong)))
          .as(wrong)
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("blobs");
    }
  }

  @Test
  void aFileChangesAPlanOrAddsOne() {
    Settings settings =
        read(
            """
            accounts:
              plans:
                free: {concurrent: 7}
                gold: {name: Gold, minutes_per_month: 9, max_upload_bytes: 1GiB, concurrent: 9,
                       requests_per_minute: 9, models: [base], excluded_models: [], audio_days: 30,
                       private_cloud: false}
            """);

    Plans plans = settings.accounts().all();
    assertThat(plans.named("free").concurrent()).isEqualTo(7);
    assertThat(plans.named("free").minutesPerMonth()).isEqualTo(600);
    assertThat(plans.named("gold").allows("base")).isTrue();
    assertThat(plans.named("gold").allows("large-v3")).isFalse();
  }

  @Test
  void plansThatDoNotFitTogetherAreRefused() {
    assertThatThrownBy(() -> read("accounts:\n  initial_plan: none\n"))
        .hasMessageContainingAll("accounts", "none");
    assertThatThrownBy(() -> read("accounts:\n  admin_plan: none\n"))
        .hasMessageContainingAll("accounts", "admin_plan", "operator");
    assertThatThrownBy(() -> read("accounts: {plans: {free: {concurrent: 0}}}\n"))
        .hasMessageContainingAll("accounts", "at least 1");
  }

  @Test
  void aDatabaseIsNamedByItsJdbcUrlAndItsPasswordIsNotPrinted() {
    assertThatThrownBy(() -> read("database:\n  url: postgres://host/name\n"))
        .hasMessageContainingAll("database", "jdbc:postgresql://");
    Settings settings =
        read("database: {url: 'jdbc:postgresql://host/name', user: u, password: hush}\n");
    assertThat(settings.database().embedded()).isFalse();
    assertThat(settings.database().own().password()).isEqualTo("hush");
    assertThat(settings.toString()).doesNotContain("hush");
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
