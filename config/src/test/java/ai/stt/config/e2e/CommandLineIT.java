package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
  void aMovieWhoseIndexIsAtTheEndIsHeardFromAPipe() throws Exception {
    SpokenFile.write(Shell.SAMPLE, folder);
    byte[] spoken = Files.readAllBytes(folder.resolve("jfk.raw"));
    Path movie = Files.write(folder.resolve("movie.mp4"), SpokenMovie.mp4(spoken));

    String pipe = "cat \"$1\" | \"$0\" transcribe -";
    var result = Shell.run(home, "sh", "-c", pipe, Shell.STT, movie.toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).containsIgnoringCase(SPOKEN);
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
  void subtitlesGoIntoTheFileThatIsNamedOrSayWhyNot() throws Exception {
    String sample = Shell.SAMPLE.toString();
    Path file = folder.resolve("new/talk.vtt");
    var written =
        Shell.run(
            home, Shell.STT, "transcribe", sample, "--format", "vtt", "--output", file.toString());
    assertThat(written.code()).as(written.err()).isZero();
    assertThat(written.out()).isEmpty();
    assertThat(file).content().startsWith("WEBVTT\n\n").containsIgnoringCase("your country");

    String below = file.resolve("talk.vtt").toString();
    var lost =
        Shell.run(home, Shell.STT, "transcribe", sample, "--format", "vtt", "--output", below);
    assertThat(lost.code()).isEqualTo(2);
    assertThat(lost.err())
        .contains("--output " + below + ": no transcript can be written there")
        .doesNotContain("Exception", "%");
  }

  @Test
  void whoIsInterruptedLeavesNothingAndSaysSoByItsExitCode() throws Exception {
    // A parent that ignores the signal, as a script's background does, would pass that on.
    String python =
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
            + " os.execv(sys.argv[1], sys.argv[1:])";
    var builder =
        new ProcessBuilder("python3", "-c", python, Shell.STT, "transcribe", "-")
            .directory(Shell.ROOT.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("STT_NO_BUILD", "1");
    builder.environment().putAll(home);
    Path uploads = folder.resolve("home/uploads");
    Process process = builder.start();
    try {
      process.getOutputStream().write(new byte[1 << 20]); // and no end of the input
      process.getOutputStream().flush();
      Waiting.until(Duration.ofSeconds(60), () -> !leftIn(uploads).isEmpty());

      Shell.run(Map.of(), "kill", "-INT", Long.toString(process.pid()));

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(leftIn(uploads)).isEmpty();
    } finally {
      process.destroyForcibly();
    }
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

    for (String count : new String[] {"-1", "0", "51", "500"}) {
      var speakers = Shell.run(home, Shell.STT, "transcribe", sample, "--speakers", count);
      assertThat(speakers.code()).as(count).isEqualTo(2);
      assertThat(speakers.err()).contains("--speakers is a whole number from 1 to 50");
    }

    Path config = Files.writeString(folder.resolve("bad.yml"), "transcription:\n  beams: 5\n");
    var setting = Shell.run(home, Shell.STT, "transcribe", sample, "--config", config.toString());
    assertThat(setting.code()).isEqualTo(2);
    assertThat(setting.err()).contains("unknown setting transcription.beams", "beam_size");
  }

  @Test
  void aSpeechOverSeveralWindowsIsHeardWhole() throws Exception {
    Path speech = SpokenFile.writeInARow(Shell.SAMPLE, folder, 4);

    var result = Shell.run(home, Shell.STT, "transcribe", speech.toString(), "--format", "json");

    assertThat(result.code()).as(result.err()).isZero();
    JsonNode answer = new JsonMapper().readTree(result.out());
    assertThat(answer.get("duration").asDouble()).isBetween(43.9, 44.1);
    String text = answer.get("text").asText().toLowerCase(Locale.ROOT).replaceAll("[^a-z ]", "");
    // Not the whole sentence: of a small word the last bit of a processor's sums may decide.
    assertThat(text.split("you can do for your country", -1)).as(text).hasSize(5);
    double last = 0;
    for (JsonNode segment : answer.get("segments")) {
      for (JsonNode word : segment.get("words")) {
        assertThat(word.get("start").asDouble()).isGreaterThanOrEqualTo(last);
        last = word.get("end").asDouble();
      }
    }
    assertThat(last).isBetween(40.0, answer.get("duration").asDouble());
  }

  @Test
  void modelsAreImportedAndRemovedAndAnEmptyHomeSaysWhatIsMissing() throws Exception {
    Path weights = folder.resolve("home/models/base/ggml-base.bin").toRealPath();
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Map<String, String> own = Map.of("STT_HOME", empty.toString());

    var doctor = Shell.run(own, Shell.STT, "doctor");
    assertThat(doctor.code()).as(doctor.out() + doctor.err()).isEqualTo(4);
    assertThat(doctor.out())
        .containsPattern("(?m)^missing +models +none is installed; .*stt models pull base$")
        .containsPattern("(?m)^missing +whisper.cpp +not fetched yet; 'stt transcribe' .*$")
        .containsPattern("(?m)^ok +ffmpeg ");

    Path text = Files.writeString(folder.resolve("text.bin"), "not a model");
    var refused = Shell.run(own, Shell.STT, "models", "import", text.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("text.bin").doesNotContain("Exception");

    var taken =
        Shell.run(own, Shell.STT, "models", "import", weights.toString(), "--id", "our-own");
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(taken.err()).contains("our-own is installed").doesNotContain("\r", "\033");
    assertThat(Shell.run(own, Shell.STT, "models", "list").out())
        .containsPattern("(?m)^our-own +installed +148 ");

    var removed = Shell.run(own, Shell.STT, "models", "remove", "our-own");
    assertThat(removed.code()).as(removed.err()).isZero();
    assertThat(empty.resolve("models/our-own")).doesNotExist();
    assertThat(weights).exists();
    var again = Shell.run(own, Shell.STT, "models", "remove", "our-own");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("our-own");
  }

  @Test
  void quantisedWeightsAreImportedAndHear() throws Exception {
    Map<String, String> environment =
        QuantisedWeights.install(folder.resolve("home"), folder.resolve("own"));
    assertThat(Shell.run(environment, Shell.STT, "models", "list").out())
        .containsPattern("(?m)^mine +installed +8[0-9] ");

    var heard =
        Shell.run(
            environment,
            Shell.STT,
            "transcribe",
            Shell.SAMPLE.toString(),
            "--model",
            QuantisedWeights.MODEL,
            "--format",
            "json");
    assertThat(heard.code()).as(heard.err()).isZero();
    JsonNode answer = new JsonMapper().readTree(heard.out());
    assertThat(answer.get("model").asText()).isEqualTo("mine");
    assertThat(answer.get("text").asText()).containsIgnoringCase(SPOKEN);
    assertThat(answer.get("segments").get(0).get("words")).isNotEmpty();
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
    assertThat(list.out())
        .containsPattern("(?m)^base +installed +148 +int8 ")
        .contains("large-v3-turbo");

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

  private static List<Path> leftIn(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
