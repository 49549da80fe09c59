package org.example.hello;

import ai.stt.plugin.embedding.Embedder;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Texts are near each other when words of theirs begin alike. */
final class HelloEmbedder implements Embedder {
  private static final int DIMENSIONS = 256;
  private static final int BEGINNING = 3;
  private static final Set<String> COMMON =
      Set.of("", "a", "an", "and", "are", "at", "in", "is", "it", "of", "on", "the", "to");

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public float[][] embed(List<String> texts) throws InterruptedException {
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      vectors[i] = vector(texts.get(i));
    }
    return vectors;
  }

  private static float[] vector(String text) {
    float[] vector = new float[DIMENSIONS];
    vector[0] = 0.1f; // a text without words points somewhere too
    for (String word : text.toLowerCase(Locale.ROOT).split("\\P{L}+")) {
      if (!COMMON.contains(word)) {
        String beginning = word.substring(0, Math.min(BEGINNING, word.length()));
        vector[1 + Math.floorMod(beginning.hashCode(), DIMENSIONS - 1)]++;
      }
    }
    double length = 0;
    for (float x : vector) {
      length += x * x;
    }
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] /= (float) Math.sqrt(length);
    }
    return vector;
  }

  @Override
  public void close() {}
}
