package ai.stt.inference.catalog.fetch;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Finds the registries' clients on this machine. Thread-safe. */
class ClientPrograms {
  private static final long ANSWER_SECONDS = 30;

  private final Map<RegistryClient, List<String>> found = new ConcurrentHashMap<>();

  /**
   * The first way to start the client that works here.
   *
   * @throws SpeechException {@code DEPENDENCY_FAILED} saying what to install
   */
  List<String> find(RegistryClient client) throws InterruptedException {
    List<String> known = found.get(client);
    if (known != null) {
      return known;
    }
    for (List<String> program : client.programs()) {
      if (answers(program)) {
        found.put(client, program);
        return program;
      }
    }
    throw new SpeechException(
        ErrorCode.DEPENDENCY_FAILED,
        "%s is needed to download this and was not found; install it, so that '%s --version' works, and try again."
            .formatted(client.product(), String.join(" ", client.programs().getFirst())));
  }

  /** Whether the program exists and tells its version. */
  boolean answers(List<String> program) throws InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.add("--version");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
