package ai.stt.plugin.engine;

/**
 * What a GGUF file says about its model.
 *
 * @param architecture such as {@code qwen2} or {@code llama}
 * @param roomTokens the most tokens of a prompt and its answer together: what the model was trained
 *     for, or what the engine has memory for
 * @param vocabulary number of tokens
 */
public record LlamaShape(String architecture, int roomTokens, int vocabulary) {}
