package ai.stt.inference.engine.whispercpp;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A libwhisper in the process. It stays loaded until the process ends, since threads of its runtime
 * may outlive every call. Thread-safe.
 */
@SuppressWarnings("restricted") // native access is what this package is for
public final class WhisperCppLibrary {
  private static final Pattern NAME =
      Pattern.compile("(lib)?whisper([.-].*)?\\.(so(\\..*)?|dylib|dll)");
  private static final Pattern VERSION = Pattern.compile("1\\.8\\.\\d+");

  private final WhisperFunctions functions;
  private final String version;
  private final Callbacks callbacks;

  private WhisperCppLibrary(WhisperFunctions functions, String version) {
    this.functions = functions;
    this.version = version;
    this.callbacks = new Callbacks();
  }

  /**
   * Loads a library and checks that it is one that we know how to talk to.
   *
   * @param place the library, or the folder that holds it beside the libraries that it needs
   * @throws IllegalStateException when there is none, when it cannot be loaded here, or when it is
   *     of another version or layout; the message says what to do
   */
  public static WhisperCppLibrary load(Path place) {
    Path file = find(place);
    OpenMp.sleepSoonWhileWaiting();
    try {
      var functions = new WhisperFunctions(SymbolLookup.libraryLookup(file, Arena.global()));
      String version = functions.version();
      if (!VERSION.matcher(version).matches()) {
        throw new IllegalStateException("it is version " + version);
      }
      DefaultsCheck.check(functions);
      var library = new WhisperCppLibrary(functions, version);
      functions.logSet(library.callbacks.log());
      return library;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IllegalStateException(
          "the whisper.cpp library %s cannot be used: %s. Point the configuration at a libwhisper 1.8 that was built for this machine"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** The library's own version, such as {@code 1.8.5}. */
  public String version() {
    return version;
  }

  WhisperFunctions functions() {
    return functions;
  }

  Callbacks callbacks() {
    return callbacks;
  }

  private static Path find(Path place) {
    if (Files.isRegularFile(place)) {
      return place.toAbsolutePath();
    }
    try (Stream<Path> files = Files.list(place)) {
      return files
          .filter(file -> NAME.matcher(String.valueOf(file.getFileName())).matches())
          .min(Comparator.naturalOrder())
          .orElseThrow(() -> missing(place, null))
          .toAbsolutePath();
    } catch (IOException e) {
      throw missing(place, e);
    }
  }

  private static IllegalStateException missing(Path place, @Nullable Exception cause) {
    return new IllegalStateException(
        "there is no whisper.cpp library at %s; point the configuration at a libwhisper 1.8 or at the folder that holds it"
            .formatted(place),
        cause);
  }
}
