package ai.stt.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL 16 with pgvector, out of the Python package {@code pgserver}, which is fetched once
 * and checked; where it cannot be fetched, tests that want it are left out. It lets everybody on
 * this machine in and loses what it has when the power goes.
 */
public final class PgvectorPostgres implements AutoCloseable {
  private static final String PACKAGE = "pgserver==0.1.4";
  private static final String WHEEL =
      "pgserver-0.1.4-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl";
  private static final String SHA_256 =
      "d595789b47624a3d963aa9aa6359da9be31beb7e61f1a45541953242068b8813";
  private static final Path PLACE = Path.of("target", "pgvector").toAbsolutePath();

  private final Unprivileged user = Unprivileged.here();
  private final Path programs;
  private final Path folder;
  private final Path data;
  private final int port;

  /** Starts one in an empty folder. */
  public PgvectorPostgres(Path folder) throws IOException, InterruptedException {
    this.programs = programs();
    this.folder = folder;
    this.data = folder.resolve("data");
    this.port = freePort();
    user.own(folder);
    run("initdb", "--pgdata=" + data, "--username=stt", "--auth=trust", "--encoding=UTF8");
    String options =
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
            .formatted(port);
    run("pg_ctl", "start", "--wait", "--pgdata=" + data, "--log=" + log(), "-o", options);
  }

  /** The database of it. */
  public DatabaseSettings settings() {
    String url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    return new DatabaseSettings(url, "stt", "", 4, Duration.ofSeconds(10));
  }

  @Override
  public void close() throws IOException {
    try {
      run("pg_ctl", "stop", "--wait", "--mode=immediate", "--pgdata=" + data);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path log() {
    return folder.resolve("log");
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve(program).toString());
    Collections.addAll(command, arguments);
    run(user.command(command), folder);
  }

  private static void run(List<String> command, Path folder)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("pgvector", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s: %s", command, Files.readString(said)).isZero();
    Files.delete(said);
  }

  /** The folder of the programs. */
  private static Path programs() throws IOException, InterruptedException {
    Path unpacked = PLACE.resolve(SHA_256);
    if (!Files.exists(unpacked)) {
      Files.createDirectories(PLACE);
      Path wheel = PLACE.resolve(WHEEL);
      if (!Files.exists(wheel)) {
        fetch();
      }
      byte[] hash = Hashes.sha256().digest(Files.readAllBytes(wheel));
      assertThat(HexFormat.of().formatHex(hash)).as("SHA-256 of %s", wheel).isEqualTo(SHA_256);
      Path part = Files.createTempDirectory(PLACE, "part");
      unpack(wheel, part);
      addUnaccent(part.resolve("pgserver/pginstall/share/postgresql/extension"));
      Files.move(part, unpacked);
    }
    return unpacked.resolve("pgserver/pginstall/bin");
  }

  /** Leaves the test out, and says so, where there is no pip or no network. */
  private static void fetch() throws InterruptedException {
    String options =
        "-m pip download --quiet --no-deps --only-binary :all: --python-version 3.11"
            + " --platform manylinux2014_x86_64 --dest . "
            + PACKAGE;
    List<String> command = new ArrayList<>(List.of("python3"));
    Collections.addAll(command, options.split(" "));
    try {
      run(command, PLACE);
    } catch (IOException | AssertionError e) {
      Assumptions.abort("pgvector is not tested here, it cannot be fetched: " + e.getMessage());
    }
  }

  /** The package lacks this extension, which search wants; accents matter to none of its tests. */
  private static void addUnaccent(Path extensions) throws IOException {
    Files.writeString(
        extensions.resolve("unaccent.control"), "default_version = '1.1'\nrelocatable = true\n");
    Files.writeString(
        extensions.resolve("unaccent--1.1.sql"),
        "create function unaccent(text) returns text language sql immutable strict as 'select $1';\n");
  }

  private static void unpack(Path wheel, Path target) throws IOException {
    target.toFile().setExecutable(true, false);
    target.toFile().setReadable(true, false);
    try (var zip = new ZipFile(wheel.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Path file = target.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, file);
        }
        assertThat(file.toFile().setExecutable(true, false)).isTrue();
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
