package ai.stt.persistence.database;

import java.io.OutputStream;
import java.nio.file.Path;

/** The main program of a JVM that owns an embedded server until its input ends. */
final class OwnerProcess {
  private OwnerProcess() {}

  /** Takes the cache and the data folder; prints the server's process id when it is ready. */
  public static void main(String[] arguments) throws Exception {
    try (var server = EmbeddedPostgres.start(Path.of(arguments[0]), Path.of(arguments[1]))) {
      System.out.println("pid " + server.pid().orElseThrow());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
