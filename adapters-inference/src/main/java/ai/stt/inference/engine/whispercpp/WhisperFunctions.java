package ai.stt.inference.engine.whispercpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import ai.stt.inference.foreign.Struct;
import ai.stt.inference.foreign.Symbols;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** The functions of libwhisper that are used here, typed. Named as in whisper.h. */
@SuppressWarnings("restricted") // native access is what this package is for
final class WhisperFunctions {
  private final MethodHandle version;
  private final MethodHandle fullDefaultParams;
  private final MethodHandle freeParams;
  private final MethodHandle contextDefaultParams;
  private final MethodHandle freeContextParams;
  private final MethodHandle logSet;
  private final MethodHandle initFromFile;
  private final MethodHandle free;
  private final MethodHandle initState;
  private final MethodHandle freeState;
  private final MethodHandle full;
  private final MethodHandle pcmToMel;
  private final MethodHandle langAutoDetect;
  private final MethodHandle langMaxId;
  private final MethodHandle langStr;
  private final MethodHandle segments;
  private final MethodHandle segmentStart;
  private final MethodHandle segmentEnd;
  private final MethodHandle noSpeech;
  private final MethodHandle tokens;
  private final MethodHandle tokenData;
  private final MethodHandle tokenText;
  private final MethodHandle endOfText;
  private final MethodHandle firstTimeStamp;

  /**
   * Looks all of them up.
   *
   * @throws IllegalStateException naming the first function that the library lacks
   */
  WhisperFunctions(SymbolLookup library) {
    var symbols = new Symbols(library);
    version = symbols.find("whisper_version", ADDRESS);
    fullDefaultParams = symbols.find("whisper_full_default_params_by_ref", ADDRESS, JAVA_INT);
    freeParams = symbols.find("whisper_free_params", null, ADDRESS);
    contextDefaultParams = symbols.find("whisper_context_default_params_by_ref", ADDRESS);
    freeContextParams = symbols.find("whisper_free_context_params", null, ADDRESS);
    logSet = symbols.find("whisper_log_set", null, ADDRESS, ADDRESS);
    initFromFile =
        symbols.find(
            "whisper_init_from_file_with_params_no_state",
            ADDRESS,
            ADDRESS,
            Layouts.CONTEXT_PARAMS);
    free = symbols.find("whisper_free", null, ADDRESS);
    initState = symbols.find("whisper_init_state", ADDRESS, ADDRESS);
    freeState = symbols.find("whisper_free_state", null, ADDRESS);
    full =
        symbols.find(
            "whisper_full_with_state",
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            Layouts.FULL_PARAMS,
            ADDRESS,
            JAVA_INT);
    pcmToMel =
        symbols.find(
            "whisper_pcm_to_mel_with_state",
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            JAVA_INT);
    langAutoDetect =
        symbols.find(
            "whisper_lang_auto_detect_with_state",
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            ADDRESS);
    langMaxId = symbols.find("whisper_lang_max_id", JAVA_INT);
    langStr = symbols.find("whisper_lang_str", ADDRESS, JAVA_INT);
    segments = symbols.find("whisper_full_n_segments_from_state", JAVA_INT, ADDRESS);
    segmentStart =
        symbols.find("whisper_full_get_segment_t0_from_state", JAVA_LONG, ADDRESS, JAVA_INT);
    segmentEnd =
        symbols.find("whisper_full_get_segment_t1_from_state", JAVA_LONG, ADDRESS, JAVA_INT);
    noSpeech =
        symbols.find(
            "whisper_full_get_segment_no_speech_prob_from_state", JAVA_FLOAT, ADDRESS, JAVA_INT);
    tokens = symbols.find("whisper_full_n_tokens_from_state", JAVA_INT, ADDRESS, JAVA_INT);
    tokenData =
        symbols.find(
            "whisper_full_get_token_data_from_state",
            Layouts.TOKEN_DATA,
            ADDRESS,
            JAVA_INT,
            JAVA_INT);
    tokenText = symbols.find("whisper_token_to_str", ADDRESS, ADDRESS, JAVA_INT);
    endOfText = symbols.find("whisper_token_eot", JAVA_INT, ADDRESS);
    firstTimeStamp = symbols.find("whisper_token_beg", JAVA_INT, ADDRESS);
  }

