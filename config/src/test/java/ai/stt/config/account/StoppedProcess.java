package ai.stt.config.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.persistence.database.DatabaseSettings;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A {@link StoppedServer} in a process of its own, that comes to a step of a job. */
final class StoppedProcess {
  private StoppedProcess() {}

  /**
   * Starts it, waits for the step, and kills it.
   *
   * @param then what it does with its order once that is paid
   */
  static void killAt(
      Path folder,
      DatabaseSettings settings,
      String hook,
      long account,
      String step,
      String key,
      StoppedServer.Then then)
      throws Exception {
    Process server = startAndAwait(folder, settings, hook, account, step, key, then);
    server.destroyForcibly().waitFor();
  }

  /** As the other one, and leaves it standing still. */
  static Process startAndAwait(
      Path folder,
      DatabaseSettings settings,
      String hook,
      long account,
      String step,
      String key,
      StoppedServer.Then then)
      throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StoppedServer.class.getName(),
                settings.url(),
                settings.user(),
                settings.password(),
                folder.toString(),
                hook,
                Long.toString(account),
                step,
                key,
                then.name())
            .redirectError(folder.resolve("server.log").toFile())
            .start();
    boolean there = false;
    try {
      BufferedReader lines = server.inputReader(StandardCharsets.UTF_8);
      String line = lines.readLine();
      while (line != null && !line.equals(Steps.HERE)) {
        line = lines.readLine();
      }
      assertThat(line)
          .as("comes to the step; its log: %s", Files.readString(folder.resolve("server.log")))
          .isNotNull();
      there = true;
      return server;
    } finally {
      if (!there) {
        server.destroyForcibly().waitFor();
      }
    }
  }
}
