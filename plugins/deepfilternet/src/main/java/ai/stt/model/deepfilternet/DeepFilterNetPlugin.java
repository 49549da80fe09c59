package ai.stt.model.deepfilternet;

import ai.stt.plugin.Capability;
import ai.stt.plugin.FamilyPlugin;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.engine.OnnxRuntime;

/** Offers DeepFilterNet3 when its weights are installed. */
public final class DeepFilterNetPlugin extends FamilyPlugin {
  /** What the runtime takes beside the weights, as measured with batches of 100 frames. */
  private static final long WORK_BYTES = 60L << 20;

  /** Batches are small; a second thread gains nothing. */
  private static final int THREADS = 1;

  /** Public, so that the host can make one. */
  public DeepFilterNetPlugin() {
    super("deepfilternet", "onnx");
  }

  @Override
  protected ModelOffer<?> offer(PluginContext context, InstalledModel model) {
    return new ModelOffer<>(
        Capability.ENHANCEMENT,
        model.descriptor(),
        model.sizeBytes() + WORK_BYTES,
        () -> new DeepFilterNet(context.engine(OnnxRuntime.class).open(model.file(), THREADS)));
  }
}
