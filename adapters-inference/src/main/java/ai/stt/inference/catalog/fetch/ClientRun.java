package ai.stt.inference.catalog.fetch;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.FetchListener.Stage;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of a registry's client. Clients don't report progress in a form for programs, so the
 * bytes that appear in the watched folder are counted. The client dies with the caller: when it is
 * called off, when it stalls, and when this JVM ends.
 */
final class ClientRun {
  private static final long POLL_MILLIS = 150;
  private static final Duration STALLED = Duration.ofMinutes(4);

  private final Path watched;
  private final long totalBytes;
  private final FetchListener listener;

  ClientRun(Path watched, long totalBytes, FetchListener listener) {
    this.watched = watched;
    this.totalBytes = totalBytes;
    this.listener = listener;
  }

  /**
   * Runs the command to its end.
   *
   * @param output takes what the client prints
   * @return its exit code
   * @throws SpeechException {@code CANCELED}, or {@code DEPENDENCY_FAILED} when it stalls
   */
  int run(List<String> command, Map<String, String> environment, Path folder, Path output)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    builder.redirectInput(nothing(folder).toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    var killer = new Thread(() -> kill(process), "stop-" + command.getFirst());
    Runtime.getRuntime().addShutdownHook(killer);
    try {
      follow(process);
      return process.exitValue();
    } finally {
      kill(process);
      forget(killer);
    }
  }

  private void follow(Process process) throws InterruptedException {
    long seen = -1;
    long changed = System.nanoTime();
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      long bytes = Folders.sizeBytes(watched);
      if (bytes != seen) {
        seen = bytes;
        changed = System.nanoTime();
      }
      listener.progress(Stage.DOWNLOADING, Math.min(bytes, totalBytes), totalBytes);
      if (listener.canceled()) {
        throw new SpeechException(ErrorCode.CANCELED, "The download was called off.");
      }
      if (System.nanoTime() - changed > STALLED.toNanos()) {
        throw new SpeechException(
            ErrorCode.DEPENDENCY_FAILED,
            "The download made no progress for %d minutes; check the network and try again."
                .formatted(STALLED.toMinutes()));
      }
    }
  }

  private static Path nothing(Path folder) throws IOException {
    return Files.writeString(folder.resolve("no-input"), "", StandardCharsets.UTF_8);
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // The JVM is ending, and the hook is at work.
    }
  }
}
