package ai.stt.app.speech;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.speech.diarization.SpeakerTurn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpokenTurnsTest {
  private final Random random = new Random(4);

  @Test
  void whoeverLooksAtAllTurnsForEachSpanFindsTheSame() {
    for (int round = 0; round < 200; round++) {
      List<SpeakerTurn> turns = turns(random.nextInt(12));
      var spoken = new SpokenTurns(turns);
      double at = 0;
      for (int word = 0; word < 60; word++) {
        at = Math.max(0, at + random.nextDouble() - 0.2);
        double end = at + 0.05 + random.nextDouble();
        int last =
            random.nextInt(1 + turns.stream().mapToInt(SpeakerTurn::speaker).max().orElse(1));
        assertThat(spoken.speaker(at, end, last))
            .as("%s to %s after %s in %s", at, end, last, turns)
            .isEqualTo(slowly(turns, at, end, last));
      }
    }
  }

  private List<SpeakerTurn> turns(int count) {
    List<SpeakerTurn> turns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double start = random.nextDouble() * 25;
      turns.add(
          new SpeakerTurn(start, start + 0.1 + random.nextDouble() * 4, 1 + random.nextInt(3)));
    }
    turns.sort(Comparator.comparingDouble(SpeakerTurn::start));
    return turns;
  }

  private static int slowly(List<SpeakerTurn> turns, double start, double end, int last) {
    double[] seconds = new double[4];
    turns.forEach(turn -> seconds[turn.speaker()] += turn.overlap(start, end));
    int most =
        turns.stream()
            .min(Comparator.comparingDouble(t -> Math.max(t.start() - end, start - t.end())))
            .map(SpeakerTurn::speaker)
            .orElse(1);
    for (int speaker = 1; speaker < seconds.length; speaker++) {
      most = seconds[speaker] > seconds[most] ? speaker : most;
    }
    return last > 0 && seconds[last] > 0 && seconds[most] < 1.2 * seconds[last] ? last : most;
  }
}
