package ai.stt.persistence.database;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server on this machine, for whoever configured none: it listens on the loopback
 * interface only, wants a password, and writes to disk what is committed. One process owns a data
 * folder, by a file lock that a {@code kill -9} releases. What such a kill left running is stopped
 * before the next start; a server that dies while its owner lives is started again on its port.
 * Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final int PORTS_TO_TRY = 5;
  private static final int RESTARTS = 60;
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration JOIN_WAIT = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final int port;
  private final String password;
  private final @Nullable OwnerLock lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(Cluster cluster, int port, @Nullable OwnerLock lock) throws IOException {
    this.cluster = cluster;
    this.port = port;
    this.password = cluster.password();
    this.lock = lock;
  }

  /**
   * Starts a server; the first time makes its data folder, which takes some seconds.
   *
   * @param cache where PostgreSQL's programs are unpacked
   * @param folder the data, kept for ever; nothing else lies in it
   * @return the server; close it to stop it
   * @throws SpeechException {@code DEPENDENCY_FAILED} when it does not start, and when another
   *     process owns the folder
   */
  public static EmbeddedPostgres start(Path cache, Path folder) throws InterruptedException {
    try {
      Cluster cluster = new Cluster(folder, PostgresBinaries.unpack(cache));
      OwnerLock lock = OwnerLock.tryTake(cluster.lockFile());
      if (lock == null) {
        throw new SpeechException(
            ErrorCode.DEPENDENCY_FAILED,
            "another process runs the embedded PostgreSQL of this folder; stop it, or give both the URL of one database");
      }
      return own(cluster, lock);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * The server of a folder for a short visit beside its owner, as a command line makes: uses the
   * running one, which then is not stopped by closing; starts one when none runs.
   *
   * @throws SpeechException {@code DEPENDENCY_FAILED} as {@link #start}, and when the owner's
   *     server gets not ready
   */
  public static EmbeddedPostgres joinOrStart(Path cache, Path folder) throws InterruptedException {
    try {
      Cluster cluster = new Cluster(folder, PostgresBinaries.unpack(cache));
      long end = System.nanoTime() + JOIN_WAIT.toNanos();
      while (System.nanoTime() < end) {
        OwnerLock lock = OwnerLock.tryTake(cluster.lockFile());
        if (lock != null) {
          return own(cluster, lock);
        }
        Optional<Integer> port = cluster.readyPort();
        if (port.isPresent() && cluster.running().isPresent()) {
          return new EmbeddedPostgres(cluster, port.get(), null);
        }
        Thread.sleep(PAUSE);
      }
      throw new SpeechException(
          ErrorCode.DEPENDENCY_FAILED,
          "the process that owns the embedded PostgreSQL does not get it ready; look at its log");
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** JDBC URL of the server's own database. */
  public String url() {
    return url("postgres");
  }

  /** JDBC URL of a database of this name. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** The user that owns everything. */
  public String user() {
    return Cluster.USER;
  }

  /** The user's password; also in the data folder, readable by its owner only. */
  public String password() {
    return password;
  }

  /** Process id of the server, when it runs. */
  public Optional<Long> pid() throws IOException {
    return cluster.running().map(ProcessHandle::pid);
  }

  /** Stops the server, unless it is somebody else's. Idempotent. */
  @Override
  public void close() {
    if (lock == null || closed.getAndSet(true)) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // the server is stopped all the same
    try {
      stop(lock);
    } catch (IOException e) {
      LOG.warn("the embedded PostgreSQL did not stop cleanly", e);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void stop(OwnerLock held) throws IOException, InterruptedException {
    cluster.stop();
    held.close();
  }

  private static EmbeddedPostgres own(Cluster cluster, OwnerLock lock)
      throws IOException, InterruptedException {
    boolean started = false;
    try {
      cluster.initialise();
      if (cluster.running().isPresent()) {
        LOG.info("stopping the PostgreSQL that a killed server left running");
        cluster.stop();
      }
      cluster.forgetDead();
      var server = new EmbeddedPostgres(cluster, startSomewhere(cluster), lock);
      server.watch();
      started = true;
      return server;
    } finally {
      if (!started) {
        lock.close();
      }
    }
  }

  private static int startSomewhere(Cluster cluster) throws IOException, InterruptedException {
    for (int i = 0; i < PORTS_TO_TRY; i++) {
      int port = freePort();
      if (cluster.start(port)) {
        return port;
      }
      cluster.forgetDead();
      Thread.sleep(PAUSE); // processes of a killed server let go of its memory
    }
    throw cluster.failed("%d tries".formatted(PORTS_TO_TRY));
  }

  private void watch() throws IOException {
    cluster
        .running()
        .ifPresent(
            process -> {
              var _ = process.onExit().thenRunAsync(this::revive, EmbeddedPostgres::inBackground);
            });
  }

  private static void inBackground(Runnable work) {
    Thread.ofPlatform().daemon().name("postgres-watch").start(work);
  }

  private synchronized void revive() {
    try {
      for (int i = 0; i < RESTARTS && !closed.get(); i++) {
        LOG.warn("the embedded PostgreSQL died; starting it again");
        cluster.forgetDead();
        if (cluster.start(port)) {
          watch();
          return;
        }
        Thread.sleep(PAUSE);
      }
      if (!closed.get()) {
        LOG.error("the embedded PostgreSQL stays down", cluster.failed("restart"));
      }
    } catch (IOException e) {
      LOG.error("the embedded PostgreSQL stays down", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static SpeechException unusable(IOException cause) {
    return new SpeechException(
        ErrorCode.DEPENDENCY_FAILED,
        "the data folder of the embedded PostgreSQL cannot be used; check its disk and permissions",
        cause);
  }
}
