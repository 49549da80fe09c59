package ai.stt.inference.catalog.fetch;

import ai.stt.app.catalog.ModelSource.PackageFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ordinary clients of the package registries: which program, and how it is asked for one
 * archive. Where a registry is, only the client knows, from its user's configuration.
 */
enum RegistryClient {
  PYPI("pypi", "Python 3 with pip", ".whl") {
    @Override
    List<List<String>> programs() {
      return List.of(
          List.of("python3", "-m", "pip"),
          List.of("pip3"),
          List.of("pip"),
          List.of("py", "-m", "pip"));
    }

    @Override
    List<String> arguments(PackageFiles wanted, Path work) {
      List<String> line = new ArrayList<>();
      line.addAll(List.of("download", "--no-deps", "--no-input", "--progress-bar", "off"));
      line.addAll(List.of("--disable-pip-version-check", "--no-cache-dir"));
      line.addAll(List.of("--only-binary=:all:", "--python-version", "3.11"));
      line.addAll(wheelTags(wanted.platform()));
      line.addAll(List.of("--dest", work.resolve(OUT).toString()));
      line.add(wanted.name() + "==" + wanted.version());
      return line;
    }

    // Pip keeps what it downloads in the temporary folder until it is whole.
    @Override
    Map<String, String> environment(Path work) {
      return Map.of("TMPDIR", work.toString(), "PIP_REQUIRE_VIRTUALENV", "0");
    }
  },

  NPM("npm", "Node.js with npm", ".tgz") {
    @Override
    List<List<String>> programs() {
      return List.of(List.of("npm"));
    }

    @Override
    List<String> arguments(PackageFiles wanted, Path work) {
      return List.of(
          "pack",
          wanted.name() + "@" + wanted.version(),
          "--pack-destination",
          work.resolve(OUT).toString(),
          "--cache",
          work.resolve("cache").toString(),
          "--ignore-scripts",
          "--no-update-notifier",
          "--loglevel",
          "error");
    }
  },

  MAVEN("maven", "Maven", ".jar") {
    @Override
    List<List<String>> programs() {
      return List.of(List.of("mvn"));
    }

    @Override
    List<String> arguments(PackageFiles wanted, Path work) {
      return List.of(
          "--batch-mode",
          "--no-transfer-progress",
          "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy",
          "-Dartifact=" + wanted.name() + ":" + wanted.version() + ":jar",
          "-DoutputDirectory=" + work.resolve(OUT),
          "-Dmaven.repo.local=" + work.resolve("repository"));
    }

    // The plugin's own files come into the same repository; only the artifact is counted.
    @Override
    Path watched(PackageFiles wanted, Path work) {
      String[] coordinates = wanted.name().split(":", 2);
      return work.resolve("repository")
          .resolve(coordinates[0].replace('.', '/'))
          .resolve(coordinates[1])
          .resolve(wanted.version());
    }
  };

  /** Where in the work folder the archive ends up. */
  static final String OUT = "out";

  private final String registry;
  private final String product;
  private final String suffix;

  RegistryClient(String registry, String product, String suffix) {
    this.registry = registry;
    this.product = product;
    this.suffix = suffix;
  }

  /** The client of a registry. */
  static RegistryClient of(String registry) {
    for (RegistryClient client : values()) {
      if (client.registry.equals(registry)) {
        return client;
      }
    }
    throw new IllegalArgumentException("no client for the registry " + registry);
  }

  /** Ways to start the client, tried in order. */
  abstract List<List<String>> programs();

  /** What it is asked; it puts the archive into {@code work/out}. */
  abstract List<String> arguments(PackageFiles wanted, Path work);

  /** Variables set for it. */
  Map<String, String> environment(Path work) {
    return Map.of();
  }

  /** The folder in which the download grows. */
  Path watched(PackageFiles wanted, Path work) {
    return work;
  }

  /** What a user has to install, in words. */
  String product() {
    return product;
  }

  /** How the names of the registry's archives end. */
  String suffix() {
    return suffix;
  }

  /** Explicit tags make the choice of the wheel independent of the Python that runs pip. */
  private static List<String> wheelTags(@Nullable String platform) {
    if (platform == null) {
      return List.of();
    }
    String[] tags = platform.split("-", 3);
    return List.of("--implementation", "cp", "--abi", tags[1], "--platform", tags[2]);
  }
}
