package ai.stt.model.pyannote;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.engine.OnnxOutputs;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.engine.OnnxTensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SegmentationTest {
  /** Scores that are highest for one set after the other, in the published order of the sets. */
  private static final OnnxSession EACH_SET =
      new OnnxSession() {
        @Override
        public OnnxOutputs run(Map<String, OnnxTensor> inputs) {
          float[] scores = new float[7 * 7];
          for (int frame = 0; frame < 7; frame++) {
            for (int set = 0; set < 7; set++) {
              scores[frame * 7 + set] = set == frame ? -0.1f : -3;
            }
          }
          return new OnnxOutputs(Map.of("output", OnnxTensor.of(scores, 1, 7, 7)));
        }

        @Override
        public void close() {}
      };

  @Test
  void ofTheSevenSetsThreeAreOfTwoVoicesAtOnce() {
    var sound = new Windows.Sound(0, new float[Windows.SAMPLES], true);

    Window window = new Segmentation(EACH_SET).hear(List.of(sound), Windows.SAMPLES).getFirst();

    boolean[][] voices = new boolean[7][3];
    for (int frame = 0; frame < 7; frame++) {
      for (int voice = 0; voice < 3; voice++) {
        voices[frame][voice] = window.speaks(frame, voice);
      }
    }
    assertThat(voices)
        .isDeepEqualTo(
            new boolean[][] {
              {false, false, false},
              {true, false, false},
              {false, true, false},
              {false, false, true},
              {true, true, false},
              {true, false, true},
              {false, true, true}
            });
    assertThat(window.count(4)).isEqualTo(2);
    assertThat(window.alone(1, 0)).isTrue();
    assertThat(window.alone(4, 0)).isFalse();
  }
}