  String version() {
    return Symbols.string((MemorySegment) Symbols.call(version));
  }

  /** The defaults of a strategy, copied into {@code arena}. */
  Struct fullDefaultParams(Arena arena, int strategy) {
    var theirs = (MemorySegment) Symbols.call(fullDefaultParams, strategy);
    var ours = copy(arena, theirs, Layouts.FULL_PARAMS);
    Symbols.call(freeParams, theirs);
    return new Struct(Layouts.FULL_PARAMS, ours);
  }

  /** The defaults of a context, copied into {@code arena}. */
  Struct contextDefaultParams(Arena arena) {
    var theirs = (MemorySegment) Symbols.call(contextDefaultParams);
    var ours = copy(arena, theirs, Layouts.CONTEXT_PARAMS);
    Symbols.call(freeContextParams, theirs);
    return new Struct(Layouts.CONTEXT_PARAMS, ours);
  }

  void logSet(MemorySegment callback) {
    Symbols.call(logSet, callback, MemorySegment.NULL);
  }

  /** The weights, or NULL. */
  MemorySegment initFromFile(MemorySegment path, Struct params) {
    return (MemorySegment) Symbols.call(initFromFile, path, params.memory());
  }

  void free(MemorySegment context) {
    Symbols.call(free, context);
  }

  /** A state, or NULL. */
  MemorySegment initState(MemorySegment context) {
    return (MemorySegment) Symbols.call(initState, context);
  }

  void freeState(MemorySegment state) {
    Symbols.call(freeState, state);
  }

  int full(
      MemorySegment context, MemorySegment state, Struct params, MemorySegment samples, int n) {
    return (int) Symbols.call(full, context, state, params.memory(), samples, n);
  }

  int pcmToMel(
      MemorySegment context, MemorySegment state, MemorySegment samples, int n, int threads) {
    return (int) Symbols.call(pcmToMel, context, state, samples, n, threads);
  }

  int langAutoDetect(
      MemorySegment context, MemorySegment state, int threads, MemorySegment probabilities) {
    return (int) Symbols.call(langAutoDetect, context, state, 0, threads, probabilities);
  }

  int langMaxId() {
    return (int) Symbols.call(langMaxId);
  }

  String langStr(int id) {
    return Symbols.string((MemorySegment) Symbols.call(langStr, id));
  }

  int segments(MemorySegment state) {
    return (int) Symbols.call(segments, state);
  }

  /** In hundredths of a second. */
  long segmentStart(MemorySegment state, int segment) {
    return (long) Symbols.call(segmentStart, state, segment);
  }

  /** In hundredths of a second. */
  long segmentEnd(MemorySegment state, int segment) {
    return (long) Symbols.call(segmentEnd, state, segment);
  }

  float noSpeech(MemorySegment state, int segment) {
    return (float) Symbols.call(noSpeech, state, segment);
  }

  int tokens(MemorySegment state, int segment) {
    return (int) Symbols.call(tokens, state, segment);
  }

  Struct tokenData(SegmentAllocator arena, MemorySegment state, int segment, int token) {
    return new Struct(
        Layouts.TOKEN_DATA, (MemorySegment) Symbols.call(tokenData, arena, state, segment, token));
  }

  byte[] tokenText(MemorySegment context, int id) {
    return Symbols.bytes((MemorySegment) Symbols.call(tokenText, context, id));
  }

  int endOfText(MemorySegment context) {
    return (int) Symbols.call(endOfText, context);
  }

  int firstTimeStamp(MemorySegment context) {
    return (int) Symbols.call(firstTimeStamp, context);
  }

  private static MemorySegment copy(Arena arena, MemorySegment theirs, MemoryLayout layout) {
    return arena.allocate(layout).copyFrom(theirs.reinterpret(layout.byteSize()));
  }
}
