package ai.stt.inference.engine.whispercpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import ai.stt.inference.foreign.CLayout;
import java.lang.foreign.StructLayout;

/** The structs of whisper.h, of whisper.cpp 1.8, on 64-bit machines. */
final class Layouts {
  /** {@code struct whisper_context_params}. */
  static final StructLayout CONTEXT_PARAMS =
      CLayout.struct(
          JAVA_BOOLEAN.withName("use_gpu"),
          JAVA_BOOLEAN.withName("flash_attn"),
          JAVA_INT.withName("gpu_device"),
          JAVA_BOOLEAN.withName("dtw_token_timestamps"),
          JAVA_INT.withName("dtw_aheads_preset"),
          JAVA_INT.withName("dtw_n_top"),
          JAVA_LONG.withName("dtw_aheads_n"),
          ADDRESS.withName("dtw_aheads"),
          JAVA_LONG.withName("dtw_mem_size"));

  /** {@code struct whisper_token_data}. */
  static final StructLayout TOKEN_DATA =
      CLayout.struct(
          JAVA_INT.withName("id"),
          JAVA_INT.withName("tid"),
          JAVA_FLOAT.withName("p"),
          JAVA_FLOAT.withName("plog"),
          JAVA_FLOAT.withName("pt"),
          JAVA_FLOAT.withName("ptsum"),
          JAVA_LONG.withName("t0"),
          JAVA_LONG.withName("t1"),
          JAVA_LONG.withName("t_dtw"),
          JAVA_FLOAT.withName("vlen"));

  /** {@code struct whisper_full_params}. */
  static final StructLayout FULL_PARAMS =
      CLayout.struct(
          JAVA_INT.withName("strategy"),
          JAVA_INT.withName("n_threads"),
          JAVA_INT.withName("n_max_text_ctx"),
          JAVA_INT.withName("offset_ms"),
          JAVA_INT.withName("duration_ms"),
          JAVA_BOOLEAN.withName("translate"),
          JAVA_BOOLEAN.withName("no_context"),
          JAVA_BOOLEAN.withName("no_timestamps"),
          JAVA_BOOLEAN.withName("single_segment"),
          JAVA_BOOLEAN.withName("print_special"),
          JAVA_BOOLEAN.withName("print_progress"),
          JAVA_BOOLEAN.withName("print_realtime"),
          JAVA_BOOLEAN.withName("print_timestamps"),
          JAVA_BOOLEAN.withName("token_timestamps"),
          JAVA_FLOAT.withName("thold_pt"),
          JAVA_FLOAT.withName("thold_ptsum"),
          JAVA_INT.withName("max_len"),
          JAVA_BOOLEAN.withName("split_on_word"),
          JAVA_INT.withName("max_tokens"),
          JAVA_BOOLEAN.withName("debug_mode"),
          JAVA_INT.withName("audio_ctx"),
          JAVA_BOOLEAN.withName("tdrz_enable"),
          ADDRESS.withName("suppress_regex"),
          ADDRESS.withName("initial_prompt"),
          JAVA_BOOLEAN.withName("carry_initial_prompt"),
          ADDRESS.withName("prompt_tokens"),
          JAVA_INT.withName("prompt_n_tokens"),
          ADDRESS.withName("language"),
          JAVA_BOOLEAN.withName("detect_language"),
          JAVA_BOOLEAN.withName("suppress_blank"),
          JAVA_BOOLEAN.withName("suppress_nst"),
          JAVA_FLOAT.withName("temperature"),
          JAVA_FLOAT.withName("max_initial_ts"),
          JAVA_FLOAT.withName("length_penalty"),
          JAVA_FLOAT.withName("temperature_inc"),
          JAVA_FLOAT.withName("entropy_thold"),
          JAVA_FLOAT.withName("logprob_thold"),
          JAVA_FLOAT.withName("no_speech_thold"),
          JAVA_INT.withName("greedy_best_of"),
          JAVA_INT.withName("beam_size"),
          JAVA_FLOAT.withName("beam_patience"),
          ADDRESS.withName("new_segment_callback"),
          ADDRESS.withName("new_segment_callback_user_data"),
          ADDRESS.withName("progress_callback"),
          ADDRESS.withName("progress_callback_user_data"),
          ADDRESS.withName("encoder_begin_callback"),
          ADDRESS.withName("encoder_begin_callback_user_data"),
          ADDRESS.withName("abort_callback"),
          ADDRESS.withName("abort_callback_user_data"),
          ADDRESS.withName("logits_filter_callback"),
          ADDRESS.withName("logits_filter_callback_user_data"),
          ADDRESS.withName("grammar_rules"),
          JAVA_LONG.withName("n_grammar_rules"),
          JAVA_LONG.withName("i_start_rule"),
          JAVA_FLOAT.withName("grammar_penalty"),
          JAVA_BOOLEAN.withName("vad"),
          ADDRESS.withName("vad_model_path"),
          JAVA_FLOAT.withName("vad_threshold"),
          JAVA_INT.withName("vad_min_speech_duration_ms"),
          JAVA_INT.withName("vad_min_silence_duration_ms"),
          JAVA_FLOAT.withName("vad_max_speech_duration_s"),
          JAVA_INT.withName("vad_speech_pad_ms"),
          JAVA_FLOAT.withName("vad_samples_overlap"));

  private Layouts() {}
}
