package ai.stt.model.gtcrn;

import ai.stt.plugin.Capability;
import ai.stt.plugin.FamilyPlugin;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.engine.OnnxRuntime;

/** Offers GTCRN when its weights are installed. */
public final class GtcrnPlugin extends FamilyPlugin {
  /** What the runtime takes beside the weights. */
  private static final long WORK_BYTES = 20L << 20;

  /** One frame is too little work to share. */
  private static final int THREADS = 1;

  /** Public, so that the host can make one. */
  public GtcrnPlugin() {
    super("gtcrn", "onnx");
  }

  @Override
  protected ModelOffer<?> offer(PluginContext context, InstalledModel model) {
    return new ModelOffer<>(
        Capability.ENHANCEMENT,
        model.descriptor(),
        model.sizeBytes() + WORK_BYTES,
        () -> new Gtcrn(context.engine(OnnxRuntime.class).open(model.file(), THREADS)));
  }
}
