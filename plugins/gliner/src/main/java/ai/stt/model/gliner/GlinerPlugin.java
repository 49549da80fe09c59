package ai.stt.model.gliner;

import ai.stt.plugin.Capability;
import ai.stt.plugin.FamilyPlugin;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.engine.OnnxRuntime;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Offers every GLiNER that is installed. */
public final class GlinerPlugin extends FamilyPlugin {
  /** What two runs and a vocabulary of 250,000 pieces take beside the weights. */
  private static final long WORK_BYTES = 1L << 30;

  /** Public, so that the host can make one. */
  public GlinerPlugin() {
    super("gliner", "onnx");
  }

  @Override
  protected ModelOffer<?> offer(PluginContext context, InstalledModel model) {
    return new ModelOffer<>(
        Capability.ENTITY_RECOGNITION,
        model.descriptor(),
        model.sizeBytes() + WORK_BYTES,
        () -> load(context.engine(OnnxRuntime.class), model.file()));
  }

  /**
   * Brings a model into memory.
   *
   * @throws SpeechException {@code MODEL_UNAVAILABLE} saying what about the file cannot be used
   */
  static Gliner load(OnnxRuntime engine, Path file) {
    try {
      Map<String, String> beside = OnnxMetadata.of(file);
      var config = GlinerConfig.of(Json.parse(required(beside, GlinerConfig.FILE)));
      var pieces = SubWords.of(Json.parse(required(beside, SubWords.FILE)));
      OnnxSession graph = engine.open(file, engine.threads());
      return Gliner.checked(graph, config, pieces);
    } catch (IOException | IllegalArgumentException e) {
      throw new SpeechException(
          ErrorCode.MODEL_UNAVAILABLE,
          "the weights '%s' cannot be used: %s".formatted(file.getFileName(), e.getMessage()),
          e);
    }
  }

  private static String required(Map<String, String> beside, String name) {
    String text = beside.get(name);
    if (text == null) {
      throw new IllegalArgumentException(
          "they hold no %s; import the folder that has it".formatted(name));
    }
    return text;
  }
}
