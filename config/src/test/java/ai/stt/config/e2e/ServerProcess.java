package ai.stt.config.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./stt serve} as a process of its own, on a free port. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready on http://localhost:(\\d+)");

  private final Process process;
  private final List<String> log = new ArrayList<>();
  private final URI uri;

  private ServerProcess(Process process) throws IOException {
    this.process = process;
    BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
    this.uri = awaitReady(lines);
    Thread.ofVirtual().start(() -> lines.lines().forEach(this::keep));
  }

  /** Starts the server and waits until it is ready. */
  static ServerProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(Shell.STT, "serve", "--port", "0"));
    command.addAll(List.of(arguments));
    return start(environment, command);
  }

  /**
   * Starts the server where the system lets no file grow beyond so many MiB, which to a program is
   * as good as a full disk.
   */
  static ServerProcess startWithFilesUpTo(int mebibytes, Map<String, String> environment)
      throws IOException {
    String limit = Integer.toString(mebibytes << 10);
    String limited = "ulimit -f " + limit + "; exec \"$@\"";
    return start(
        environment, List.of("bash", "-c", limited, "bash", Shell.STT, "serve", "--port", "0"));
  }

  private static ServerProcess start(Map<String, String> environment, List<String> command)
      throws IOException {
    var builder = new ProcessBuilder(command).directory(Shell.ROOT.toFile());
    builder.environment().put("STT_NO_BUILD", "1");
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return new ServerProcess(builder.start());
  }

  private URI awaitReady(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      keep(line);
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return URI.create("http://localhost:" + ready.group(1));
      }
    }
    throw new AssertionError("the server did not start:\n" + log());
  }

  URI uri() {
    return uri;
  }

  URI resolve(String path) {
    return uri.resolve(path);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  synchronized String log() {
    return String.join("\n", log);
  }

  private synchronized void keep(String line) {
    log.add(line);
  }

  /** Asks the server to stop, as a terminal or a service manager would. */
  void terminate() {
    process.destroy();
  }

  /** Ends the server without a chance to clean up. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Whether the server ended by itself within the time. */
  boolean awaitEnd(int seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 60, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
