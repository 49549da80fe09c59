package ai.stt.persistence.database;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A data folder of the embedded server: {@code cluster} is PostgreSQL's own, beside it lie the
 * password, the log and the lock of the owning process. Not thread-safe: whoever holds the lock
 * uses it.
 */
final class Cluster {
  static final String USER = "stt";
  private static final int PASSWORD_BYTES = 32;
  private static final long LOG_BYTES = 8L << 20;
  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 60;

  private final Path folder;
  private final Path data;
  private final PostgresBinaries binaries;
  private final Unprivileged user;

  Cluster(Path folder, PostgresBinaries binaries) throws IOException {
    this.folder = Files.createDirectories(folder.toAbsolutePath().normalize());
    this.data = this.folder.resolve("cluster");
    this.binaries = binaries;
    this.user = Unprivileged.here();
  }

  /**
   * Makes the data folder unless a whole one is there; what an interrupted attempt left is removed.
   */
  void initialise() throws IOException, InterruptedException {
    if (posix()) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    Path passwordFile = makePassword();
    user.own(folder);
    if (Files.exists(data)) {
      return;
    }
    Path part = folder.resolve("cluster.part");
    FileTrees.delete(part);
    int status =
        run(
            List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + part,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"),
            START_SECONDS * 5);
    if (status != 0) {
      throw failed("initdb ended with " + status);
    }
    Files.writeString(part.resolve("postgresql.conf"), "include 'stt.conf'\n");
    Files.move(part, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Starts the server on a port of the loopback interface and waits until it answers. */
  boolean start(int port) throws IOException, InterruptedException {
    Path settings = data.resolve("stt.conf");
    Files.writeString(settings, configuration(port));
    user.own(settings);
    if (Files.exists(log()) && Files.size(log()) > LOG_BYTES) {
      Files.move(log(), folder.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    // pg_ctl gives the server a session of its own, so that an interrupt typed at the terminal does
    // not end it first.
    return pgCtl(START_SECONDS, "start", "--log=" + log()) == 0;
  }

  /** Stops the server: connections are cut, what was committed is on disk. */
  void stop() throws IOException, InterruptedException {
    if (pgCtl(STOP_SECONDS, "stop", "--mode=fast") != 0 && running().isPresent()) {
      pgCtl(STOP_SECONDS, "stop", "--mode=immediate");
    }
  }

  /** The running server, when the pid file names a process that is one and works on this folder. */
  Optional<ProcessHandle> running() throws IOException {
    Optional<ProcessHandle> process =
        pidFile().flatMap(lines -> ProcessHandle.of(Long.parseLong(lines.getFirst().strip())));
    return process.filter(ProcessHandle::isAlive).filter(this::serves);
  }

  /**
   * Removes the pid file of a server that was killed; its number may be another process's by now.
   */
  void forgetDead() throws IOException {
    if (running().isEmpty()) {
      Files.deleteIfExists(data.resolve("postmaster.pid"));
    }
  }

  /** The port of a server that accepts connections. */
  Optional<Integer> readyPort() throws IOException {
    return pidFile()
        .filter(lines -> lines.size() >= 8 && lines.get(7).strip().equals("ready"))
        .map(lines -> Integer.parseInt(lines.get(3).strip()));
  }

  String password() throws IOException {
    return Files.readString(folder.resolve("password")).strip();
  }

  Path lockFile() {
    return folder.resolve("owner.lock");
  }

  /** What the operator reads, with the last thing that the server complained about. */
  SpeechException failed(String what) {
    String reason = "";
    try {
      reason =
          Files.readAllLines(log(), StandardCharsets.UTF_8).stream()
              .filter(line -> line.contains("FATAL") || line.contains("could not"))
              .reduce("", (before, last) -> last);
    } catch (IOException e) {
      reason = "its log cannot be read";
    }
    return new SpeechException(
        ErrorCode.DEPENDENCY_FAILED,
        "the embedded PostgreSQL did not start (%s); see postgres.log in its data folder. %s"
            .formatted(what, reason)
            .strip());
  }

  private boolean serves(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    boolean postgres =
        info.command()
            .map(command -> String.valueOf(Path.of(command).getFileName()).startsWith("postgres"))
            .orElse(false);
    return postgres
        && info.arguments().map(all -> List.of(all).contains(data.toString())).orElse(true);
  }

  private Optional<List<String>> pidFile() throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    return Optional.of(lines).filter(all -> !all.isEmpty() && all.getFirst().matches("\\s*\\d+"));
  }

  private int pgCtl(int seconds, String action, String option)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            binaries.program("pg_ctl").toString(),
            action,
            "--pgdata=" + data,
            "--wait",
            "--silent",
            "--timeout=" + seconds,
            option);
    return run(command, seconds + 10);
  }

  private int run(List<String> command, int seconds) throws IOException, InterruptedException {
    if (!Files.exists(log())) {
      user.own(Files.createFile(log()));
    }
    Process process =
        new ProcessBuilder(user.command(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } finally {
      process.destroyForcibly();
    }
  }

  private Path makePassword() throws IOException {
    Path file = folder.resolve("password");
    if (!Files.exists(file)) {
      byte[] random = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(random);
      Path part = folder.resolve("password.part");
      Files.deleteIfExists(part);
      if (posix()) {
        var own = PosixFilePermissions.fromString("rw-------");
        Files.createFile(part, PosixFilePermissions.asFileAttribute(own));
      }
      Files.writeString(part, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  private boolean posix() throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView("posix");
  }

  private Path log() {
    return folder.resolve("postgres.log");
  }

  private static String configuration(int port) {
    return """
        # Written at every start.
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        password_encryption = 'scram-sha-256'
        max_connections = 100
        shared_buffers = '64MB'
        fsync = on
        full_page_writes = on
        synchronous_commit = on
        # Of a disk without a moving head.
        random_page_cost = 1.1
        timezone = 'UTC'
        log_timezone = 'UTC'
        datestyle = 'iso, ymd'
        log_min_error_statement = panic
        """
        .formatted(port);
  }
}
