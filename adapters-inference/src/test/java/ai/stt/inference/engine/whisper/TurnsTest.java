package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class TurnsTest {
  @Test
  void whoIsReadAlongWithComesFirstHoweverLateTheyCame() {
    List<Job> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waiting.add(job("recording", false));
    }
    waiting.add(job("stream", true));

    assertThat(Turns.of(waiting, List.of()).getFirst().owner()).isEqualTo("stream");
  }

  @Test
  void amongOthersOwnersTakeTurns() {
    List<Job> waiting =
        List.of(job("long", false), job("long", false), job("long", false), job("short", false));

    assertThat(Turns.of(waiting, List.of()).stream().map(Job::owner))
        .containsExactly("long", "short", "long", "long");
  }

  private static Job job(String owner, boolean live) {
    return new Job(
        owner, live, new float[0], 1, 1, new int[] {1}, 0, null, null, new CompletableFuture<>());
  }
}
