package org.example.hello;

import ai.stt.plugin.embedding.Embedder;
import ai.stt.plugin.embedding.EmbedderContract;

/** Whatever every embedder does, this one does too. */
final class HelloEmbedderTest extends EmbedderContract {
  @Override
  protected Embedder load() {
    return new HelloEmbedder();
  }
}
