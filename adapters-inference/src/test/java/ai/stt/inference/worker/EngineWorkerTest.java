package ai.stt.inference.worker;

import static ai.stt.inference.worker.WorkerFixture.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.model.EnginesLost;
import ai.stt.app.operation.DeviceHealth;
import ai.stt.inference.plugin.testing.Eventually;
import ai.stt.inference.plugin.testing.PluginZip;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineWorkerTest {
  private static final int REQUESTS = 20;
  private static final String SUM =
      "double sum = 0;"
          + " for (ai.stt.speech.audio.PcmChunk c = audio.read(); c != null; c = audio.read()) {"
          + " for (float f : c.samples()) { sum += f; } } "
          + say("sum + \" \" + ProcessHandle.current().pid()");

  private static final String READ_NOWHERE =
      "java.lang.foreign.MemorySegment.ofAddress(1L << 40).reinterpret(8)"
          + ".get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0);";

  @TempDir private Path home = Path.of("");

  /** Two chunks of ones; the second comes when it may. */
  private static final class Halting implements PcmSource {
    private final int samples;
    private final CountDownLatch begun;
    private final CountDownLatch goOn;
    private int reads;

    Halting(int samples, CountDownLatch begun, CountDownLatch goOn) {
      this.samples = samples;
      this.begun = begun;
      this.goOn = goOn;
    }

    @Override
    public @Nullable PcmChunk read() throws InterruptedException {
      if (reads == 1) {
        begun.countDown();
        goOn.await();
      }
      if (reads == 2) {
        return null;
      }
      float[] ones = new float[samples];
      Arrays.fill(ones, 1);
      return new PcmChunk((long) reads++ * samples, ones);
    }

    @Override
    public void close() {}
  }

  private static PcmSource silence() {
    return new Halting(1, new CountDownLatch(1), new CountDownLatch(0));
  }

  private static ProcessHandle process(WorkerFixture fixture) throws Exception {
    Eventually.holds(() -> fixture.worker.running().isPresent());
    return fixture.worker.running().orElseThrow();
  }

  @Test
  void twentyRequestsAreAnsweredRightThoughTheirProcessIsKilled() throws Exception {
    try (var fixture = new WorkerFixture(home)) {
      fixture.start(SUM);
      String first = fixture.ask(silence());
      var begun = new CountDownLatch(REQUESTS);
      var goOn = new CountDownLatch(1);
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 1; i <= REQUESTS; i++) {
        answers.add(asked(fixture, 1000 * i, begun, goOn));
      }
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      ProcessHandle killed = process(fixture);
      assertThat(killed.destroyForcibly()).isTrue();
      killed.onExit().get(10, TimeUnit.SECONDS);
      goOn.countDown();
      assertThat(fixture.registry.live().getFirst().status()).isEqualTo(ModelStatus.READY);
      for (int i = 1; i <= REQUESTS; i++) {
        String answer = answers.get(i - 1).get(30, TimeUnit.SECONDS);
        assertThat(answer).startsWith(2000.0 * i + " ").doesNotEndWith(" " + killed.pid());
      }
      assertThat(first).endsWith(" " + killed.pid());
      Eventually.holds(() -> fixture.health.troubles().isEmpty());
    }
  }

  private static CompletableFuture<String> asked(
      WorkerFixture fixture, int samples, CountDownLatch begun, CountDownLatch goOn) {
    var answer = new CompletableFuture<String>();
    Thread.startVirtualThread(
        () -> {
          try {
            answer.complete(
                EnginesLost.repeat(() -> fixture.ask(new Halting(samples, begun, goOn))));
          } catch (Throwable e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  @Test
  void aCallThatHasAskedNothingIsMadeAgainBehindItsCaller() throws Exception {
    Path mark = home.resolve("mark");
    try (var fixture = new WorkerFixture(home)) {
      fixture.start(
          "try { if (new java.io.File(\"%s\").createNewFile()) { Runtime.getRuntime().halt(9); } }"
                  .formatted(mark)
              + " catch (java.io.IOException e) { throw new IllegalStateException(e); } "
              + SUM);
      assertThat(fixture.ask(silence())).startsWith("2.0 ");
      assertThat(mark).exists();
    }
  }

  @Test
  void anEngineThatReadsWhereNoMemoryIsEndsItsProcessAndNotTheServer() throws Exception {
    Path mark = home.resolve("mark");
    try (var fixture = new WorkerFixture(home)) {
      fixture.start(
          "try { if (new java.io.File(\"%s\").createNewFile()) { %s } }"
                  .formatted(mark, READ_NOWHERE)
              + " catch (java.io.IOException e) { throw new IllegalStateException(e); } "
              + SUM);
      ProcessHandle first = process(fixture);
      assertThat(fixture.ask(silence())).startsWith("2.0 ").doesNotEndWith(" " + first.pid());
      assertThat(first.isAlive()).isFalse();
    }
  }

  @Test
  void aCallThatEndsItsProcessEachTimeIsGivenUpAndTheHealthStaysBadForAWhile() throws Exception {
    try (var fixture = new WorkerFixture(home)) {
      fixture.start("if (yes()) { Runtime.getRuntime().halt(9); }");
      assertThatThrownBy(() -> fixture.ask(silence()))
          .isInstanceOfSatisfying(
              SpeechException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
                assertThat(EnginesLost.fate(e)).contains(EnginesLost.Fate.GIVEN_UP);
              })
          .hasMessageContaining("ended 4 times");
      assertThatThrownBy(() -> fixture.ask(silence())) // its fifth end: the next is long to come
          .isInstanceOfSatisfying(
              SpeechException.class,
              e -> assertThat(EnginesLost.fate(e)).contains(EnginesLost.Fate.GIVEN_UP))
          .hasMessageContaining("again and again");
      assertThat(fixture.health.troubles()).singleElement().asString().contains("status 9");
    }
  }

  @Test
  void aFailureToLoadIsToldAsHere() throws Exception {
    try (var fixture = new WorkerFixture(home)) {
      PluginZip.of("fake", "1.0.0")
          .code("LOAD", "if (yes()) throw new IllegalStateException(\"no weights here\");")
          .writeTo(fixture.zips.resolve("fake.zip"));
      fixture.registry.start();
      assertThatThrownBy(() -> fixture.ask(silence()))
          .isInstanceOfSatisfying(
              SpeechException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE))
          .hasMessageContaining("no weights here");
    }
  }

  @Test
  void aPluginThatIsRemovedIsClosedInTheOtherProcessToo() throws Exception {
    Path closed = home.resolve("closed");
    try (var fixture = new WorkerFixture(home)) {
      PluginZip.of("fake", "1.0.0")
          .code("TRANSCRIBE", SUM)
          .code(
              "CLOSE",
              ("try { java.nio.file.Files.writeString(java.nio.file.Path.of(\"%s-\""
                      + " + ProcessHandle.current().pid()), \"\"); }"
                      + " catch (java.io.IOException e) { throw new IllegalStateException(e); }")
                  .formatted(closed))
          .writeTo(fixture.zips.resolve("fake.zip"));
      fixture.registry.start();
      assertThat(fixture.ask(silence())).startsWith("2.0 ");
      long pid = process(fixture).pid();
      Files.delete(fixture.zips.resolve("fake.zip"));
      Eventually.holds(() -> Files.exists(Path.of(closed + "-" + pid)));
      Eventually.holds(() -> Files.exists(Path.of(closed + "-" + ProcessHandle.current().pid())));
      assertThat(process(fixture).pid()).isEqualTo(pid);
    }
  }

  @Test
  void theProcessEndsWithItsServerHoweverThatEnds() throws Exception {
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Server.class.getName());
    Process server =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
      assertThat(child.isAlive()).isTrue();
      server.destroyForcibly().waitFor();
      child.onExit().get(10, TimeUnit.SECONDS);
      assertThat(left(server.pid())).isEmpty();
    } finally {
      server.destroyForcibly();
    }
  }

  /** A server that does nothing but to have such a process. */
  static final class Server {
    private Server() {}

    /** Tells the process id. */
    public static void main(String[] args) throws InterruptedException {
      try (EngineWorker worker = WorkerFixture.worker(new DeviceHealth())) {
        System.out.println(worker.process().pid());
        Thread.currentThread().join();
      }
    }
  }

  private static List<Path> left(long pid) throws IOException {
    List<Path> left = new ArrayList<>();
    for (Path base : List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")))) {
      if (Files.isDirectory(base)) {
        try (Stream<Path> all = Files.list(base)) {
          all.filter(path -> path.getFileName().toString().startsWith("stt-worker-" + pid + "-"))
              .forEach(left::add);
        }
      }
    }
    return left;
  }

  @Test
  void aProcessWhoseEnginesMeetAnErrorIsFollowedByAnother() throws Exception {
    String mark = "-Dstt.test.mark=" + home.resolve("mark");
    try (EngineWorker worker =
        WorkerFixture.worker(TestProcess.command(FailsOnce.class, mark), new DeviceHealth())) {
      assertThat(worker.process().runs()).isTrue();
      assertThat(home.resolve("mark")).exists();
    }
  }

  /** A process that has no memory for its engines the first time. */
  static final class FailsOnce {
    private FailsOnce() {}

    /** Called by the test's own process. */
    public static void main(String[] args) throws Exception {
      TestProcess.serve(
          args,
          () -> {
            try {
              Files.createFile(Path.of(System.getProperty("stt.test.mark")));
            } catch (IOException e) {
              return; // not the first
            }
            throw new OutOfMemoryError("no room for engines");
          });
    }
  }

  @Test
  void aProcessWhoseEnginesHangIsEnded() throws Exception {
    WorkerProcess process =
        WorkerProcess.start(TestProcess.command(Hangs.class), (level, logger, message) -> {});
    ProcessHandle child = ProcessHandle.of(process.pid()).orElseThrow();
    assertThatThrownBy(() -> process.begin(TestProcess.SETTINGS, Duration.ofSeconds(1)))
        .isInstanceOf(IOException.class)
        .hasMessage("it was not ready within 1 s");
    child.onExit().get(10, TimeUnit.SECONDS);
  }

  /** A process whose engines are never made. */
  static final class Hangs {
    private Hangs() {}

    /** Called by the test's own process. */
    public static void main(String[] args) throws Exception {
      TestProcess.serve(args, new CountDownLatch(1)::await);
    }
  }

  @Test
  void closingEndsTheProcessAndLeavesNothing() throws Exception {
    ProcessHandle child;
    try (var fixture = new WorkerFixture(home)) {
      fixture.start(SUM);
      assertThat(fixture.ask(silence())).startsWith("2.0 ");
      child = process(fixture);
    }
    child.onExit().get(10, TimeUnit.SECONDS);
    assertThat(left(ProcessHandle.current().pid())).isEmpty();
  }
}
