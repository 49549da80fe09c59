package ai.stt.model.deepfilternet;

import ai.stt.plugin.Capability;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.SpeechPlugin;
import ai.stt.plugin.engine.OnnxRuntime;
import java.util.List;

/** Offers DeepFilterNet3 when its weights are installed. */
public final class DeepFilterNetPlugin implements SpeechPlugin {
  private static final String FAMILY = "deepfilternet";

  /** What the runtime takes beside the weights, as measured with batches of 100 frames. */
  private static final long WORK_BYTES = 60L << 20;

  /** Batches are small; a second thread gains nothing. */
  private static final int THREADS = 1;

  /** Public, so that the host can make one. */
  public DeepFilterNetPlugin() {}

  @Override
  public List<ModelOffer<?>> offers(PluginContext context) {
    return context.installedModels(FAMILY).stream()
        .<ModelOffer<?>>map(model -> offer(context, model))
        .toList();
  }

  private static ModelOffer<?> offer(PluginContext context, InstalledModel model) {
    return new ModelOffer<>(
        Capability.ENHANCEMENT,
        model.descriptor(),
        model.sizeBytes() + WORK_BYTES,
        () -> new DeepFilterNet(context.engine(OnnxRuntime.class).open(model.file(), THREADS)));
  }
}
