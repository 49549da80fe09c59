package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code examples/plugin-hello}, built by its own pom as a stranger would. */
final class ExamplePlugin {
  /** Its sources. */
  static final Path FOLDER = Shell.ROOT.resolve("examples/plugin-hello");

  private static final Path WORK = Shell.ROOT.resolve("config/target/example");

  private static final String VERSION = "0.1.0-SNAPSHOT";

  private ExamplePlugin() {}

  /**
   * Builds it against the API as {@code mvn install} would have left it, in a repository of its own
   * that borrows everything else from the one of this build.
   *
   * @return the plugin zip
   */
  static Path build() throws IOException, InterruptedException {
    delete(WORK);
    Path work = Files.createDirectories(WORK);
    Path repository = Files.createDirectory(work.resolve("repository"));
    borrow(usersRepository(), repository);
    install(repository);
    Path sources = work.resolve("plugin-hello");
    copy(FOLDER, sources);
    Shell.Result build =
        Shell.run(
            Map.of("JAVA_HOME", System.getProperty("java.home")),
            "mvn",
            "-B",
            "-q",
            "-f",
            sources.resolve("pom.xml").toString(),
            "-Dmaven.repo.local=" + repository,
            "package");
    assertThat(build.code()).as(build.out() + build.err()).isZero();
    assertThat(sources.resolve("target/surefire-reports"))
        .as("its tests ran")
        .isNotEmptyDirectory();
    return sources.resolve("target/plugin-hello-1.0.0-plugin.zip");
  }

  private static Path usersRepository() {
    return Path.of(Objects.requireNonNull(System.getProperty("stt.repository"), "run by Maven"));
  }

  /** Links everything but {@code ai/stt}. */
  private static void borrow(Path from, Path to) throws IOException {
    link(from, to, "ai");
    link(from.resolve("ai"), Files.createDirectory(to.resolve("ai")), "stt");
  }

  private static void link(Path from, Path to, String without) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> all = Files.list(from)) {
      for (Path each : all.filter(path -> !path.endsWith(without)).toList()) {
        Files.createSymbolicLink(to.resolve(each.getFileName()), each);
      }
    }
  }

  private static void install(Path repository) throws IOException {
    place(repository, "stt-parent", Shell.ROOT.resolve("pom.xml"), ".pom");
    for (String module : List.of("domain", "plugin-api")) {
      Path folder = Shell.ROOT.resolve(module);
      place(repository, "stt-" + module, folder.resolve("pom.xml"), ".pom");
      String jar = "stt-" + module + "-" + VERSION;
      place(repository, "stt-" + module, folder.resolve("target/" + jar + ".jar"), ".jar");
      Path kit = folder.resolve("target/" + jar + "-tests.jar");
      if (Files.exists(kit)) {
        place(repository, "stt-" + module, kit, "-tests.jar");
      }
    }
  }

  private static void place(Path repository, String artifact, Path file, String end)
      throws IOException {
    Path folder = repository.resolve("ai/stt").resolve(artifact).resolve(VERSION);
    Files.copy(file, Files.createDirectories(folder).resolve(artifact + "-" + VERSION + end));
  }

  /** Links go, not what they lead to. */
  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
              throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.endsWith("target")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
