package org.example.hello;

import ai.stt.plugin.Capability;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.SpeechPlugin;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.Speed;
import java.util.List;

/** Offers one embedding model that needs no weights. */
public final class HelloPlugin implements SpeechPlugin {
  private static final ModelDescriptor HELLO =
      new ModelDescriptor(
          "hello", "Hello", "Words by their first letters.", List.of("en"), Speed.VERY_FAST);

  @Override
  public List<ModelOffer<?>> offers(PluginContext context) {
    long memoryBytes = 1 << 20;
    return List.of(
        new ModelOffer<>(Capability.EMBEDDING, HELLO, memoryBytes, HelloEmbedder::new));
  }
}
