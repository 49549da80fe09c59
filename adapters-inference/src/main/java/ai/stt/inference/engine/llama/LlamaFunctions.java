package ai.stt.inference.engine.llama;

import static ai.stt.inference.foreign.Symbols.call;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import ai.stt.inference.foreign.Struct;
import ai.stt.inference.foreign.Symbols;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** The functions of libllama on models, contexts and their memory, typed. Named as in llama.h. */
final class LlamaFunctions {
  private final MethodHandle version;
  private final MethodHandle logSet;
  private final MethodHandle backendInit;
  private final MethodHandle modelDefaultParams;
  private final MethodHandle contextDefaultParams;
  private final MethodHandle load;
  private final MethodHandle freeModel;
  private final MethodHandle initContext;
  private final MethodHandle freeContext;
  private final MethodHandle metaValue;
  private final MethodHandle trainedContext;
  private final MethodHandle hasDecoder;
  private final MethodHandle hasEncoder;
  private final MethodHandle isRecurrent;
  private final MethodHandle isHybrid;
  private final MethodHandle template;
  private final MethodHandle applyTemplate;
  private final MethodHandle memory;
  private final MethodHandle forget;
  private final MethodHandle share;
  private final MethodHandle decode;
  private final MethodHandle logits;
  private final MethodHandle setThreads;

  /**
   * Looks all of them up.
   *
   * @throws IllegalStateException naming the first function that the library lacks
   */
  LlamaFunctions(SymbolLookup library) {
    var symbols = new Symbols(library);
    version = symbols.find("llama_version", ADDRESS);
    logSet = symbols.find("llama_log_set", null, ADDRESS, ADDRESS);
    backendInit = symbols.find("llama_backend_init", null);
    modelDefaultParams = symbols.find("llama_model_default_params", LlamaLayouts.MODEL_PARAMS);
    contextDefaultParams =
        symbols.find("llama_context_default_params", LlamaLayouts.CONTEXT_PARAMS);
    load = symbols.find("llama_model_load_from_file", ADDRESS, ADDRESS, LlamaLayouts.MODEL_PARAMS);
    freeModel = symbols.find("llama_model_free", null, ADDRESS);
    initContext =
        symbols.find("llama_init_from_model", ADDRESS, ADDRESS, LlamaLayouts.CONTEXT_PARAMS);
    freeContext = symbols.find("llama_free", null, ADDRESS);
    metaValue =
        symbols.find("llama_model_meta_val_str", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    trainedContext = symbols.find("llama_model_n_ctx_train", JAVA_INT, ADDRESS);
    hasDecoder = symbols.find("llama_model_has_decoder", JAVA_BOOLEAN, ADDRESS);
    hasEncoder = symbols.find("llama_model_has_encoder", JAVA_BOOLEAN, ADDRESS);
    isRecurrent = symbols.find("llama_model_is_recurrent", JAVA_BOOLEAN, ADDRESS);
    isHybrid = symbols.find("llama_model_is_hybrid", JAVA_BOOLEAN, ADDRESS);
    template = symbols.find("llama_model_chat_template", ADDRESS, ADDRESS, ADDRESS);
    applyTemplate =
        symbols.find(
            "llama_chat_apply_template",
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_LONG,
            JAVA_BOOLEAN,
            ADDRESS,
            JAVA_INT);
    memory = symbols.find("llama_get_memory", ADDRESS, ADDRESS);
    forget =
        symbols.find("llama_memory_seq_rm", JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
    share =
        symbols.find("llama_memory_seq_cp", null, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    decode = symbols.find("llama_decode", JAVA_INT, ADDRESS, LlamaLayouts.BATCH);
    logits = symbols.find("llama_get_logits_ith", ADDRESS, ADDRESS, JAVA_INT);
    setThreads = symbols.find("llama_set_n_threads", null, ADDRESS, JAVA_INT, JAVA_INT);
  }

  String version() {
    return Symbols.string((MemorySegment) call(version));
  }

  void logSet(MemorySegment callback) {
    call(logSet, callback, MemorySegment.NULL);
  }

  void backendInit() {
    call(backendInit);
  }

  Struct modelDefaultParams(Arena arena) {
    return new Struct(LlamaLayouts.MODEL_PARAMS, (MemorySegment) call(modelDefaultParams, arena));
  }

  Struct contextDefaultParams(Arena arena) {
    return new Struct(
        LlamaLayouts.CONTEXT_PARAMS, (MemorySegment) call(contextDefaultParams, arena));
  }

  /** The model, or NULL. */
  MemorySegment load(MemorySegment path, Struct params) {
    return (MemorySegment) call(load, path, params.memory());
  }

  void freeModel(MemorySegment model) {
    call(freeModel, model);
  }

  /** The context, or NULL. */
  MemorySegment initContext(MemorySegment model, Struct params) {
    return (MemorySegment) call(initContext, model, params.memory());
  }

  void freeContext(MemorySegment context) {
    call(freeContext, context);
  }

  /** A value of the file, of at most 200 bytes; empty when there is none. */
  String metaValue(MemorySegment model, String key) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(201);
      int length = (int) call(metaValue, model, arena.allocateFrom(key), buffer, buffer.byteSize());
      return length < 0 ? "" : buffer.getString(0);
    }
  }

  int trainedContext(MemorySegment model) {
    return (int) call(trainedContext, model);
  }

  /** Whether it only writes on, and has no second network for what is read. */
  boolean writes(MemorySegment model) {
    return (boolean) call(hasDecoder, model) && !(boolean) call(hasEncoder, model);
  }

  /** Whether what was read last can be forgotten, token by token. */
  boolean forgets(MemorySegment model) {
    return !(boolean) call(isRecurrent, model) && !(boolean) call(isHybrid, model);
  }

  /** The chat template of the file, or NULL. */
  MemorySegment template(MemorySegment model) {
    return (MemorySegment) call(template, model, MemorySegment.NULL);
  }

  /** The length in bytes of the text, which is written when there is room; negative for failure. */
  int applyTemplate(
      MemorySegment template, MemorySegment messages, long count, MemorySegment buffer) {
    return (int)
        call(applyTemplate, template, messages, count, true, buffer, (int) buffer.byteSize());
  }

  MemorySegment memory(MemorySegment context) {
    return (MemorySegment) call(memory, context);
  }

  /** Forgets a sequence from a place on; false when the model cannot. */
  boolean forget(MemorySegment memory, int sequence, int from) {
    return (boolean) call(forget, memory, sequence, from, -1);
  }

  /** Lets a sequence know the first tokens of another. */
  void share(MemorySegment memory, int from, int to, int tokens) {
    call(share, memory, from, to, 0, tokens);
  }

  void setThreads(MemorySegment context, int threads) {
    call(setThreads, context, threads, threads);
  }

  int decode(MemorySegment context, Struct batch) {
    return (int) call(decode, context, batch.memory());
  }

  /** The numbers behind a token of the last batch; NULL when they were not asked for. */
  MemorySegment logits(MemorySegment context, int place) {
    return (MemorySegment) call(logits, context, place);
  }
}
