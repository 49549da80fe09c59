package ai.stt.config.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Runs programs as a user would. */
final class Shell {
  /** The root of the checkout. */
  static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("stt.root"), "run by Maven"))
          .toAbsolutePath()
          .normalize();

  static final Path SAMPLE = ROOT.resolve("samples/jfk.flac");
  static final String STT = ROOT.resolve("stt").toString();

  /**
   * A finished process.
   *
   * @param code its exit code
   * @param out its standard output, UTF-8
   * @param err its standard error
   */
  record Result(int code, String out, String err) {}

  private Shell() {}

  /** Runs a command to its end, which comes within ten minutes. */
  static Result run(Map<String, String> environment, Path input, String... command)
      throws InterruptedException {
    try {
      File out = File.createTempFile("stt-out", null);
      File err = File.createTempFile("stt-err", null);
      try {
        var builder = new ProcessBuilder(List.of(command)).directory(ROOT.toFile());
        builder.environment().put("STT_NO_BUILD", "1");
        builder.environment().putAll(environment);
        builder.redirectInput(input.toFile()).redirectOutput(out).redirectError(err);
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new AssertionError("still running after ten minutes: " + List.of(command));
        }
        return new Result(
            process.exitValue(),
            Files.readString(out.toPath(), StandardCharsets.UTF_8),
            Files.readString(err.toPath(), StandardCharsets.UTF_8));
      } finally {
        Files.deleteIfExists(out.toPath());
        Files.deleteIfExists(err.toPath());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same without input. */
  static Result run(Map<String, String> environment, String... command)
      throws InterruptedException {
    return run(environment, Path.of("/dev/null"), command);
  }
}
