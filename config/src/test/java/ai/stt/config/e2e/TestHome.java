package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * A fresh home whose models and natives are links to those of the user's own home, where they are
 * installed by the program itself when they are not there yet; so they are fetched once, not at
 * every run of the tests.
 */
final class TestHome {
  /** Settings with which anonymous callers may send as much as they like. */
  static final String WITHOUT_LIMITS = "access: {anonymous: {enabled: false}}\n";

  private static boolean installed;

  private TestHome() {}

  /** The environment of a process that lives in a fresh home in {@code folder}. */
  static synchronized Map<String, String> in(Path folder) throws IOException, InterruptedException {
    if (!installed) {
      Shell.Result pull = Shell.run(Map.of(), Shell.STT, "models", "pull", "base");
      assertThat(pull.code()).as(pull.err()).isZero();
      Shell.Result first = Shell.run(Map.of(), Shell.STT, "transcribe", Shell.SAMPLE.toString());
      assertThat(first.code()).as(first.err()).isZero();
      installed = true;
    }
    Path own = usersHome();
    for (String shared : new String[] {"models", "natives"}) {
      Files.createSymbolicLink(folder.resolve(shared), own.resolve(shared));
    }
    Path programs = Files.createDirectories(own.resolve("cache/postgres"));
    Files.createSymbolicLink(
        Files.createDirectory(folder.resolve("cache")).resolve("postgres"), programs);
    Files.writeString(folder.resolve("config.yml"), WITHOUT_LIMITS);
    return Map.of("STT_HOME", folder.toString());
  }

  private static Path usersHome() {
    return Path.of(
        Objects.requireNonNullElse(
            System.getenv("STT_HOME"), System.getProperty("user.home") + "/.stt"));
  }
}
