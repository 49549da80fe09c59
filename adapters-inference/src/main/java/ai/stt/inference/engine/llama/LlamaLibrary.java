package ai.stt.inference.engine.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import ai.stt.inference.foreign.Symbols;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A libllama in the process, with the libraries that compute for it. It stays loaded until the
 * process ends. Thread-safe.
 */
@SuppressWarnings("restricted") // native access is what this package is for
public final class LlamaLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(LlamaLibrary.class);
  private static final Pattern NAME =
      Pattern.compile("(lib)?llama([.-]v?\\d.*)?\\.(so(\\..*)?|dylib|dll)");
  private static final Pattern COMPUTING =
      Pattern.compile("(lib)?ggml([.-]v?\\d.*)?\\.(so(\\..*)?|dylib|dll)");
  private static final Pattern VERSION = Pattern.compile("0\\.5\\.\\d+.*");

  /** From ggml.h: 1 debug, 2 info, 3 warning, 4 error, 5 a line goes on. */
  private static final int ERROR = 4;

  private final LlamaFunctions functions;
  private final LlamaVocabulary.Functions vocabularies;
  private final LlamaGrammar.Functions grammars;
  private final String version;

  private LlamaLibrary(SymbolLookup library, LlamaFunctions functions, String version) {
    this.functions = functions;
    this.vocabularies = new LlamaVocabulary.Functions(library);
    this.grammars = new LlamaGrammar.Functions(library);
    this.version = version;
  }

  /**
   * Loads a library and checks that it is one that we know how to talk to.
   *
   * @param folder holds it beside the libraries that it needs
   * @throws IllegalStateException when there is none, when it cannot be loaded here, or when it is
   *     of another version or layout; the message says what to do
   */
  public static LlamaLibrary load(Path folder) {
    Path file = find(folder, NAME);
    try {
      SymbolLookup lookup = SymbolLookup.libraryLookup(file, Arena.global());
      var functions = new LlamaFunctions(lookup);
      String version = functions.version();
      if (!VERSION.matcher(version).matches()) {
        throw new IllegalStateException("it is version " + version);
      }
      LlamaDefaultsCheck.check(functions);
      var library = new LlamaLibrary(lookup, functions, version);
      functions.logSet(logStub());
      loadComputing(folder);
      functions.backendInit();
      return library;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IllegalStateException(
          "the llama.cpp library %s cannot be used: %s. Point the configuration at a folder with a libllama 0.5 that was built for this machine"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Of the libraries for several kinds of processors, ggml takes the best that runs here. */
  private static void loadComputing(Path folder) {
    SymbolLookup ggml = SymbolLookup.libraryLookup(find(folder, COMPUTING), Arena.global());
    var symbols = new Symbols(ggml);
    try (Arena arena = Arena.ofConfined()) {
      Symbols.call(
          symbols.find("ggml_backend_load_all_from_path", null, ADDRESS),
          arena.allocateFrom(folder.toAbsolutePath().toString()));
    }
  }

  /** The library's own version, such as {@code 0.5.0-dev}. */
  public String version() {
    return version;
  }

  LlamaFunctions functions() {
    return functions;
  }

  LlamaVocabulary vocabulary(MemorySegment model) {
    return new LlamaVocabulary(vocabularies, model);
  }

  LlamaGrammar grammar(LlamaVocabulary vocabulary, String gbnf) {
    return LlamaGrammar.read(grammars, vocabulary, gbnf);
  }

  private static Path find(Path folder, Pattern name) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name.matcher(String.valueOf(file.getFileName())).matches())
          .min(Comparator.naturalOrder())
          .orElseThrow(() -> missing(folder, null))
          .toAbsolutePath();
    } catch (IOException e) {
      throw missing(folder, e);
    }
  }

  private static IllegalStateException missing(Path folder, @Nullable Exception cause) {
    return new IllegalStateException(
        "there is no llama.cpp library in %s; point the configuration at the folder that holds a libllama 0.5"
            .formatted(folder),
        cause);
  }

  private static MemorySegment logStub() {
    try {
      var method =
          MethodHandles.lookup()
              .findStatic(
                  LlamaLibrary.class,
                  "onLog",
                  MethodType.methodType(
                      void.class, int.class, MemorySegment.class, MemorySegment.class));
      return Linker.nativeLinker()
          .upcallStub(
              method, FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS), Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the callback is not declared in this class", e);
    }
  }

  @SuppressWarnings({
    "UnusedMethod", // native code calls it, by address
    "UnusedVariable",
    "EmptyCatch"
  }) // when the log itself fails, who is to be told?
  private static void onLog(int level, MemorySegment text, MemorySegment user) {
    try {
      if (level == ERROR) {
        LOG.info("{}", Symbols.string(text).strip());
      } else if (LOG.isDebugEnabled()) {
        LOG.debug("{}", Symbols.string(text).strip());
      }
    } catch (Throwable e) {
      // Nothing may leave an upcall.
    }
  }
}
