package ai.stt.plugin;

import java.util.List;

/** A plugin that offers every installed model of one family and file format. */
public abstract class FamilyPlugin implements SpeechPlugin {
  private final String family;
  private final String format;

  /** For models of a family, such as {@code minilm}, in a format, such as {@code onnx}. */
  protected FamilyPlugin(String family, String format) {
    this.family = family;
    this.format = format;
  }

  @Override
  public final List<ModelOffer<?>> offers(PluginContext context) {
    return context.installedModels(family).stream()
        .filter(model -> model.format().equals(format))
        .<ModelOffer<?>>map(model -> offer(context, model))
        .toList();
  }

  /** The offer of a model; quick, and loads nothing. */
  protected abstract ModelOffer<?> offer(PluginContext context, InstalledModel model);
}
