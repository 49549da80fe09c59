package ai.stt.inference.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

final class ThreadChoiceTest {
  private final ThreadChoice choice = new ThreadChoice(8);

  /** How many of so many steps were computed by that number of threads. */
  private int steps(int all, int wanted, IntToLongFunction nanos) {
    int counted = 0;
    for (int i = 0; i < all; i++) {
      int threads = choice.next(4);
      choice.took(4, threads, nanos.applyAsLong(threads));
      counted += threads == wanted ? 1 : 0;
    }
    return counted;
  }

  @Test
  void theFastestNumberComputes() {
    assertThat(steps(1000, 8, threads -> 8_000_000L / threads)).isGreaterThan(900);
  }

  @Test
  void whereThreadsWaitForEachOtherOneComputesAndManyAreTriedRarely() {
    assertThat(steps(1000, 8, threads -> 1_000_000L * threads * threads)).isLessThan(5);
  }

  @Test
  void whenTheProcessorsAreFreeAgainAllOfThemCompute() {
    int crowded = steps(200, 1, threads -> 1_000_000L * threads);
    assertThat(crowded).isGreaterThan(150);
    int free = steps(6000, 8, threads -> 8_000_000L / threads);
    assertThat(free).isGreaterThan(2000);
  }

  @Test
  void oneProcessorLeavesNoChoice() {
    assertThat(new ThreadChoice(1).next(512)).isEqualTo(1);
  }
}
