package ai.stt.inference.worker;

import ai.stt.inference.device.ProcessMemory;
import ai.stt.inference.wire.Connection;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** One process that runs models, from its start to its end. Thread-safe. */
final class WorkerProcess implements AutoCloseable {
  /** It must have called back, and have made its engines, within this time each. */
  static final Duration START = Duration.ofMinutes(1);

  private static final long LOOK_MILLIS = 5;
  private static final long END_MILLIS = 2000;

  /** Serves what the process asks of this one. */
  private static final Executor HOST = Thread::startVirtualThread;

  private final Process process;
  private final Connection connection;

  private WorkerProcess(Process process, Connection connection) {
    this.process = process;
    this.connection = connection;
    var _ = connection.gone().thenRun(this::close);
  }

  /** Starts it and waits until it has called back. */
  static WorkerProcess start(WorkerCommand command, HostService host)
      throws IOException, InterruptedException {
    try (WorkerFolder folder = WorkerFolder.create();
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(folder.socket()).configureBlocking(false);
      Process process = command.process(folder.path()).start();
      try {
        var connection = new Connection(accept(server, process), folder.sounds(), HOST);
        return new WorkerProcess(process, connection.begin(HostService.class, host));
      } catch (IOException | InterruptedException | RuntimeException | Error e) {
        process.destroyForcibly();
        throw e;
      }
    }
  }

  private static SocketChannel accept(ServerSocketChannel server, Process process)
      throws IOException, InterruptedException {
    long last = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < last) {
      SocketChannel socket = server.accept();
      if (socket != null) {
        return socket;
      }
      if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "it ended at its start with status %d; its own words are in the log"
                .formatted(process.exitValue()));
      }
    }
    throw new IOException("it did not call back within %d s".formatted(START.toSeconds()));
  }

  /**
   * Has it make its engines; ends it when it cannot.
   *
   * @param atMost until it is ended: a driver may hang
   */
  void begin(byte[] settings, Duration atMost) throws IOException {
    var late = new CompletableFuture<Boolean>();
    var _ =
        late.completeOnTimeout(true, atMost.toMillis(), TimeUnit.MILLISECONDS)
            .thenAccept(
                isLate -> {
                  if (isLate) {
                    close();
                  }
                });
    try {
      service().begin(settings);
    } catch (RuntimeException | Error e) {
      close();
      if (late.isDone()) {
        throw new IOException("it was not ready within %d s".formatted(atMost.toSeconds()), e);
      }
      throw e;
    } finally {
      late.complete(false);
    }
  }

  WorkerService service() {
    return connection.root(WorkerService.class);
  }

  Connection connection() {
    return connection;
  }

  long pid() {
    return process.pid();
  }

  boolean runs() {
    return !connection.gone().isDone();
  }

  /** Resident bytes; -1 where nobody tells. */
  long residentBytes() {
    return ProcessMemory.residentBytes(process.pid());
  }

  /** Completes with its exit status when it has ended and every call into it has been told. */
  CompletableFuture<Integer> ended() {
    return connection.gone().thenCompose(gone -> process.onExit()).thenApply(Process::exitValue);
  }

  /** Ends it: by the end of the connection, and if need be by force. */
  @Override
  public void close() {
    connection.close();
    var _ =
        process
            .onExit()
            .completeOnTimeout(process, END_MILLIS, TimeUnit.MILLISECONDS)
            .thenAccept(Process::destroyForcibly);
  }
}
