package ai.stt.inference.engine.whispercpp;

import ai.stt.plugin.engine.WhisperCpp;
import ai.stt.plugin.engine.WhisperShape;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The engine on a library. Thread-safe. */
public final class WhisperCppEngine implements WhisperCpp {
  /** Scratch space of an alignment, only touched as needed: 220 tokens, 23 heads, four copies. */
  private static final long ALIGNMENT_BYTES = 512L << 20;

  private final WhisperCppLibrary library;
  private final int threads;
  private final boolean gpu;

  /**
   * An engine.
   *
   * @param library the library
   * @param threads CPU threads that each running session uses
   * @param gpu whether a GPU is used, when the library was built for one and there is one
   */
  public WhisperCppEngine(WhisperCppLibrary library, int threads, boolean gpu) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is not positive: " + threads);
    }
    this.library = library;
    this.threads = threads;
    this.gpu = gpu;
  }

  @Override
  public WhisperWeights load(Path weights) {
    GgmlFile header = inspect(weights);
    WhisperFunctions functions = library.functions();
    try (Arena arena = Arena.ofConfined()) {
      AlignmentHeads heads = AlignmentHeads.of(header);
      boolean aligned = heads != AlignmentHeads.NONE;
      Struct params =
          functions
              .contextDefaultParams(arena)
              .set("use_gpu", gpu)
              .set("flash_attn", !aligned) // its kernels do not keep the attention weights
              .set("dtw_token_timestamps", aligned)
              .set("dtw_aheads_preset", heads.preset())
              .set("dtw_mem_size", ALIGNMENT_BYTES);
      String path = weights.toAbsolutePath().toString();
      MemorySegment context = functions.initFromFile(arena.allocateFrom(path), params);
      if (context.equals(MemorySegment.NULL)) {
        throw unavailable("whisper.cpp refused them or found no room for them", null);
      }
      return new NativeWeights(library, context, shape(header), threads, aligned);
    }
  }

  private static GgmlFile inspect(Path weights) {
    if (!Files.isRegularFile(weights)) {
      throw unavailable("the file is gone", null);
    }
    try {
      return GgmlFile.read(weights);
    } catch (WeightsException e) {
      throw unavailable(e.getMessage(), e);
    } catch (IOException e) {
      throw unavailable("the file cannot be read", e);
    }
  }

  private static SpeechException unavailable(String why, @Nullable Exception cause) {
    return new SpeechException(
        ErrorCode.MODEL_UNAVAILABLE,
        "the model's weights cannot be used: %s; the operator removes the model and pulls or imports it again"
            .formatted(why),
        cause);
  }

  private WhisperShape shape(GgmlFile header) {
    WhisperFunctions functions = library.functions();
    List<String> languages =
        header.multilingual()
            ? IntStream.range(0, Math.min(header.languages(), functions.langMaxId() + 1))
                .mapToObj(functions::langStr)
                .toList()
            : List.of("en");
    return new WhisperShape(
        header.audioLayers(),
        header.textLayers(),
        header.width(),
        header.melBins(),
        header.vocabulary(),
        languages);
  }
}
