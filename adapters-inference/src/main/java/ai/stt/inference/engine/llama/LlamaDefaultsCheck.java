package ai.stt.inference.engine.llama;

import ai.stt.inference.foreign.Struct;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Reads the library's defaults back through our layouts: when a field was added, removed or moved,
 * the values of those behind it are no longer where we look for them.
 */
final class LlamaDefaultsCheck {
  private static final int TYPE_F16 = 1;

  private final Struct params;

  private LlamaDefaultsCheck(Struct params) {
    this.params = params;
  }

  /**
   * Checks the parameters of models and contexts.
   *
   * @throws IllegalStateException naming the first field that is not as known
   */
  static void check(LlamaFunctions functions) {
    try (Arena arena = Arena.ofConfined()) {
      new LlamaDefaultsCheck(functions.modelDefaultParams(arena)).model();
      new LlamaDefaultsCheck(functions.contextDefaultParams(arena)).context();
    }
  }

  private void model() {
    absent("devices", "tensor_buft_overrides");
    same(-1, "n_gpu_layers", "load_mode");
    same(1, "split_mode", "load_mode_detail");
    same(0, "main_gpu");
    absent("tensor_split", "progress_callback", "progress_callback_user_data", "kv_overrides");
    flags(false, "vocab_only", "check_tensors", "no_host", "no_alloc", "load_mtp");
    flags(true, "use_extra_bufts");
  }

  private void context() {
    same(512, "n_ctx", "n_ubatch");
    same(2048, "n_batch");
    same(1, "n_seq_max", "n_outputs_max_per_seq");
    same(0, "n_rs_seq", "n_outputs_max", "ctx_type", "yarn_orig_ctx");
    same(4, "n_threads", "n_threads_batch");
    same(-1, "rope_scaling_type", "pooling_type", "attention_type", "flash_attn_type");
    real(0, "rope_freq_base", "rope_freq_scale");
    real(-1, "yarn_ext_factor", "yarn_attn_factor", "yarn_beta_fast", "yarn_beta_slow");
    real(-1, "defrag_thold");
    absent("cb_eval", "cb_eval_user_data", "abort_callback", "abort_callback_data");
    same(TYPE_F16, "type_k", "type_v");
    flags(false, "embeddings", "kv_unified");
    flags(true, "offload_kqv", "no_perf", "op_offload", "swa_full");
    absent("samplers", "ctx_other");
    if (params.getLong("n_samplers") != 0) {
      throw different("n_samplers");
    }
  }

  private void same(int value, String... fields) {
    for (String field : fields) {
      if (params.getInt(field) != value) {
        throw different(field);
      }
    }
  }

  private void real(float value, String... fields) {
    for (String field : fields) {
      if (Float.compare(params.getFloat(field), value) != 0) {
        throw different(field);
      }
    }
  }

  private void flags(boolean value, String... fields) {
    for (String field : fields) {
      if (params.getByte(field) != (value ? 1 : 0)) {
        throw different(field);
      }
    }
  }

  private void absent(String... fields) {
    for (String field : fields) {
      if (!params.getAddress(field).equals(MemorySegment.NULL)) {
        throw different(field);
      }
    }
  }

  private static IllegalStateException different(String field) {
    return new IllegalStateException("its parameters are laid out otherwise, at " + field);
  }
}
