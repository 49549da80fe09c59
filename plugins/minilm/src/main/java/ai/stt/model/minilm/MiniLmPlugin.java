package ai.stt.model.minilm;

import ai.stt.plugin.Capability;
import ai.stt.plugin.FamilyPlugin;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.engine.OnnxRuntime;

/** Offers MiniLM when its weights are installed. */
public final class MiniLmPlugin extends FamilyPlugin {
  /** What full batches take beside the weights. */
  private static final long WORK_BYTES = 200L << 20;

  /** Public, so that the host can make one. */
  public MiniLmPlugin() {
    super("minilm", "onnx");
  }

  @Override
  protected ModelOffer<?> offer(PluginContext context, InstalledModel model) {
    return new ModelOffer<>(
        Capability.EMBEDDING,
        model.descriptor(),
        model.sizeBytes() + WORK_BYTES,
        () -> {
          OnnxRuntime engine = context.engine(OnnxRuntime.class);
          return new MiniLm(
              engine.open(model.file(), 1), new WordPieces(Vocabulary.read()), engine.threads());
        });
  }
}
