package ai.stt.model.extractive;

import ai.stt.plugin.Capability;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.SpeechPlugin;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.Speed;
import java.util.List;

/** Offers the one analyst, which needs no weights. */
public final class ExtractivePlugin implements SpeechPlugin {
  private static final long RULE_BYTES = 4L << 20;

  /** Public, so that the host can make one. */
  public ExtractivePlugin() {}

  @Override
  public List<ModelOffer<?>> offers(PluginContext context) {
    var descriptor =
        new ModelDescriptor(
            "extractive",
            "Extractive",
            "Summaries, quotes, chapters, tasks, questions, sentiment and topics, chosen from the text"
                + " itself by rules and by what sentences mean. Needs no language model.",
            RuleBook.LANGUAGES,
            Speed.VERY_FAST);
    return List.of(
        new ModelOffer<>(
            Capability.TEXT_ANALYSIS,
            descriptor,
            RULE_BYTES,
            () -> new Extractive(RuleBook.read())));
  }
}
