package ai.stt.model.qwen;

import ai.stt.plugin.Capability;
import ai.stt.plugin.FamilyPlugin;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.engine.LlamaEngine;

/** Offers every installed language model: Qwen2.5 and any other chat model in GGUF format. */
public final class QwenPlugin extends FamilyPlugin {
  /** What the memory of conversations takes beside the weights, as measured with 16,384 tokens. */
  private static final long ROOM_BYTES = 600L << 20;

  /** Public, so that the host can make one. */
  public QwenPlugin() {
    super("gguf-chat", "gguf");
  }

  @Override
  protected ModelOffer<?> offer(PluginContext context, InstalledModel model) {
    return new ModelOffer<>(
        Capability.TEXT_GENERATION,
        model.descriptor(),
        model.sizeBytes() + ROOM_BYTES,
        () -> ChatModel.of(context.engine(LlamaEngine.class).load(model.file())));
  }
}
