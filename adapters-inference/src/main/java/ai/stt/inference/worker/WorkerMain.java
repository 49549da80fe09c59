package ai.stt.inference.worker;

import ai.stt.app.operation.DeviceHealth;
import ai.stt.inference.wire.Connection;
import ai.stt.inference.wire.PlainData;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the main class of a process that runs models does. */
public final class WorkerMain {
  private WorkerMain() {}

  /**
   * Meets the server and serves it; the process ends with the connection.
   *
   * @param folder where they meet
   * @param settings the record that the server gave as bytes
   * @param engines how each engine is made, with the settings, by the interface it is lent as
   * @param host is given the server, to which this process may log
   */
  @SuppressWarnings("SystemExitOutsideMain") // halt: threads in native code must not delay the end
  public static <S> void serve(
      Path folder,
      Class<S> settings,
      BiFunction<S, DeviceHealth, Map<Class<?>, Supplier<?>>> engines,
      Consumer<HostService> host)
      throws Exception {
    ExecutorService workers =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("stt-worker-", 1).factory());
    WorkerFolder.enter(
        folder,
        (socket, sounds) -> {
          var connection = new Connection(socket, sounds, workers);
          var models =
              new WorkerModels(
                  connection,
                  (bytes, health) -> engines.apply(PlainData.value(settings, bytes), health));
          var _ = connection.gone().thenRun(() -> Runtime.getRuntime().halt(0));
          var _ = connection.begin(WorkerService.class, models);
          host.accept(connection.root(HostService.class));
        });
    Thread.currentThread().join(); // until the halt
  }
}
