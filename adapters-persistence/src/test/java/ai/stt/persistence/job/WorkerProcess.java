package ai.stt.persistence.job;

import ai.stt.app.job.JobSettings;
import ai.stt.app.job.Recordings;
import ai.stt.app.testing.JobPlatform;
import ai.stt.app.testing.Platform;
import ai.stt.app.testing.ScriptedSpeech;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.blob.FolderBlobs;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.DatabaseSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The main program of a JVM whose workers share a database and a folder with the test. */
final class WorkerProcess {
  /** A silent worker loses its job after five seconds. */
  static final JobSettings SETTINGS =
      new JobSettings(
          1,
          10,
          2,
          Duration.ofSeconds(5),
          Duration.ofMillis(100),
          Duration.ofMillis(50),
          Duration.ofSeconds(30));

  private WorkerProcess() {}

  /** A server over a database and a folder of recordings. */
  static JobPlatform server(Database database, Path recordings, JobSettings settings)
      throws IOException {
    return JobPlatform.scripted(
        new Platform(PlatformStores.on(database), Clock.systemUTC()),
        new Recordings(
            new FolderBlobs(recordings), recordings.resolve("scratch"), Clock.systemUTC()),
        new ScriptedSpeech(),
        settings,
        Clock.systemUTC());
  }

  /** Takes URL, user, password and folder; works until its input ends. */
  public static void main(String[] arguments) throws Exception {
    var settings =
        new DatabaseSettings(arguments[0], arguments[1], arguments[2], 4, Duration.ofSeconds(5));
    try (var database = new Database(settings);
        var server = server(database, Path.of(arguments[3]), SETTINGS)) {
      server.workers.start();
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
