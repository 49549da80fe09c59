package ai.stt.app.testing;

import ai.stt.plugin.embedding.Embedder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Texts are alike when they share words. The text {@code wait for ever} does so. */
public final class FakeEmbedder implements Embedder {
  /** Waits until it is interrupted. */
  public static final String ENDLESS = "wait for ever";

  private static final int DIMENSIONS = 64;

  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger embedded = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private volatile Runnable first = () -> {};

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public float[][] embed(List<String> texts) throws InterruptedException {
    if (texts.contains(ENDLESS)) {
      waiting.incrementAndGet();
      try {
        synchronized (this) {
          while (true) {
            wait();
          }
        }
      } finally {
        waiting.decrementAndGet();
      }
    }
    first.run();
    embedded.addAndGet(texts.size());
    most.accumulateAndGet(texts.size(), Math::max);
    return texts.stream().map(FakeEmbedder::vector).toArray(float[][]::new);
  }

  /** Texts that were embedded. */
  public int embedded() {
    return embedded.get();
  }

  /** The most texts of one call. */
  public int mostAtOnce() {
    return most.get();
  }

  /** What each call does first; it may throw. */
  public void first(Runnable what) {
    first = what;
  }

  /** Calls that wait for ever. */
  public int waiting() {
    return waiting.get();
  }

  private static float[] vector(@Nullable String text) {
    float[] vector = new float[DIMENSIONS];
    vector[0] = 1e-3f;
    for (String word : String.valueOf(text).toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (word.length() > 3) {
        vector[1 + Math.floorMod(word.hashCode(), DIMENSIONS - 1)]++;
      }
    }
    double square = 0;
    for (float value : vector) {
      square += value * value;
    }
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] /= (float) Math.sqrt(square);
    }
    return vector;
  }

  @Override
  public void close() {}
}
