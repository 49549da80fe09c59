package ai.stt.model.silero;

import ai.stt.plugin.Capability;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.SpeechPlugin;
import ai.stt.plugin.engine.OnnxRuntime;
import java.util.List;

/** Offers every installed Silero model. */
public final class SileroPlugin implements SpeechPlugin {
  private static final String FAMILY = "silero-sequence";

  /** The weights in ONNX Runtime's form and its arena: an estimate, not measured. */
  private static final long MEMORY_BYTES = 16L << 20;

  /** Public, so that the host can make one. */
  public SileroPlugin() {}

  @Override
  public List<ModelOffer<?>> offers(PluginContext context) {
    return context.installedModels(FAMILY).stream()
        .<ModelOffer<?>>map(
            model ->
                new ModelOffer<>(
                    Capability.VOICE_ACTIVITY,
                    model.descriptor(),
                    MEMORY_BYTES,
                    // A frame is too little work for a second thread.
                    () ->
                        new SileroDetector(
                            context.engine(OnnxRuntime.class).open(model.file(), 1))))
        .toList();
  }
}
