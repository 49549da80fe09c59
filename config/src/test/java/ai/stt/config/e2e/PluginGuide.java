package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code docs/guides/plugin.md}, followed to the letter: its files are written as it shows them,
 * and its commands run. Only where things are is another: the checkout is a copy, Maven's
 * repository one of its own that borrows from that of this build, and the server one that the tests
 * started.
 */
final class PluginGuide {
  private static final Path GUIDE = Shell.ROOT.resolve("docs/guides/plugin.md");
  private static final Path WORK = Shell.ROOT.resolve("config/target/guide");
  private static final List<String> COPIED = List.of("domain", "plugin-api");
  private static final Pattern FILE =
      Pattern.compile("`(\\S+)`:\\n\\n```\\w+\\n(.*?)```\\n", Pattern.DOTALL);
  private static final Pattern COMMANDS = Pattern.compile("```sh\\n(.*?)```\\n", Pattern.DOTALL);

  private static @Nullable Path built;

  private PluginGuide() {}

  /** The files that the guide shows, by path. */
  static Map<String, String> files() throws IOException {
    Map<String, String> shown = new LinkedHashMap<>();
    Matcher file = FILE.matcher(Files.readString(GUIDE));
    while (file.find()) {
      shown.put(file.group(1), file.group(2));
    }
    return shown;
  }

  /** Its blocks of commands: the API, the build, and what is done with a running server. */
  static List<String> commands() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block = COMMANDS.matcher(Files.readString(GUIDE));
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }

  /** As {@link #build}, once for all tests. */
  static synchronized Path built() throws IOException, InterruptedException {
    Path zip = built;
    if (zip == null) {
      zip = build();
      built = zip;
    }
    return zip;
  }

  /**
   * Gets the API, lays out the project and builds it.
   *
   * @return the plugin zip
   */
  private static Path build() throws IOException, InterruptedException {
    delete(WORK);
    Path checkout = checkout(Files.createDirectories(WORK).resolve("checkout"));
    Path repository = Files.createDirectory(WORK.resolve("repository"));
    borrow(usersRepository(), repository);
    Path bin = Files.createDirectory(WORK.resolve("bin"));
    Path maven = Files.writeString(bin.resolve("mvn"), wrapper(repository));
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    List<String> commands = commands();
    assertThat(commands).hasSize(3);
    run(checkout, commands.get(0));
    Path project = Files.createDirectory(WORK.resolve("plugin-hello"));
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path to = project.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(to.getParent()));
      Files.writeString(to, file.getValue());
    }
    run(project, commands.get(1));
    assertThat(project.resolve("target/surefire-reports"))
        .as("its tests ran")
        .isNotEmptyDirectory();
    return project.resolve("target/plugin-hello-1.0.0-plugin.zip");
  }

  /**
   * Does what the guide does with a running server: drops the plugin in, asks for it, takes it out.
   *
   * @param home of the server
   * @return what the requests gave, one line after the other
   */
  static String use(Path home, URI server, String key) throws IOException, InterruptedException {
    Path user = Files.createDirectories(WORK.resolve("user"));
    Path link = user.resolve(".stt");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, home);
    // Whoever types it takes two seconds from one line to the next.
    String block = commands().get(2).replace("\ncurl \"http", "\nsleep 2\ncurl \"http");
    block = block.replace("http://localhost:8080", server.toString()).replace("YOUR_API_KEY", key);
    return run(WORK.resolve("plugin-hello"), "export HOME=" + user + "\n" + block).out();
  }

  private static Shell.Result run(Path folder, String block) throws InterruptedException {
    String script =
        "set -e\ncd %s\nPATH=%s:$PATH\n%s".formatted(folder, WORK.resolve("bin"), block);
    Shell.Result result =
        Shell.run(Map.of("JAVA_HOME", System.getProperty("java.home")), "sh", "-c", script);
    assertThat(result.code()).as(block + result.out() + result.err()).isZero();
    return result;
  }

  /** Maven as the user has it, but for the repository. */
  private static String wrapper(Path repository) throws IOException {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path maven = Path.of(folder, "mvn");
      if (Files.isExecutable(maven)) {
        return "#!/bin/sh\nexec %s -B -q -Dmaven.repo.local=%s \"$@\"\n"
            .formatted(maven.toRealPath(), repository);
      }
    }
    throw new IOException("there is no mvn on the PATH");
  }

  /** The modules that the guide builds as copies without what was built, all else as links. */
  private static Path checkout(Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> all = Files.list(Shell.ROOT)) {
      for (Path each : all.toList()) {
        String name = String.valueOf(each.getFileName());
        if (COPIED.contains(name)) {
          copy(each, to.resolve(name));
        } else if (name.equals("pom.xml")) {
          Files.copy(each, to.resolve(name));
        } else if (!name.equals("target") && !name.equals(".git")) {
          Files.createSymbolicLink(to.resolve(name), each);
        }
      }
    }
    return to;
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
