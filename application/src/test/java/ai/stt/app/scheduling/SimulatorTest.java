package ai.stt.app.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The simulator of {@code benchmarks/scheduling} builds against this policy and replays a trace.
 */
class SimulatorTest {
  private static final String TRACE =
      """
      second,owner,priority,model,seconds
      0,greedy,batch,model1,8
      0,greedy,batch,model2,8
      0.5,greedy,batch,model1,8
      1,ann,interactive,model1,2
      2,ben,live,model2,1
      3,cem,interactive,model3,4
      """;

  @Test
  void aTraceIsReplayedUnderBothPolicies(@TempDir Path folder) throws Exception {
    Path trace = Files.writeString(folder.resolve("trace.csv"), TRACE);
    Path classes = compiled(folder);
    var printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (var loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, SimulatorTest.class.getClassLoader())) {
      Method main = loader.loadClass("Simulate").getMethod("main", String[].class);
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      main.invoke(null, (Object) new String[] {"1", "--trace", trace.toString()});
    } finally {
      System.setOut(before);
    }
    List<String> rows =
        printed
            .toString(StandardCharsets.UTF_8)
            .lines()
            .filter(row -> row.contains("| 6 |"))
            .toList();
    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst()).startsWith("| 1 | 6 | first come |");
    assertThat(rows.getLast()).startsWith("| 1 | 6 | ours |");
    assertThat(longestLiveWait(rows.getLast()))
        .isLessThanOrEqualTo(longestLiveWait(rows.getFirst()));
  }

  /** Seconds. */
  private static double longestLiveWait(String row) {
    String live = row.split("\\|", -1)[5];
    return Double.parseDouble(live.substring(live.indexOf('/') + 1).strip());
  }

  private static Path compiled(Path folder) throws Exception {
    Path root = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    Path out = Files.createDirectory(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-nowarn",
                "-proc:none",
                "-implicit:none",
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + location(),
                "-d",
                out.toString()));
    try (Stream<Path> sources = Files.list(root.resolve("benchmarks/scheduling"))) {
      sources.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    var messages = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, arguments.toArray(String[]::new));
    assertThat(status).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    return out;
  }

  private static String location() throws Exception {
    URL url = PlaceWork.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(url.toURI()).toString();
  }
}
