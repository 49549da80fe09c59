package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineIT {
  private static final String SPOKEN = "ask what you can do for your country";

  @TempDir private Path folder = Path.of("");
  private Map<String, String> home = Map.of();

  @BeforeEach
  void freshHome() throws IOException, InterruptedException {
    home = TestHome.in(Files.createDirectory(folder.resolve("home")));
  }

  @Test
  void theSampleIsTranscribedAndAPipeHoldsNothingButTheWords() throws Exception {
    var result = Shell.run(home, Shell.STT, "transcribe", Shell.SAMPLE.toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).containsIgnoringCase(SPOKEN).doesNotContain("\r", "\033");
    assertThat(result.err())
        .contains("large-v3-turbo is not installed, so base is used")
        .doesNotContain("\r", "\033");
  }

  @Test
  void standardInputBecomesJsonWithWordsInTheirSegments() throws Exception {
    var result =
        Shell.run(
            home,
            Shell.SAMPLE,
            Shell.STT,
            "transcribe",
            "-",
            "--format",
            "json",
            "--language",
            "english");

    assertThat(result.code()).as(result.err()).isZero();
    JsonNode answer = new JsonMapper().readTree(result.out());
    assertThat(answer.get("language").asText()).isEqualTo("en");
    assertThat(answer.get("model").asText()).isEqualTo("base");
    assertThat(answer.get("duration").asDouble()).isBetween(10.9, 11.1);
    assertThat(answer.get("segments")).isNotEmpty();
    for (JsonNode segment : answer.get("segments")) {
      double last = segment.get("start").asDouble();
      assertThat(segment.get("words")).isNotEmpty();
      for (JsonNode word : segment.get("words")) {
        assertThat(word.get("start").asDouble()).isGreaterThanOrEqualTo(last);
        assertThat(word.get("confidence").asDouble()).isBetween(0.0, 1.0);
        last = word.get("end").asDouble();
      }
      assertThat(last).isLessThanOrEqualTo(segment.get("end").asDouble());
    }
    assertThat(folder.resolve("home/uploads")).isEmptyDirectory();
  }

  @Test
  void severalFilesBecomeSubtitlesInAFolderAndABadOneSpoilsNoOther() throws Exception {
    Path text = Files.writeString(folder.resolve("talk.mp3"), "this is text, not sound");
    Path output = folder.resolve("subtitles");

    var result =
        Shell.run(
            home,
            Shell.STT,
            "transcribe",
            text.toString(),
            Shell.SAMPLE.toString(),
            "--format",
            "srt",
            "--output",
            output.toString());

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("talk.mp3").doesNotContain("Exception");
    assertThat(output.resolve("jfk.srt")).content().startsWith("1\n00:00:0");
    assertThat(output.resolve("talk.srt")).doesNotExist();
  }

  @Test
  void mistakesHaveTheirOwnExitCodesAndSayWhatToDo() throws Exception {
    String sample = Shell.SAMPLE.toString();

    var unknownModel = Shell.run(home, Shell.STT, "transcribe", sample, "--model", "nope");
    assertThat(unknownModel.code()).isEqualTo(2);
    assertThat(unknownModel.err()).contains("live models:", "base");

    var noFile = Shell.run(home, Shell.STT, "transcribe", "not-there.wav");
    assertThat(noFile.code()).isEqualTo(3);

    var usage = Shell.run(home, Shell.STT, "transcribe");
    assertThat(usage.code()).isEqualTo(2);
    assertThat(usage.err()).contains("FILE");

    var inARow = Shell.run(home, Shell.STT, "transcribe", sample, sample, "--format", "srt");
    assertThat(inARow.code()).isEqualTo(2);
    assertThat(inARow.err()).contains("--output FOLDER");

    Path config = Files.writeString(folder.resolve("bad.yml"), "transcription:\n  beams: 5\n");
    var setting = Shell.run(home, Shell.STT, "transcribe", sample, "--config", config.toString());
    assertThat(setting.code()).isEqualTo(2);
    assertThat(setting.err()).contains("unknown setting transcription.beams", "beam_size");
  }

  @Test
  void withoutFallbackAMissingModelNamesTheCommandThatInstallsIt() throws Exception {
    Path config =
        Files.writeString(folder.resolve("strict.yml"), "transcription:\n  fallback: false\n");

    var result =
        Shell.run(
            home, Shell.STT, "transcribe", Shell.SAMPLE.toString(), "--config", config.toString());

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("stt models pull large-v3-turbo");
  }

  @Test
  void modelsAreListedAndTheDoctorFindsTheMachineWell() throws Exception {
    var list = Shell.run(home, Shell.STT, "models", "list");
    assertThat(list.code()).isZero();
    assertThat(list.out()).containsPattern("(?m)^base +installed").contains("large-v3-turbo");

    var found = Shell.run(home, Shell.STT, "models", "search", "Whisper", "de");
    assertThat(found.out())
        .containsPattern("(?m)^base +installed")
        .doesNotContain("silero", "base.en");
    var verified = Shell.run(home, Shell.STT, "models", "verify", "base");
    assertThat(verified.out()).startsWith("ok       base");
    assertThat(verified.code()).isZero();

    var doctor = Shell.run(home, Shell.STT, "doctor");
    assertThat(doctor.code()).as(doctor.out() + doctor.err()).isZero();
    assertThat(doctor.out()).contains("whisper.cpp", "base");
  }
}
