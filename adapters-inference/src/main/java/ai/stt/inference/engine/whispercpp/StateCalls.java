package ai.stt.inference.engine.whispercpp;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import ai.stt.inference.foreign.Struct;
import ai.stt.plugin.engine.WhisperRequest;
import ai.stt.plugin.engine.WhisperSegment;
import ai.stt.plugin.engine.WhisperWindow;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The calls on one {@code whisper_state}, which block in native code. One thread at a time. */
final class StateCalls {
  private static final int GREEDY = 0;
  private static final int BEAM_SEARCH = 1;

  /** Tries at a temperature over 0, of which the best counts; as in the paper. */
  private static final int BEST_OF = 5;

  private static final int LONGEST_PROMPT_CHARS = 1000;

  /** The code of {@code whisper_full} for a state that it found no memory for, and has freed. */
  private static final int STATE_IS_FREED = -7;

  private final NativeWeights weights;
  private final WhisperFunctions functions;
  private MemorySegment state;

  StateCalls(NativeWeights weights, MemorySegment state) {
    this.weights = weights;
    this.functions = weights.library().functions();
    this.state = state;
  }

  void free() {
    if (!state.equals(MemorySegment.NULL)) {
      functions.freeState(state);
      state = MemorySegment.NULL;
    }
  }

  Map<String, Float> detectLanguage(float[] samples) {
    return weights.threads().call(threads -> detectLanguage(samples, threads));
  }

  private Map<String, Float> detectLanguage(float[] samples, int threads) {
    MemorySegment context = weights.context();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment audio = arena.allocateFrom(JAVA_FLOAT, samples);
      check("mel", functions.pcmToMel(context, state, audio, samples.length, threads));
      MemorySegment theirs = arena.allocate(JAVA_FLOAT, functions.langMaxId() + 1L);
      int best = functions.langAutoDetect(context, state, threads, theirs);
      check("detection", Math.min(best, 0));
      return probabilities(theirs);
    }
  }

  WhisperWindow transcribe(float[] samples, WhisperRequest request, AtomicBoolean abort) {
    return weights.threads().call(threads -> transcribe(samples, request, abort, threads));
  }

  private WhisperWindow transcribe(
      float[] samples, WhisperRequest request, AtomicBoolean abort, int threads) {
    Callbacks callbacks = weights.library().callbacks();
    try (Arena arena = Arena.ofConfined()) {
      var run = new OneWindow(abort);
      Struct params = params(arena, request, threads);
      long id = callbacks.add(run);
      try {
        callbacks.attach(params, id);
        if (weights.aligned()) {
          callbacks.forbidShortTimes(params, functions.firstTimeStamp(weights.context()));
        }
        MemorySegment audio = arena.allocateFrom(JAVA_FLOAT, samples);
        int code = functions.full(weights.context(), state, params, audio, samples.length);
        if (code == STATE_IS_FREED) {
          state = MemorySegment.NULL;
        }
        check("recognition", code);
      } finally {
        callbacks.remove(id);
      }
      List<WhisperSegment> segments = new Segments(weights, state).read();
      return new WhisperWindow(run.heardMs(samples.length, segments), segments);
    }
  }

  private Struct params(Arena arena, WhisperRequest request, int threads) {
    int strategy = request.beamSize() > 1 ? BEAM_SEARCH : GREEDY;
    Struct params =
        functions
            .fullDefaultParams(arena, strategy)
            .set("n_threads", threads)
            .set("no_context", request.forgetContext())
            .set("print_progress", false)
            .set("print_timestamps", false)
            .set("token_timestamps", true)
            .set("suppress_nst", true)
            .set("language", arena.allocateFrom(request.language()))
            .set("temperature_inc", request.temperatureStep())
            .set("entropy_thold", request.entropyThreshold())
            .set("logprob_thold", request.logProbabilityThreshold())
            .set("no_speech_thold", request.noSpeechThreshold())
            .set("greedy_best_of", BEST_OF)
            .set("beam_size", request.beamSize());
    String prompt = bounded(request.prompt());
    if (!prompt.isEmpty()) {
      params.set("initial_prompt", arena.allocateFrom(prompt)).set("carry_initial_prompt", true);
    }
    return params;
  }

  /** The end of a prompt that is too long, as plain text: C ends a string at a NUL. */
  private static String bounded(@Nullable String prompt) {
    String plain = prompt == null ? "" : prompt.replace('\0', ' ').strip();
    return plain.substring(Math.max(0, plain.length() - LONGEST_PROMPT_CHARS));
  }

  /** Leaves out what is no language of these weights: the native list is the longest one. */
  private Map<String, Float> probabilities(MemorySegment theirs) {
    List<String> languages = weights.shape().languages();
    double sum = 0;
    for (int i = 0; i < languages.size(); i++) {
      sum += theirs.getAtIndex(JAVA_FLOAT, i);
    }
    Map<String, Float> ours = new LinkedHashMap<>();
    for (int i = 0; i < languages.size(); i++) {
      ours.put(languages.get(i), (float) (theirs.getAtIndex(JAVA_FLOAT, i) / sum));
    }
    return ours;
  }

  private static void check(String step, int code) {
    if (code != 0) {
      throw new IllegalStateException(
          "whisper.cpp failed with code %d at: %s".formatted(code, step));
    }
  }
}
