package ai.stt.inference.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A process of models with the engines that the plugins of the tests ask for. */
public final class TestProcess {
  private TestProcess() {}

  /** The record that it is given. */
  record Nothing() {}

  /** Its command line, for a small and quick JVM. */
  static WorkerCommand command() {
    return new WorkerCommand(
        TestProcess.class.getName(),
        List.of(
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+SuppressFatalErrorMessage"));
  }

  /** Called by the test's own process. */
  public static void main(String[] args) throws Exception {
    List<Object> events = new CopyOnWriteArrayList<>();
    WorkerMain.serve(
        Path.of(args[0]),
        Nothing.class,
        (nothing, health) ->
            Map.of(List.class, () -> events, Semaphore.class, () -> new Semaphore(0)),
        host -> host.log(20, TestProcess.class.getName(), "it runs"));
  }
}
