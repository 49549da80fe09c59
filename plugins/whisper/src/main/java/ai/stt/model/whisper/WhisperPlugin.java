package ai.stt.model.whisper;

import ai.stt.plugin.Capability;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.SpeechPlugin;
import ai.stt.plugin.engine.WhisperEngine;
import java.util.List;

/** Offers every Whisper model whose ggml weights are installed. */
public final class WhisperPlugin implements SpeechPlugin {
  private static final String FAMILY = "whisper";
  private static final String FORMAT = "ggml";

  /** What one recording takes beside the weights, as measured for base with a beam of 5. */
  private static final long SESSION_BYTES = 250L << 20;

  /** Public, so that the host can make one. */
  public WhisperPlugin() {}

  @Override
  public List<ModelOffer<?>> offers(PluginContext context) {
    return context.installedModels(FAMILY).stream()
        .filter(model -> model.format().equals(FORMAT))
        .<ModelOffer<?>>map(model -> offer(context, model))
        .toList();
  }

  private static ModelOffer<?> offer(PluginContext context, InstalledModel model) {
    return new ModelOffer<>(
        Capability.TRANSCRIPTION,
        model.descriptor(),
        model.sizeBytes() + Math.max(SESSION_BYTES, model.sizeBytes() / 2),
        () ->
            new WhisperTranscriber(
                model.descriptor().id(), context.engine(WhisperEngine.class).load(model.file())));
  }
}
