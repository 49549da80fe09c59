package ai.stt.inference.engine.whispercpp;

import ai.stt.inference.foreign.Struct;
import ai.stt.plugin.engine.WhisperEngine;
import ai.stt.plugin.engine.WhisperShape;
import ai.stt.plugin.engine.WhisperWeights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The engine on a library. Thread-safe. */
public final class WhisperCppEngine implements WhisperEngine {
  /** Scratch space of an alignment, only touched as needed: 220 tokens, 23 heads, four copies. */
  private static final long ALIGNMENT_BYTES = 512L << 20;

  private final WhisperCppLibrary library;
  private final SharedThreads threads;
  private final boolean gpu;
  private final boolean alignWords;

  /**
   * An engine.
   *
   * @param library the library
   * @param threads CPU threads that the running sessions share
   * @param gpu whether a GPU is used, when the library was built for one and there is one
   * @param alignWords whether word times come from the attention of the alignment heads, which is
   *     exact and costs time; without, they are the model's own time stamps, spread over the tokens
   */
  public WhisperCppEngine(WhisperCppLibrary library, int threads, boolean gpu, boolean alignWords) {
    this.library = library;
    this.threads = new SharedThreads(threads);
    this.gpu = gpu;
    this.alignWords = alignWords;
  }

  @Override
  public WhisperWeights load(Path weights) {
    var header = WeightsHeader.read(weights);
    WhisperFunctions functions = library.functions();
    try (Arena arena = Arena.ofConfined()) {
      AlignmentHeads heads = alignWords ? AlignmentHeads.of(header) : AlignmentHeads.NONE;
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
        throw WeightsHeader.unusable("whisper.cpp refused them or found no room for them", null);
      }
      return new NativeWeights(library, context, shape(header), threads, aligned);
    }
  }

  private WhisperShape shape(ai.stt.inference.catalog.convert.WhisperShape header) {
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
        header.textState(),
        header.mels(),
        header.vocabulary(),
        languages);
  }
}
