package ai.stt.inference.worker;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The command line of the process that runs models: this program's own {@code java}, options and
 * class path with another main class. It does not see the secrets in this one's environment, and
 * signals to the whole group (Ctrl-C, a service's stop) leave it to this process to end it.
 *
 * @param mainClass gets the folder of the socket as its one argument
 * @param options of Java, added to those of this process
 */
public record WorkerCommand(String mainClass, List<String> options) {
  private static final Path SHELL = Path.of("/bin/sh");
  private static final String SECRETS = "STT_";

  /** What they say is among this process's options already, also what is of one process only. */
  private static final Set<String> OPTIONS =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** Of one process only: its debugger, its agents, its port, the file that it writes. */
  private static final List<String> OWN =
      List.of(
          "-agentlib",
          "-agentpath",
          "-javaagent",
          "-Xrunjdwp",
          "-Dcom.sun.management",
          "-XX:AOTCacheOutput");

  /** Takes a copy. */
  public WorkerCommand {
    options = List.copyOf(options);
  }

  /** A process that is ready to start. */
  ProcessBuilder process(Path folder) {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(SHELL)) {
      words.addAll(List.of(SHELL.toString(), "-c", "trap '' INT TERM HUP; exec \"$0\" \"$@\""));
    }
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> OWN.stream().noneMatch(option::startsWith))
        .forEach(words::add);
    words.addAll(options);
    words.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    words.addAll(List.of(mainClass, folder.toString()));
    var builder = new ProcessBuilder(words);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith(SECRETS) || OPTIONS.contains(name));
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }
}
