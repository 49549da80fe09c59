package ai.stt.app.speech;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.diarization.DiarizationOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.diarization.SpeakerTurn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Left speaks in the even pairs of seconds, right in the odd ones, both in the seventh. */
@Timeout(60)
class DiarizedAudioTest {
  private static final int RATE = PcmChunk.SAMPLE_RATE_HZ;

  private final List<DiarizationOptions> asked = Collections.synchronizedList(new ArrayList<>());

  @Test
  void twoLinesAreDiarizedEachByItselfAndMaySpeakAtOnce() throws Exception {
    assertThat(turns(stereo(40, 0.03f), DiarizationOptions.UNKNOWN))
        .contains(new SpeakerTurn(0, 2, 1), new SpeakerTurn(2, 4, 2))
        .contains(new SpeakerTurn(12, 14, 1), new SpeakerTurn(12, 14, 2))
        .hasSize(2 * 10 + 1)
        .isSortedAccordingTo((a, b) -> Double.compare(a.start(), b.start()));
    assertThat(asked).containsOnly(DiarizationOptions.UNKNOWN).hasSize(2);
  }

  @Test
  void ofTwoSpeakersEachLineHasOne() throws Exception {
    turns(stereo(40, 0.03f), new DiarizationOptions(2));
    assertThat(asked).containsExactly(new DiarizationOptions(1), new DiarizationOptions(1));
  }

  @Test
  void aRoomInStereoIsHeardAsOne() throws Exception {
    assertThat(turns(stereo(40, 0.5f), new DiarizationOptions(2)))
        .extracting(SpeakerTurn::speaker)
        .containsOnly(1);
    assertThat(asked).containsExactly(new DiarizationOptions(2));
  }

  @Test
  void aSilentSideIsNoSecondLine() throws Exception {
    Recording oneSided = stereo(40, 0.03f);
    Arrays.fill(oneSided.right, 0);
    turns(oneSided, DiarizationOptions.UNKNOWN);
    assertThat(asked).hasSize(1);
  }

  @Test
  void oneWantedSpeakerAndMoreThanTwoAreSoughtInTheWhole() throws Exception {
    turns(stereo(40, 0.03f), new DiarizationOptions(1));
    turns(stereo(40, 0.03f), new DiarizationOptions(3));
    assertThat(asked).containsExactly(new DiarizationOptions(1), new DiarizationOptions(3));
  }

  @Test
  void theRecordingComesWholeAndInOrder() throws Exception {
    for (double seconds : new double[] {0, 0.2, 29.9, 75.3}) {
      Recording recording = stereo(seconds, 0.03f);
      try (var audio = open(recording, DiarizationOptions.UNKNOWN)) {
        long at = 0;
        for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
          assertThat(chunk.startSample()).isEqualTo(at);
          at = chunk.endSample();
        }
        assertThat(at).isEqualTo(recording.left.length);
        assertThat(audio.turns()).isNotNull();
      }
    }
  }

  private List<SpeakerTurn> turns(Recording recording, DiarizationOptions options)
      throws InterruptedException {
    try (var audio = open(recording, options)) {
      return Objects.requireNonNull(audio.turns());
    }
  }

  private DiarizedAudio open(Recording recording, DiarizationOptions options)
      throws InterruptedException {
    return new DiarizedAudio(
        recording,
        options,
        wanted -> {
          asked.add(wanted);
          return new DiarizationThread((audio, canceled) -> loudPairs(audio), () -> false);
        });
  }

  /** A diarizer that knows one speaker: whoever is loud for two seconds. */
  private static List<SpeakerTurn> loudPairs(PcmSource audio) throws InterruptedException {
    List<SpeakerTurn> turns = new ArrayList<>();
    double power = 0;
    for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
      for (float sample : chunk.samples()) {
        power += sample * sample;
      }
      long second = chunk.endSample() / RATE;
      if (second > 0 && second % 2 == 0) {
        if (power > 1) {
          turns.add(new SpeakerTurn(second - 2, second, 1));
        }
        power = 0;
      }
    }
    return turns;
  }

  private static Recording stereo(double seconds, float leak) {
    var random = new Random(3);
    float[] left = new float[(int) (seconds * RATE)];
    float[] right = new float[left.length];
    for (int i = 0; i < left.length; i++) {
      int pair = i / RATE / 2;
      float ofLeft = pair % 2 == 0 ? (float) random.nextGaussian() * 0.1f : 0;
      float ofRight = pair % 2 == 1 || pair == 6 ? (float) random.nextGaussian() * 0.1f : 0;
      left[i] = ofLeft + leak * ofRight;
      right[i] = ofRight + leak * ofLeft;
    }
    return new Recording(left, right);
  }

  /** A stereo recording in chunks of a second. */
  private static final class Recording implements SidedSource {
    private final float[] left;
    private final float[] right;
    private int at;
    private @Nullable Sides sides;

    Recording(float[] left, float[] right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public @Nullable PcmChunk read() {
      if (at == left.length) {
        return null;
      }
      int end = Math.min(at + RATE, left.length);
      var now = new Sides(Arrays.copyOfRange(left, at, end), Arrays.copyOfRange(right, at, end));
      sides = now;
      float[] mixed = new float[end - at];
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] = (now.left()[i] + now.right()[i]) / 2;
      }
      var chunk = new PcmChunk(at, mixed);
      at = end;
      return chunk;
    }

    @Override
    public @Nullable Sides sides() {
      return sides;
    }

    @Override
    public void close() {}
  }
}
