package ai.stt.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerCommandTest {
  @Test
  void optionsOfTheEnvironmentComeOnceAndWithoutThoseOfTheServerAlone() throws Exception {
    var server =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Server.class.getName());
    server.environment().put("JAVA_TOOL_OPTIONS", "-Dcom.sun.management.x=1 -Dkept=1");
    server.environment().put("JDK_JAVA_OPTIONS", "-Dalso=1");
    server.environment().put("_JAVA_OPTIONS", "-Dlast=1");
    server.environment().put("STT_TEST", "a secret");
    Process running = server.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said.lines())
        .contains("-Dkept=1", "-Dalso=1", "-Dlast=1", "PATH")
        .doesNotContain("-Dcom.sun.management.x=1", "STT_TEST")
        .doesNotContain("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
  }

  /** Tells the words of the command, then the names in the environment. */
  static final class Server {
    private Server() {}

    /** Starts nothing. */
    public static void main(String[] args) {
      ProcessBuilder worker = new WorkerCommand("Main", List.of()).process(Path.of("folder"));
      worker.command().forEach(System.out::println);
      worker.environment().keySet().forEach(System.out::println);
    }
  }
}
