package ai.stt.inference.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.plugin.engine.LlamaEnd;
import ai.stt.plugin.engine.LlamaRequest;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class BatchLoopTest {
  private static final int VOCABULARY = 16;

  private final FakeNetwork network = new FakeNetwork();
  private final StopFlag stop = new StopFlag();
  private final BatchLoop loop =
      new BatchLoop(network, VOCABULARY, stop, new LlamaSettings(1, false, 8192, 4, 3), () -> {});

  @AfterEach
  void close() {
    network.allow(1 << 20);
    loop.close();
    stop.close();
  }

  /** A prompt of so many tokens, counted from a number on. */
  private static int[] prompt(int first, int length) {
    return IntStream.range(first, first + length).toArray();
  }

  private Run submit(int[] prompt, int answer, boolean urgent) {
    var request = new LlamaRequest(prompt, answer, 0, 1, 1, 1, 0, null, urgent);
    return loop.submit(new Run(request, token -> false, token -> new byte[] {'a'}, null));
  }

  private LlamaEnd end(Run run) throws InterruptedException {
    return run.await(piece -> true, loop::cancel);
  }

  @Test
  void severalRequestsShareTheSteps() throws Exception {
    Run first = submit(prompt(100, 3), 6, false);
    network.awaitStep();
    Run second = submit(prompt(200, 4), 6, false);
    Run third = submit(prompt(300, 5), 6, false);
    network.allow(100);
    for (Run run : List.of(first, second, third)) {
      assertThat(end(run).reason()).isEqualTo(LlamaEnd.Reason.LENGTH);
    }
    List<List<FakeNetwork.Part>> steps = network.steps();
    assertThat(steps.getFirst()).extracting(FakeNetwork.Part::sequence).hasSize(1);
    assertThat(steps.get(1)).extracting(part -> part.tokens().size()).containsExactly(1, 4, 5);
    assertThat(steps.subList(2, 6))
        .allSatisfy(
            step ->
                assertThat(step)
                    .hasSize(3)
                    .allMatch(part -> part.tokens().equals(List.of(FakeNetwork.ALWAYS))));
    assertThat(steps).as("as many as one alone takes, and the one before").hasSize(7);
  }

  @Test
  void thePromptOfWhoWaitsInFrontOfAScreenIsReadFirst() throws Exception {
    Run batch = submit(prompt(10_000, 1500), 1, false);
    network.awaitStep();
    Run screen = submit(prompt(20_000, 600), 1, true);
    network.allow(100);
    assertThat(end(screen).tokens()).isEqualTo(1);
    assertThat(end(batch).tokens()).isEqualTo(1);
    List<List<FakeNetwork.Part>> steps = network.steps();
    assertThat(steps.get(0)).hasSize(1);
    assertThat(steps.get(0).getFirst().tokens()).hasSize(512).startsWith(10_000);
    assertThat(steps.get(1)).hasSize(1);
    assertThat(steps.get(1).getFirst().tokens()).hasSize(512).startsWith(20_000);
    assertThat(steps.get(2)).extracting(part -> part.tokens().size()).containsExactly(88, 424);
  }

  @Test
  void whatAPromptHasInCommonWithOneBeforeIsNotComputedAgain() throws Exception {
    network.allow(1);
    Run first = submit(prompt(0, 100), 1, false);
    assertThat(end(first).knownTokens()).isZero();
    network.awaitStep();
    int[] other = prompt(0, 100);
    other[90] = 7777;
    Run second = submit(other, 3, false);
    network.awaitStep();
    assertThat(network.steps().get(1).getFirst().tokens()).hasSize(10).startsWith(7777);
    Run third = submit(prompt(0, 60), 1, false);
    network.allow(100);
    assertThat(end(second).knownTokens()).isEqualTo(90);
    assertThat(end(third).knownTokens()).isEqualTo(59);
    assertThat(network.shared()).containsExactly("0 to 1: 59");
  }

  @Test
  void whoFindsAllPlacesTakenIsTurnedAway() throws Exception {
    Run running = submit(prompt(0, 3), 1, false);
    network.awaitStep();
    List<Run> waiting =
        IntStream.range(0, 3).mapToObj(i -> submit(prompt(50, 3), 1, false)).toList();
    assertThatThrownBy(() -> submit(prompt(50, 3), 1, true))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
    network.allow(100);
    assertThat(end(running).tokens()).isEqualTo(1);
    for (Run run : waiting) {
      assertThat(end(run).tokens()).isEqualTo(1);
    }
  }
}
