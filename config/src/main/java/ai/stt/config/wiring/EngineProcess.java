package ai.stt.config.wiring;

import ai.stt.inference.worker.HostService;
import ai.stt.inference.worker.WorkerMain;
import java.nio.file.Path;

/** The entry point of the process that models run in, when they run in one of their own. */
public final class EngineProcess {
  private EngineProcess() {}

  /** Serves the server that has started this; the one argument is the folder where they meet. */
  public static void main(String[] args) throws Exception {
    WorkerMain.serve(
        Path.of(args[0]),
        EngineSettings.class,
        (settings, health) -> HostEngines.of(settings, health).all(),
        (HostService host) -> HostLog.use(host));
  }
}
