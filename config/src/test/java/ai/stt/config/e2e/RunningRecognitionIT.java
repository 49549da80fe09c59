package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Looked at, and ended, while the network of the model computes; the recording lasts minutes. */
class RunningRecognitionIT {
  private static final Duration BEGINS = Duration.ofMinutes(5);
  private static final int TIMES = 60;

  @TempDir private Path folder = Path.of("");
  private Map<String, String> home = Map.of();
  private Path speech = Path.of("");

  @BeforeEach
  void record() throws Exception {
    home = TestHome.in(Files.createDirectory(folder.resolve("home")));
    speech = SpokenFile.writeInARow(Shell.SAMPLE, folder, TIMES);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aCommandThatIsEndedDuringRecognitionSaysSoAndLeavesNothing(String signal, int code)
      throws Exception {
    // A parent that ignores the signal, as a script's background does, would pass that on.
    String python =
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
            + " os.execv(sys.argv[1], sys.argv[1:])";
    Path written = folder.resolve("written.txt");
    var builder =
        new ProcessBuilder("python3", "-c", python, Shell.STT, "transcribe", "-")
            .directory(Shell.ROOT.toFile())
            .redirectInput(speech.toFile())
            .redirectOutput(written.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("STT_NO_BUILD", "1");
    builder.environment().putAll(home);
    Process process = builder.start();
    try {
      Waiting.until(BEGINS, () -> ThreadDump.of(process.pid(), folder).recognising().isPresent());
      List<ProcessHandle> children = process.descendants().toList();
      assertThat(children).as("decoders").isNotEmpty();
      assertThat(Uploads.of(folder.resolve("home"))).hasSize(1);

      Shell.run(Map.of(), "kill", "-" + signal, Long.toString(process.pid()));

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(code);
      assertThat(written).isEmptyFile();
      assertThat(Uploads.of(folder.resolve("home"))).isEmpty();
      for (ProcessHandle child : children) {
        child.onExit().get(30, TimeUnit.SECONDS);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void requestsAreHeldByVirtualThreadsTheDeviceByOthersAndTheGraceEndsWhatRuns() throws Exception {
    Path settings = folder.resolve("home/config.yml");
    Files.writeString(settings, TestHome.WITHOUT_LIMITS + "device: {grace: 1s}\n");
    try (var client = HttpClient.newHttpClient(); // waits for its answers when it is closed
        var server = ServerProcess.start(home)) {
      var running =
          new Upload(client, server.uri()).send(BodyPublishers.ofFile(speech), "speech.wav");
      long pid = server.handle().pid();
      List<ThreadDump> seen = new ArrayList<>();
      Waiting.until(
          BEGINS,
          () -> {
            seen.add(ThreadDump.of(pid, folder));
            return seen.getLast().recognising().isPresent();
          });
      ThreadDump threads = seen.getLast();

      String request = threads.in("ai.stt.http.transcription.").orElseThrow();
      assertThat(ThreadDump.isVirtual(request)).as(request).isTrue();
      String job = threads.in("ai.stt.app.transcription.TranscribeMedia").orElseThrow();
      assertThat(ThreadDump.isVirtual(job)).as(job).isFalse();
      String device = threads.recognising().orElseThrow();
      assertThat(ThreadDump.isVirtual(device)).as(device).isFalse();

      server.terminate();

      assertThat(running.join().statusCode()).as(running.join().body()).isEqualTo(503);
      assertThat(Upload.json(running.join()).get("error").asText()).contains("stopping");
      assertThat(server.awaitEnd(60)).isTrue();
    }
    assertThat(Uploads.of(folder.resolve("home"))).isEmpty();
  }

  @Test
  void anOwnLibraryOfWhisperIsLoadedFromWhereTheSettingsSay() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    try (Stream<Path> packaged = Files.walk(packaged())) {
      for (Path file : packaged.filter(Files::isRegularFile).toList()) {
        Files.copy(file, own.resolve(file.getFileName()));
      }
    }
    writeLibrary(own);
    try (var client = HttpClient.newHttpClient(); // waits for its answers when it is closed
        var server = ServerProcess.start(home)) {
      var answer = new Upload(client, server.uri()).send(Shell.SAMPLE);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(Upload.json(answer).get("text").asText()).containsIgnoringCase("country");
      assertThat(ThreadDump.jcmd(server.handle().pid(), "VM.dynlibs"))
          .contains(own.toRealPath() + "/libwhisper")
          .doesNotContain(packaged() + "/libwhisper");
    }
  }

  @Test
  void aFileThatIsNoLibraryOfWhisperIsToldByItsName() throws Exception {
    Path text = Files.writeString(folder.resolve("libwhisper.so"), "no library");
    writeLibrary(text);

    var refused = Shell.run(home, Shell.STT, "transcribe", Shell.SAMPLE.toString());

    assertThat(refused.code()).as(refused.err()).isEqualTo(4);
    assertThat(refused.err())
        .contains(text.toString(), "cannot be used", "libwhisper 1.8")
        .doesNotContain("fault of the program", "\tat ");
  }

  private void writeLibrary(Path library) throws IOException {
    Files.writeString(
        folder.resolve("home/config.yml"),
        TestHome.WITHOUT_LIMITS + "whisper_cpp: {library: \"%s\"}\n".formatted(library));
  }

  private Path packaged() throws IOException {
    try (Stream<Path> natives = Files.list(folder.resolve("home/natives").toRealPath())) {
      return natives
          .filter(place -> place.getFileName().toString().startsWith("whisper.cpp-"))
          .findFirst()
          .orElseThrow();
    }
  }
}
