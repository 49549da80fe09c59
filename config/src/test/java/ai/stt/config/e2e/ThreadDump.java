package ai.stt.config.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the threads of a Java process do, virtual ones too.
 *
 * @param threads of each its name, whether it is virtual, and its frames, as the JDK writes them
 */
record ThreadDump(List<String> threads) {
  /** Asks a process with the JDK's own tool, which writes into the folder. */
  static ThreadDump of(long pid, Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("threads.txt");
    jcmd(pid, "Thread.dump_to_file", "-overwrite", file.toString());
    return new ThreadDump(
        Files.exists(file) ? List.of(Files.readString(file).split("\n\n", -1)) : List.of());
  }

  /** Asks a process for anything; nothing comes when it is not ready to answer. */
  static String jcmd(long pid, String... command) throws InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    String[] line = new String[command.length + 2];
    line[0] = tool.toString();
    line[1] = Long.toString(pid);
    System.arraycopy(command, 0, line, 2, command.length);
    return Shell.run(Map.of(), line).out();
  }

  /** The first thread in one of whose frames this stands. */
  Optional<String> in(String frame) {
    return threads.stream().filter(thread -> thread.contains(frame)).findFirst();
  }

  /** Whether a thread, as {@link #in} gives it, is a virtual one. */
  static boolean isVirtual(String thread) {
    return thread.lines().findFirst().orElseThrow().contains(" virtual");
  }

  /** The thread on which the network of a model computes, if there is one. */
  Optional<String> recognising() {
    String network = "ai.stt.inference.engine.whisper.Network.";
    return in(network + "encode(").or(() -> in(network + "step("));
  }
}
