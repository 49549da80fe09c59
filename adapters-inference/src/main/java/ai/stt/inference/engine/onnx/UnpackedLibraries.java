package ai.stt.inference.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime's own libraries, unpacked once for all starts. Its binding unpacks 29 MB into the
 * folder of temporary files at each one, and leaves them there when the process is killed.
 */
public final class UnpackedLibraries {
  /** Where the binding looks before it unpacks for itself. */
  static final String PROPERTY = "onnxruntime.native.path";

  private static final Logger LOG = LoggerFactory.getLogger(UnpackedLibraries.class);
  private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

  private UnpackedLibraries() {}

  /**
   * Has the binding take the libraries from a folder in {@code cache}, which is filled when it is
   * not there. To be called before the first engine; where it fails, the binding does as it always
   * does. Safe in several processes at once.
   */
  public static void use(Path cache) {
    try {
      System.setProperty(PROPERTY, in(cache).toString());
    } catch (IOException e) {
      LOG.debug("ONNX Runtime unpacks itself: {}", e.getMessage());
    }
  }

  /** The folder that holds them, named by what is in it. */
  static Path in(Path cache) throws IOException {
    Map<String, URL> libraries = packaged();
    Map<String, Long> sizes = new LinkedHashMap<>();
    long content = 0;
    for (Map.Entry<String, URL> library : libraries.entrySet()) {
      var entry = ((JarURLConnection) library.getValue().openConnection()).getJarEntry();
      content = content * 31 + entry.getCrc();
      sizes.put(library.getKey(), entry.getSize());
    }
    Path folder = cache.resolve("onnxruntime-%x".formatted(content)).toAbsolutePath();
    if (!isWhole(folder, sizes)) {
      delete(folder, sizes.keySet());
      unpack(libraries, folder);
    }
    return folder;
  }

  /** After a power failure a file may be shorter than it was. */
  private static boolean isWhole(Path folder, Map<String, Long> sizes) throws IOException {
    for (Map.Entry<String, Long> size : sizes.entrySet()) {
      Path file = folder.resolve(size.getKey());
      if (!Files.isRegularFile(file) || Files.size(file) != size.getValue()) {
        return false;
      }
    }
    return true;
  }

  private static void delete(Path folder, Set<String> files) throws IOException {
    for (String file : files) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.deleteIfExists(folder);
  }

  private static Map<String, URL> packaged() throws IOException {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String kind = system.startsWith("win") ? "win" : system.startsWith("mac") ? "osx" : "linux";
    String processor = System.getProperty("os.arch", "");
    String platform = kind + "-" + (processor.equals("amd64") ? "x64" : processor);
    Map<String, URL> libraries = new LinkedHashMap<>();
    for (String name : NAMES) {
      String file = System.mapLibraryName(name);
      URL library =
          OrtEnvironment.class.getResource("/ai/onnxruntime/native/" + platform + "/" + file);
      if (library == null) {
        throw new IOException("nothing is packaged for " + platform);
      }
      libraries.put(file, library);
    }
    return libraries;
  }

  private static void unpack(Map<String, URL> libraries, Path folder) throws IOException {
    Files.createDirectories(folder.getParent());
    Path partial = Files.createTempDirectory(folder.getParent(), "onnxruntime-part-");
    try {
      for (Map.Entry<String, URL> library : libraries.entrySet()) {
        try (InputStream in = library.getValue().openStream()) {
          Files.copy(in, partial.resolve(library.getKey()));
        }
      }
      Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(partial, libraries.keySet());
      if (!Files.isDirectory(folder)) { // else another process was first
        throw e;
      }
    }
  }
}
