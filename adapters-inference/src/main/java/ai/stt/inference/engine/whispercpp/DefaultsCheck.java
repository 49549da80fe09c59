package ai.stt.inference.engine.whispercpp;

import ai.stt.inference.foreign.Struct;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Reads the library's defaults back through our layout: when a field was added, removed or moved,
 * the values of those behind it are no longer where we look for them.
 */
@SuppressWarnings("restricted") // native access is what this package is for
final class DefaultsCheck {
  private static final int GREEDY = 0;
  private static final int BEAM_SEARCH = 1;

  private final Struct params;

  DefaultsCheck(Struct params) {
    this.params = params;
  }

  /**
   * Checks both strategies' parameters and the context's.
   *
   * @throws IllegalStateException naming the first field that is not as known
   */
  static void check(WhisperFunctions functions) {
    try (Arena arena = Arena.ofConfined()) {
      for (int strategy : new int[] {GREEDY, BEAM_SEARCH}) {
        new DefaultsCheck(functions.fullDefaultParams(arena, strategy)).full(strategy);
      }
      new DefaultsCheck(functions.contextDefaultParams(arena)).context();
    }
  }

  /** Checks the parameters of a strategy. */
  void full(int strategy) {
    same("strategy", strategy);
    same("n_max_text_ctx", 16384);
    same("offset_ms", 0);
    same("duration_ms", 0);
    flag("translate", false);
    flag("no_context", true);
    flag("print_progress", true);
    flag("print_timestamps", true);
    flag("token_timestamps", false);
    same("thold_pt", 0.01f);
    same("thold_ptsum", 0.01f);
    same("max_len", 0);
    same("audio_ctx", 0);
    flag("tdrz_enable", false);
    absent("suppress_regex", "initial_prompt", "prompt_tokens");
    flag("carry_initial_prompt", false);
    same("prompt_n_tokens", 0);
    flag("detect_language", false);
    flag("suppress_blank", true);
    flag("suppress_nst", false);
    same("temperature", 0f);
    same("max_initial_ts", 1f);
    same("length_penalty", -1f);
    same("temperature_inc", 0.2f);
    same("entropy_thold", 2.4f);
    same("logprob_thold", -1f);
    same("no_speech_thold", 0.6f);
    same("greedy_best_of", strategy == GREEDY ? 5 : -1);
    same("beam_size", strategy == BEAM_SEARCH ? 5 : -1);
    same("beam_patience", -1f);
    absent("new_segment_callback", "progress_callback", "encoder_begin_callback");
    absent("abort_callback", "logits_filter_callback", "grammar_rules");
    same("grammar_penalty", 100f);
    flag("vad", false);
    absent("vad_model_path");
    same("vad_threshold", 0.5f);
    same("vad_min_speech_duration_ms", 250);
    same("vad_min_silence_duration_ms", 100);
    same("vad_max_speech_duration_s", Float.MAX_VALUE);
    same("vad_speech_pad_ms", 30);
    same("vad_samples_overlap", 0.1f);
    text("language", "en"); // the last, since in another layout it may point nowhere
  }

  /** Checks the parameters of a context. */
  void context() {
    flag("use_gpu", true);
    flag("flash_attn", true);
    same("gpu_device", 0);
    flag("dtw_token_timestamps", false);
    same("dtw_aheads_preset", 0);
    same("dtw_n_top", -1);
    absent("dtw_aheads");
    if (params.getLong("dtw_mem_size") != 128L << 20) {
      throw different("dtw_mem_size");
    }
  }

  private void same(String field, int value) {
    if (params.getInt(field) != value) {
      throw different(field);
    }
  }

  private void same(String field, float value) {
    if (Float.compare(params.getFloat(field), value) != 0) {
      throw different(field);
    }
  }

  private void flag(String field, boolean value) {
    if (params.getByte(field) != (value ? 1 : 0)) {
      throw different(field);
    }
  }

  private void absent(String... fields) {
    for (String field : fields) {
      if (!params.getAddress(field).equals(MemorySegment.NULL)) {
        throw different(field);
      }
    }
  }

  private void text(String field, String value) {
    byte[] bytes = value.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    MemorySegment theirs = params.getAddress(field);
    if (theirs.equals(MemorySegment.NULL)
        || theirs.reinterpret(bytes.length).mismatch(MemorySegment.ofArray(bytes)) != -1) {
      throw different(field);
    }
  }

  private static IllegalStateException different(String field) {
    return new IllegalStateException("its parameters are laid out otherwise, at " + field);
  }
}
