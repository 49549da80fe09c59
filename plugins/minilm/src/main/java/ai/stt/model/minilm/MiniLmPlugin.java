package ai.stt.model.minilm;

import ai.stt.plugin.Capability;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.SpeechPlugin;
import ai.stt.plugin.engine.OnnxRuntime;
import java.util.List;

/** Offers MiniLM when its weights are installed. */
public final class MiniLmPlugin implements SpeechPlugin {
  private static final String FAMILY = "minilm";

  /** What a full batch takes beside the weights. */
  private static final long WORK_BYTES = 200L << 20;

  /** As many as the engine lends. */
  private static final int THREADS = 1024;

  /** Public, so that the host can make one. */
  public MiniLmPlugin() {}

  @Override
  public List<ModelOffer<?>> offers(PluginContext context) {
    return context.installedModels(FAMILY).stream()
        .<ModelOffer<?>>map(model -> offer(context, model))
        .toList();
  }

  private static ModelOffer<?> offer(PluginContext context, InstalledModel model) {
    return new ModelOffer<>(
        Capability.EMBEDDING,
        model.descriptor(),
        model.sizeBytes() + WORK_BYTES,
        () ->
            new MiniLm(
                context.engine(OnnxRuntime.class).open(model.file(), THREADS),
                new WordPieces(Vocabulary.read())));
  }
}
