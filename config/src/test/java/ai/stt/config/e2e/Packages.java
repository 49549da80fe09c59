package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Programs of others that tests run, in the versions that are named, each installed once. */
final class Packages {
  private static final Path FOLDER = Shell.ROOT.resolve("config/target/packages");

  private Packages() {}

  /** A folder for {@code PYTHONPATH} with these packages. */
  static synchronized Path python(String... packages) throws IOException, InterruptedException {
    Path folder = folder("python", packages);
    List<String> command =
        new ArrayList<>(List.of("python3", "-m", "pip", "install", "--quiet", "--target"));
    command.add(folder.toString());
    return install(folder, command, packages);
  }

  /** The same for the packages that a file lists. */
  static Path python(Path requirements) throws IOException, InterruptedException {
    return python(
        Files.readAllLines(requirements).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toArray(String[]::new));
  }

  /** A folder for {@code NODE_PATH} with these packages. */
  static synchronized Path node(String... packages) throws IOException, InterruptedException {
    Path folder = folder("node", packages);
    List<String> command =
        new ArrayList<>(List.of("npm", "install", "--silent", "--no-audit", "--no-fund"));
    command.addAll(List.of("--prefix", folder.toString()));
    return install(folder, command, packages).resolve("node_modules");
  }

  private static Path folder(String kind, String... packages) {
    return FOLDER.resolve(kind + "-" + Integer.toHexString(Arrays.hashCode(packages)));
  }

  private static Path install(Path folder, List<String> command, String... packages)
      throws IOException, InterruptedException {
    Path whole = folder.resolve(".whole");
    if (!Files.exists(whole)) {
      Files.createDirectories(folder);
      command.addAll(List.of(packages));
      Shell.Result result = Shell.run(Map.of(), command.toArray(String[]::new));
      assertThat(result.code()).as(result.err()).isZero();
      Files.createFile(whole);
    }
    return folder;
  }
}
