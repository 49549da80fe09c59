package ai.stt.inference.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class loader of a plugin: the JDK, then the plugin's own classes; of the host only the shared
 * vocabulary, the plugin API and the logger pass. So a plugin meets neither the host's libraries
 * nor another plugin.
 */
final class DoorClassLoader extends URLClassLoader {
  private static final List<String> PASS =
      List.of("ai.stt.speech.", "ai.stt.plugin.", "org.slf4j.", "org.jspecify.annotations.");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader host;

  private DoorClassLoader(String name, URL[] urls, ClassLoader host) {
    super(name, urls, ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  /**
   * The loader for an unpacked plugin.
   *
   * @param name for stack traces
   * @param folder with {@code classes/} and {@code lib/*.jar}
   */
  static DoorClassLoader of(String name, Path folder) throws IOException {
    List<URL> urls = new ArrayList<>();
    Path classes = folder.resolve("classes");
    if (Files.isDirectory(classes)) {
      urls.add(url(classes));
    }
    Path lib = folder.resolve("lib");
    if (Files.isDirectory(lib)) {
      try (Stream<Path> jars = Files.list(lib)) {
        for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
          urls.add(url(jar));
        }
      }
    }
    return new DoorClassLoader(
        name, urls.toArray(URL[]::new), DoorClassLoader.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    for (String prefix : PASS) {
      if (name.startsWith(prefix)) {
        return host.loadClass(name);
      }
    }
    return super.loadClass(name, resolve);
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }
}
