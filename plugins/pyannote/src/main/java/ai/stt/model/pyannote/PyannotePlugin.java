package ai.stt.model.pyannote;

import ai.stt.plugin.Capability;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.SpeechPlugin;
import ai.stt.plugin.engine.OnnxRuntime;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.Speed;
import java.util.ArrayList;
import java.util.List;

/** Offers diarization when both halves of it are installed, and CAM++ by itself. */
public final class PyannotePlugin implements SpeechPlugin {
  private static final ModelDescriptor DESCRIPTOR =
      new ModelDescriptor(
          "pyannote-campplus",
          "Pyannote 3.0 and CAM++",
          "Tells speakers apart, also where they overlap, and finds how many there are.",
          List.of(),
          Speed.FAST);

  private static final ModelDescriptor VOICES =
      new ModelDescriptor(
          "campplus-zh-en",
          "CAM++ zh-en",
          "What a voice sounds like, as 192 numbers; tells the speakers of a stream apart.",
          List.of(),
          Speed.VERY_FAST);

  /** Both graphs in ONNX Runtime's form and their arenas: an estimate, not measured. */
  private static final long MEMORY_BYTES = 200L << 20;

  /** As many as help: these graphs are small. The engine gives at most the device's share. */
  private static final int THREADS = 4;

  /** Public, so that the host can make one. */
  public PyannotePlugin() {}

  @Override
  public List<ModelOffer<?>> offers(PluginContext context) {
    List<InstalledModel> segmentation = context.installedModels("pyannote-segmentation");
    List<InstalledModel> embedding = context.installedModels("campplus");
    List<ModelOffer<?>> offers = new ArrayList<>();
    if (!embedding.isEmpty() && !segmentation.isEmpty()) {
      offers.add(
          new ModelOffer<>(
              Capability.DIARIZATION,
              DESCRIPTOR,
              MEMORY_BYTES,
              () -> load(context, segmentation.getFirst(), embedding.getFirst())));
    }
    if (!embedding.isEmpty()) {
      InstalledModel voices = embedding.getFirst();
      offers.add(
          new ModelOffer<>(
              Capability.SPEAKER_EMBEDDING,
              VOICES,
              MEMORY_BYTES / 2,
              () ->
                  new CampplusEmbedder(
                      context.engine(OnnxRuntime.class).open(voices.file(), THREADS))));
    }
    return List.copyOf(offers);
  }

  private static PyannoteDiarizer load(
      PluginContext context, InstalledModel segmentation, InstalledModel embedding) {
    OnnxRuntime engine = context.engine(OnnxRuntime.class);
    OnnxSession voices = engine.open(segmentation.file(), THREADS);
    try {
      return new PyannoteDiarizer(voices, engine.open(embedding.file(), THREADS));
    } catch (RuntimeException e) {
      voices.close();
      throw e;
    }
  }
}
