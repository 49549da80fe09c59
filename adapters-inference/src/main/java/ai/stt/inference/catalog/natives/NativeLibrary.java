package ai.stt.inference.catalog.natives;

import ai.stt.app.catalog.ModelSource.PackageFiles;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A library built for one platform.
 *
 * @param name such as {@code whisper.cpp}
 * @param version of the library, not of the package
 * @param platform such as {@code linux-x86_64}
 * @param ran whether it was run by us, or only its package's layout was read
 * @param licence SPDX id
 * @param archive the package that holds it
 */
record NativeLibrary(
    String name,
    String version,
    String platform,
    boolean ran,
    String licence,
    PackageFiles archive) {
  /** All that {@code natives.json} knows. */
  static List<NativeLibrary> all() {
    try (InputStream in =
        Objects.requireNonNull(NativeLibrary.class.getResourceAsStream("natives.json"))) {
      return List.of(new JsonMapper().readValue(in, NativeLibrary[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The operating system and processor of this JVM, as {@code natives.json} names them. */
  static String platformHere() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean mac = os.startsWith("mac");
    String cpu =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> mac ? "arm64" : "aarch64";
          default -> arch;
        };
    return (mac ? "macos" : os.split(" ", 2)[0]) + "-" + cpu;
  }

  /** The folder's name, the same for everything that is the same. */
  String folderName() {
    return name + "-" + version + "-" + platform;
  }
}
