package ai.stt.inference.bundle;

import ai.stt.inference.catalog.StoredModels;
import ai.stt.inference.catalog.natives.NativePlatform;
import ai.stt.inference.trust.SignatureFile;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Gathers what goes into a bundle: paths in the archive, and the files behind them. */
public final class BundleContents {
  private final Map<String, Path> files = new LinkedHashMap<>();

  /** Adds the launcher and what it runs. */
  public BundleContents program(Path launcher, Path distribution) throws IOException {
    files.put("program/stt", launcher);
    tree("program/lib", distribution.resolve("lib"));
    tree("program/plugins", distribution.resolve("plugins"));
    return this;
  }

  /** Adds a Java runtime that the launcher finds; without what only developers need. */
  public BundleContents java(Path javaHome) throws IOException {
    for (String part : List.of("bin", "conf", "legal", "lib", "release")) {
      tree("program/java/" + part, javaHome.resolve(part));
    }
    files.remove("program/java/lib/src.zip");
    return this;
  }

  /** Adds an installed model. */
  public BundleContents model(Path home, String id) throws IOException {
    Path folder = home.resolve("models").resolve(id);
    for (String file : StoredModels.files(folder)) {
      files.put("models/" + id + "/" + file, folder.resolve(file));
    }
    return this;
  }

  /** Adds the libraries and fonts that were fetched. */
  public BundleContents fetched(Path home) throws IOException {
    tree("natives", home.resolve("natives"));
    tree("fonts", home.resolve("fonts"));
    return this;
  }

  /**
   * Adds the operator's plugins and their signatures.
   *
   * @param own names of those that come with the program, which need no second copy
   */
  public BundleContents plugins(Path folder, Set<String> own) throws IOException {
    for (Path zip : children(folder)) {
      String name = String.valueOf(zip.getFileName());
      boolean plugin = name.endsWith(".zip") || name.endsWith(".zip" + SignatureFile.SUFFIX);
      if (plugin && !name.startsWith(".") && !own.contains(name)) {
        files.put("plugins/" + name, zip);
      }
    }
    return this;
  }

  /** The platform that the libraries are for. */
  static String platform() {
    return NativePlatform.here();
  }

  /** What was gathered, by its path in the archive. */
  Map<String, Path> files() {
    return files;
  }

  /**
   * Links are followed: a home may be made of them. Names with a dot in front are work of others.
   */
  private void tree(String path, Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile).sorted()::iterator) {
        String inside = folder.relativize(file).toString().replace('\\', '/');
        String whole = inside.isEmpty() ? path : path + "/" + inside;
        if (!whole.contains("/.")) {
          files.put(whole, file);
        }
      }
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return new ArrayList<>(all.sorted().toList());
    }
  }
}
