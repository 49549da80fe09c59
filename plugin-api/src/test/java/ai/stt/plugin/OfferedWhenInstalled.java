package ai.stt.plugin;

import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.Speed;
import java.nio.file.Path;
import java.util.List;

/** What a plugin offers when one model of its family is installed and no engine may be used. */
public final class OfferedWhenInstalled {
  private OfferedWhenInstalled() {}

  /** The offers; making them loads nothing, else this fails. */
  public static List<ModelOffer<?>> offers(SpeechPlugin plugin, String family, String format) {
    var descriptor = new ModelDescriptor("a-model", "Model", "", List.of(), Speed.FAST);
    var installed = new InstalledModel(descriptor, family, format, Path.of("x"), 1000);
    return plugin.offers(
        new PluginContext() {
          @Override
          public <E> E engine(Class<E> type) {
            throw new IllegalStateException("making an offer loads nothing");
          }

          @Override
          public List<InstalledModel> installedModels(String asked) {
            return asked.equals(family) ? List.of(installed) : List.of();
          }
        });
  }
}
