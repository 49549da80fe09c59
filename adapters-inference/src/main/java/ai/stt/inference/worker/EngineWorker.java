package ai.stt.inference.worker;

import ai.stt.app.operation.DeviceHealth;
import ai.stt.inference.plugin.LoadedPlugin;
import ai.stt.inference.registry.ModelPlace;
import ai.stt.inference.wire.Connection;
import ai.stt.inference.wire.PeerGoneException;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.Model;
import ai.stt.plugin.ModelOffer;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs models in a process of their own and keeps one alive: when it ends, another takes its place
 * at once, or after a while when they end again and again. Thread-safe.
 */
public final class EngineWorker implements ModelPlace, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineWorker.class);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final WorkerCommand command;
  private final byte[] settings;
  private final DeviceHealth health;
  private final Supplier<List<InstalledModel>> installed;
  private final Set<PlacedModel> models = ConcurrentHashMap.newKeySet();
  private final Restarts restarts = new Restarts();
  private CompletableFuture<WorkerProcess> current = new CompletableFuture<>();
  private @Nullable String lostGpu;
  private boolean closed;

  /**
   * Starts the first process in the background.
   *
   * @param settings for the {@link WorkerMain} of its main class
   * @param health is told while there is none
   * @param installed the weights in the model store, as of now
   */
  public EngineWorker(
      WorkerCommand command,
      byte[] settings,
      DeviceHealth health,
      Supplier<List<InstalledModel>> installed) {
    this.command = command;
    this.settings = settings.clone();
    this.health = health;
    this.installed = installed;
    start(current, Duration.ZERO);
  }

  @Override
  public <M extends Model> ModelOffer<M> offer(LoadedPlugin plugin, ModelOffer<M> offer) {
    Class<M> type = offer.capability().type();
    if (!Connection.carries(type)) {
      LOG.warn(
          "Model {} runs in the server's own process: its methods take more than plain data",
          offer.descriptor().id());
      return offer;
    }
    Supplier<LoadOrder> order =
        () ->
            new LoadOrder(
                plugin.manifest(),
                plugin.content(),
                offer.capability().id(),
                offer.descriptor().id(),
                installed.get());
    return new ModelOffer<>(
        offer.capability(),
        offer.descriptor(),
        offer.memoryBytes(),
        () -> type.cast(load(new PlacedModel(this, order, type))));
  }

  private Model load(PlacedModel model) throws Exception {
    model.load();
    models.add(model);
    return model.proxy();
  }

  void forget(PlacedModel model) {
    models.remove(model);
  }

  /** What models take of the machine's memory, in bytes; -1 when nobody knows. */
  public long residentBytes() {
    return last().map(WorkerProcess::residentBytes).orElse(-1L);
  }

  /** The process that runs models now; empty while there is none. */
  public Optional<ProcessHandle> running() {
    return last().flatMap(process -> ProcessHandle.of(process.pid()));
  }

  /** The GPU is gone: this process, and those that follow, do without. */
  public void loseGpu(String reason) {
    synchronized (this) {
      lostGpu = reason;
    }
    last().ifPresent(this::tellOfLoss);
  }

  /** It may be told twice. */
  private void tellOfLoss(WorkerProcess process) {
    String lost;
    synchronized (this) {
      lost = lostGpu;
    }
    try {
      if (lost != null) {
        process.service().loseGpu(lost);
      }
    } catch (PeerGoneException e) {
      LOG.debug("The process has ended; the next one is told");
    }
  }

  /** The process that was started last, which may have ended. */
  private synchronized Optional<WorkerProcess> last() {
    return current.isDone() && !current.isCompletedExceptionally()
        ? Optional.of(current.join())
        : Optional.empty();
  }

  /**
   * The process that runs models; waits while it starts.
   *
   * @throws SpeechException {@code OVERLOADED} when none is to be expected soon
   */
  WorkerProcess process() throws InterruptedException {
    while (true) {
      restarts.requireSoon();
      try {
        WorkerProcess process = current().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (process.runs() || isClosed()) {
          return process;
        }
        vacate(process);
      } catch (TimeoutException e) {
        LOG.debug("No process yet"); // it starts, or is not to be expected soon any more
      } catch (ExecutionException e) {
        throw new SpeechException(ErrorCode.SHUTTING_DOWN, "the server is stopping", e);
      }
    }
  }

  /** It has ended, though nobody has been told yet: from now on one waits for the next. */
  private synchronized void vacate(WorkerProcess ended) {
    if (last().filter(ended::equals).isPresent()) {
      current = new CompletableFuture<>();
    }
  }

  @Override
  public void close() {
    CompletableFuture<WorkerProcess> last;
    synchronized (this) {
      closed = true;
      last = current;
    }
    if (!last.completeExceptionally(new IllegalStateException("closed"))
        && !last.isCompletedExceptionally()) {
      last.join().close();
    }
  }

  private synchronized CompletableFuture<WorkerProcess> current() {
    return current;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void start(CompletableFuture<WorkerProcess> next, Duration delay) {
    Thread.ofVirtual()
        .name("stt-worker-start")
        .start(
            () -> {
              try {
                Thread.sleep(delay);
                started(next, begun());
              } catch (Exception | Error e) { // also one that the process was told of
                ended("cannot be started: " + e.getMessage());
              }
            });
  }

  private WorkerProcess begun() throws Exception {
    WorkerProcess process = WorkerProcess.start(command, EngineWorker::log);
    process.begin(settings, WorkerProcess.START);
    tellOfLoss(process);
    LOG.info("Models run in process {}", process.pid());
    return process;
  }

  private void started(CompletableFuture<WorkerProcess> next, WorkerProcess process) {
    restarts.started();
    boolean wanted = next.complete(process);
    var _ = process.ended().thenAccept(status -> ended("ended with status " + status));
    if (!wanted || isClosed()) {
      process.close();
      return;
    }
    tellOfLoss(process); // of what came meanwhile
    restarts.whenLasting(process::runs, () -> health.clear(this));
    models.forEach(model -> Thread.startVirtualThread(() -> reload(model, process)));
  }

  /** Those who use it meanwhile wait for the same load. */
  private static void reload(PlacedModel model, WorkerProcess process) {
    try {
      model.place(process);
    } catch (Exception e) {
      LOG.warn("A model is not loaded again: {}", e.getMessage());
    }
  }

  private void ended(String how) {
    CompletableFuture<WorkerProcess> next;
    Duration delay;
    synchronized (this) {
      if (closed) {
        return;
      }
      delay = restarts.ended();
      if (current.isDone()) {
        current = new CompletableFuture<>();
      }
      next = current;
    }
    LOG.error("The process that models run in {}; another starts in {} s", how, delay.toSeconds());
    health.miss(this, "the process that models run in %s, and is started again".formatted(how));
    start(next, delay);
  }

  /** What it has to say is written as if it was said here. */
  private static void log(int level, String logger, String message) {
    LoggerFactory.getLogger(logger).atLevel(Level.intToLevel(level)).log(message);
  }
}
