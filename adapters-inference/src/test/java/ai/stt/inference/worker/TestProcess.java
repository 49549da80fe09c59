package ai.stt.inference.worker;

import ai.stt.inference.wire.PlainData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A process of models with the engines that the plugins of the tests ask for. */
public final class TestProcess {
  /** What it is given. */
  static final byte[] SETTINGS = PlainData.bytes(Nothing.class, new Nothing());

  private TestProcess() {}

  /** The record that it is given. */
  record Nothing() {}

  /** Done while the engines are made. */
  @FunctionalInterface
  interface Engines {
    void make() throws InterruptedException;
  }

  /** Its command line, for a small and quick JVM. */
  static WorkerCommand command(Class<?> main, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+SuppressFatalErrorMessage"));
    all.addAll(List.of(options));
    return new WorkerCommand(main.getName(), all);
  }

  /** Called by the test's own process. */
  public static void main(String[] args) throws Exception {
    serve(args, () -> {});
  }

  static void serve(String[] args, Engines engines) throws Exception {
    List<Object> events = new CopyOnWriteArrayList<>();
    WorkerMain.serve(
        Path.of(args[0]),
        Nothing.class,
        (nothing, health) -> {
          try {
            engines.make();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return Map.of(List.class, () -> events, Semaphore.class, () -> new Semaphore(0));
        },
        host -> host.log(20, TestProcess.class.getName(), "it runs"));
  }
}
