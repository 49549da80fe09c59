package ai.stt.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KnownVoicesTest {
  private static final int SIZE = 192;

  private final Random random = new Random(11);
  private final KnownVoices voices = new KnownVoices();

  @Test
  void voicesAreNumberedInTheOrderOfTheirAppearanceAndKnownAgain() {
    List<float[]> people = List.of(person(), person(), person());
    List<Integer> heard = new ArrayList<>();
    for (int who : new int[] {0, 0, 1, 0, 1, 1, 2, 0, 2, 1}) {
      heard.add(voices.whose(heard(people.get(who), 2), 2));
    }
    assertThat(heard).containsExactly(1, 1, 2, 1, 2, 2, 3, 1, 3, 2);
    assertThat(voices.last()).isEqualTo(2);
  }

  @Test
  void aBlinkIsNobodyNew() {
    float[] one = person();
    voices.whose(heard(one, 2), 2);
    assertThat(voices.whose(heard(person(), 0.4), 0.4)).isEqualTo(1);
    assertThat(voices.whose(heard(person(), 2), 2)).isEqualTo(2);
    assertThat(voices.whose(heard(one, 0.6), 0.6)).isEqualTo(1);
  }

  @Test
  void theFirstWordHasASpeakerHoweverShortItIs() {
    assertThat(voices.last()).isEqualTo(1);
    assertThat(voices.whose(heard(person(), 0.3), 0.3)).isEqualTo(1);
  }

  @Test
  void aCrowdIsHeldInBounds() {
    for (int i = 0; i < 5 * KnownVoices.MOST; i++) {
      assertThat(voices.whose(heard(person(), 3), 3)).isBetween(1, KnownVoices.MOST);
    }
  }

  private float[] person() {
    return unit(noise());
  }

  /** The shorter the stretch, the more of it is chance. */
  private float[] heard(float[] person, double seconds) {
    float[] noise = unit(noise());
    double chance = Math.sqrt(1 / seconds) * 0.8;
    float[] heard = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      heard[i] = (float) (person[i] + chance * noise[i]);
    }
    return unit(heard);
  }

  private float[] noise() {
    float[] noise = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return noise;
  }

  private static float[] unit(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += value * value;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(square);
    }
    return vector;
  }
}
