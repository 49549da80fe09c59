package ai.stt.plugin.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every embedder does, whatever the model. The model is loaded once for all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
public abstract class EmbedderContract {
  private static final float ROUNDING = 1e-4f;

  @SuppressWarnings("NullAway.Init") // set before the first test
  private Embedder embedder;

  /** The model in memory. */
  protected abstract Embedder load() throws Exception;

  /** The model that all tests share. */
  protected final Embedder embedder() {
    return embedder;
  }

  @BeforeAll
  void loadOnce() throws Exception {
    embedder = load();
  }

  @AfterAll
  void closeOnce() {
    embedder.close();
  }

  @Test
  void everyVectorHasTheLengthThatTheModelTellsAndIsOfUnitLength() throws Exception {
    float[][] vectors = embedder.embed(List.of("Hello world", "How are you", "x"));
    assertThat(vectors).hasNumberOfRows(3);
    for (float[] vector : vectors) {
      assertThat(vector).hasSize(embedder.dimensions());
      assertThat(dot(vector, vector)).isCloseTo(1, within(ROUNDING));
    }
  }

  @Test
  void nothingInGivesNothingOut() throws Exception {
    assertThat(embedder.embed(List.of())).isEmpty();
  }

  @Test
  void neighboursChangeNoVector() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      texts.add("The train to town %d leaves at noon. ".formatted(i).repeat(1 + i % 9));
    }
    float[][] together = embedder.embed(texts);
    for (int i = 0; i < texts.size(); i += 13) {
      float[] alone = embedder.embed(List.of(texts.get(i)))[0];
      assertThat(together[i]).as("text %d", i).containsExactly(alone, within(ROUNDING));
    }
  }

  @Test
  void whatMeansAlikeIsNearer() throws Exception {
    float[][] vectors =
        embedder.embed(
            List.of(
                "The cat sits on the mat.",
                "A kitten is sitting on a rug.",
                "The central bank raised interest rates again."));
    assertThat(dot(vectors[0], vectors[1])).isGreaterThan(dot(vectors[0], vectors[2]) + 0.2f);
  }

  @Test
  void oddTextsHaveVectorsToo() throws Exception {
    List<String> texts =
        List.of(
            " ",
            "\u0000\u0001",
            "\uD83D lone \uDE00",
            "مرحبا بالعالم",
            "𝒳 👩‍👩‍👧 🇺🇳",
            "x".repeat(1_000_000),
            "语".repeat(1000),
            "a b ".repeat(250_000));
    for (float[] vector : embedder.embed(texts)) {
      assertThat(dot(vector, vector)).isCloseTo(1, within(ROUNDING));
    }
  }

  @Test
  void callersAtTheSameTimeGetTheirOwnVectors() throws Exception {
    List<Callable<float[][]>> calls = new ArrayList<>();
    for (int caller = 0; caller < 12; caller++) {
      String mine = "Caller number %d speaks about subject %d".formatted(caller, caller * 7);
      calls.add(() -> embedder.embed(List.of(mine, mine + " again", "the same for all")));
    }
    try (var pool = Executors.newFixedThreadPool(12)) {
      List<Future<float[][]>> results = pool.invokeAll(calls);
      for (int caller = 0; caller < results.size(); caller++) {
        float[][] alone = calls.get(caller).call();
        for (int i = 0; i < alone.length; i++) {
          assertThat(results.get(caller).get()[i]).containsExactly(alone[i], within(ROUNDING));
        }
      }
    }
  }

  /** How alike two vectors are. */
  protected static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
