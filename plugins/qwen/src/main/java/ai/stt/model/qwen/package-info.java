/**
 * Language models in GGUF format: conversations in the model's own form, where they end, JSON by
 * grammar. Holds no weights, no natives and no prompt.
 */
@NullMarked
package ai.stt.model.qwen;

import org.jspecify.annotations.NullMarked;
