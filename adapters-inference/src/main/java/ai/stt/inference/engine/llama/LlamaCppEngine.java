package ai.stt.inference.engine.llama;

import ai.stt.inference.foreign.Struct;
import ai.stt.inference.gguf.GgufHeader;
import ai.stt.inference.tensor.UnreadableFileException;
import ai.stt.plugin.engine.LlamaEngine;
import ai.stt.plugin.engine.LlamaWeights;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The engine on a library. Thread-safe. */
public final class LlamaCppEngine implements LlamaEngine {
  /** Tokens that are computed at once at most. */
  static final int BATCH = 512;

  private final LlamaLibrary library;
  private final LlamaSettings settings;

  /** An engine. */
  public LlamaCppEngine(LlamaLibrary library, LlamaSettings settings) {
    this.library = library;
    this.settings = settings;
  }

  @Override
  public LlamaWeights load(Path weights) {
    check(weights);
    LlamaFunctions functions = library.functions();
    try (Arena arena = Arena.ofConfined()) {
      Struct params = functions.modelDefaultParams(arena);
      if (!settings.gpu()) {
        params.set("n_gpu_layers", 0);
      }
      String path = weights.toAbsolutePath().toString();
      MemorySegment model = functions.load(arena.allocateFrom(path), params);
      if (model.equals(MemorySegment.NULL)) {
        throw unusable("llama.cpp refused them or found no room for them", null);
      }
      if (!functions.writes(model)) {
        functions.freeModel(model);
        throw unusable("the model does not write text", null);
      }
      return open(model);
    }
  }

  private LlamaWeights open(MemorySegment model) {
    LlamaFunctions functions = library.functions();
    int trained = Math.max(1, functions.trainedContext(model));
    int room =
        (int) Math.min(settings.room(), Math.max(256L, (long) trained * settings.together()));
    try (Arena arena = Arena.ofConfined()) {
      Struct params =
          functions
              .contextDefaultParams(arena)
              .set("n_ctx", room)
              .set("n_batch", BATCH)
              .set("n_ubatch", BATCH)
              .set("n_seq_max", settings.together())
              .set("n_outputs_max", settings.together())
              .set("n_threads", settings.threads())
              .set("n_threads_batch", settings.threads())
              .set("kv_unified", true); // one memory for all, so that beginnings can be shared
      var stop = new StopFlag();
      stop.attach(params);
      MemorySegment context = functions.initContext(model, params);
      if (context.equals(MemorySegment.NULL)) {
        stop.close();
        functions.freeModel(model);
        throw unusable("there is no memory for %d tokens beside them".formatted(room), null);
      }
      return new LlamaModel(
          library, model, context, stop, settings.withRoom(room), Math.min(trained, room));
    }
  }

  /** Native code is only given what is whole. */
  private static void check(Path weights) {
    if (!Files.isRegularFile(weights)) {
      throw unusable("the file is gone", null);
    }
    try {
      var _ = GgufHeader.read(weights);
    } catch (UnreadableFileException e) {
      throw unusable(e.reason(), e);
    } catch (IOException e) {
      throw unusable("the file cannot be read", e);
    }
  }

  private static SpeechException unusable(String why, @Nullable Exception cause) {
    return new SpeechException(
        ErrorCode.MODEL_UNAVAILABLE,
        "the model's weights cannot be used: %s; the operator removes the model and pulls or imports it again"
            .formatted(why),
        cause);
  }
}
