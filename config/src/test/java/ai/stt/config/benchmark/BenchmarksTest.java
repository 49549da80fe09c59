package ai.stt.config.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of {@code benchmarks/java} belong to no module, and are compiled when they run. */
final class BenchmarksTest {
  private static final Path PROGRAMS = Path.of("..", "benchmarks", "java");

  @ParameterizedTest
  @MethodSource("programs")
  void theProgramFitsWhatItMeasures(Path program, @TempDir Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var said = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of(
                      "-proc:none", "-sourcepath", PROGRAMS.toString(), "-d", folder.toString()),
                  null,
                  files.getJavaFileObjects(program))
              .call();
      assertThat(compiled).as(said.toString()).isTrue();
    }
  }

  static List<Path> programs() throws IOException {
    try (Stream<Path> files = Files.list(PROGRAMS)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
