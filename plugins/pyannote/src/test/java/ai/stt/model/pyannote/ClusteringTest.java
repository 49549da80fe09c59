package ai.stt.model.pyannote;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.diarization.DiarizationListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prints made by chance: of one voice so much alike, corrected for their length, of two hardly. */
class ClusteringTest {
  private static final int NUMBERS = 192;
  private static final double PHRASE_SECONDS = 1.5;

  private final Random random = new Random(6);
  private final List<Phrase> phrases = new ArrayList<>();
  private final List<Integer> truth = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 5})
  void oddSoundsAreNobodyAlsoWhenTheNumberOfSpeakersIsKnown(int wanted) {
    List<float[]> people = people(2);
    for (int i = 0; i < 16; i++) {
      say(i % 2, people.get(i % 2), PHRASE_SECONDS, 0.85);
    }
    for (float[] cough : people(3)) {
      say(-1, cough, 0.7, 1);
    }

    assertThat(speakers(wanted)).isEqualTo(2);
    assertEachHasOneOfTheirOwn(wanted);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 50})
  void aVoiceThatVariesIsOneSpeakerWhateverNumberIsExpected(int wanted) {
    float[] voice = people(1).getFirst();
    for (int i = 0; i < 40; i++) {
      say(0, voice, PHRASE_SECONDS, 0.85);
    }

    assertThat(speakers(wanted)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30})
  void thirtyPeopleAreThirtySpeakers(int wanted) {
    List<float[]> people = people(30);
    for (int i = 0; i < 150; i++) {
      say(i % 30, people.get(i % 30), PHRASE_SECONDS, 0.95);
    }

    assertThat(speakers(wanted)).isEqualTo(30);
    assertEachHasOneOfTheirOwn(wanted);
  }

  @Test
  void fewerThanThereAreJoinTheMostAlike() {
    List<float[]> people = people(2);
    float[] sibling = like(people.getLast(), 0.45);
    for (int i = 0; i < 24; i++) {
      say(i % 3 == 0 ? 0 : 1, i % 3 == 2 ? sibling : people.get(i % 3), PHRASE_SECONDS, 1);
    }

    assertThat(speakers(0)).isEqualTo(3);
    assertThat(speakers(2)).isEqualTo(2);
    assertEachHasOneOfTheirOwn(2);
  }

  @Test
  void twoWhoAreMoreAlikeThanUsualAreTwoWhenTwoAreExpected() {
    float[] one = people(1).getFirst();
    float[] twin = like(one, 0.6);
    for (int i = 0; i < 20; i++) {
      say(i % 2, i % 2 == 0 ? one : twin, PHRASE_SECONDS, 1);
    }

    assertThat(speakers(0)).isEqualTo(1);
    assertThat(speakers(2)).isEqualTo(2);
    assertEachHasOneOfTheirOwn(2);
  }

  @Test
  void whoSaysHardlyAWordJoinsAnother() {
    List<float[]> people = people(2);
    for (int i = 0; i < 6; i++) {
      say(0, people.getFirst(), PHRASE_SECONDS, 1);
    }
    say(1, people.getLast(), 0.4, 1);

    assertThat(speakers(0)).isEqualTo(1);
    assertThat(cluster(0, 2000).of()).containsOnly(0);
  }

  @Test
  void whoNeverSpeaksLongIsASpeakerInAShortRecording() {
    say(0, people(1).getFirst(), 0.3, 1);
    assertThat(speakers(0)).isEqualTo(1);
    assertThat(speakers(3)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void whoSpeaksOnceInManyHoursIsFoundAmongThoseWhoStandForNobody(int wanted) {
    List<float[]> people = people(3);
    for (int i = 0; i < 400; i++) {
      int who = i == 203 ? 2 : i % 2;
      say(who, people.get(who), PHRASE_SECONDS, 0.9);
    }

    assertThat(cluster(wanted, 40).count()).isEqualTo(3);
    assertThat(cluster(wanted, 40).of()[203]).isEqualTo(2);
  }

  @Test
  void withoutPhrasesThereIsNobody() {
    assertThat(cluster(0, 2000).count()).isZero();
    assertThat(cluster(2, 2000).of()).isEmpty();
  }

  private int speakers(int wanted) {
    return cluster(wanted, 2000).count();
  }

  private Speakers cluster(int wanted, int most) {
    return Clustering.cluster(phrases, wanted, most, DiarizationListener.NONE);
  }

  private void assertEachHasOneOfTheirOwn(int wanted) {
    int[] found = cluster(wanted, 2000).of();
    int[] first = new int[30];
    Arrays.fill(first, -1);
    for (int i = 0; i < found.length; i++) {
      int who = truth.get(i);
      if (who >= 0) {
        first[who] = first[who] < 0 ? found[i] : first[who];
        assertThat(found[i]).as("phrase " + i).isEqualTo(first[who]);
      }
    }
    int[] some = Arrays.stream(first).filter(speaker -> speaker >= 0).toArray();
    assertThat(some).doesNotHaveDuplicates();
  }

  /** A phrase in a window of its own, so noisy as the length makes it. */
  private void say(int who, float[] voice, double seconds, double alike) {
    double signal = alike * seconds / (seconds + 1);
    int frames = (int) (seconds * 16_000 / Window.FRAME_SAMPLES);
    int at = phrases.size();
    phrases.add(new Phrase(at, 0, 0, frames, at * 600, like(voice, Math.sqrt(signal))));
    truth.add(who);
  }

  /** Voices that have nothing in common. */
  private List<float[]> people(int count) {
    List<float[]> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] voice = noise();
      people.forEach(other -> subtract(voice, other));
      people.add(unit(voice));
    }
    return people;
  }

  /** Of length 1, with that cosine to the voice. */
  private float[] like(float[] voice, double cosine) {
    float[] other = noise();
    subtract(other, voice);
    unit(other);
    for (int i = 0; i < NUMBERS; i++) {
      other[i] = (float) (cosine * voice[i] + Math.sqrt(1 - cosine * cosine) * other[i]);
    }
    return other;
  }

  private float[] noise() {
    float[] noise = new float[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return noise;
  }

  private static void subtract(float[] from, float[] voice) {
    float along = (float) Clustering.dot(from, voice);
    for (int i = 0; i < NUMBERS; i++) {
      from[i] -= along * voice[i];
    }
  }

  private static float[] unit(float[] voice) {
    float length = (float) Math.sqrt(Clustering.dot(voice, voice));
    for (int i = 0; i < NUMBERS; i++) {
      voice[i] /= length;
    }
    return voice;
  }
}
