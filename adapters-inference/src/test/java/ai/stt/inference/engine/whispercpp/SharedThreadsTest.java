package ai.stt.inference.engine.whispercpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SharedThreadsTest {
  private final SharedThreads threads = new SharedThreads(8);

  @Test
  void oneCallAloneHasAllThreadsAndSeveralAtOnceShareThem() {
    List<Integer> three =
        threads.call(
            first -> threads.call(second -> threads.call(third -> List.of(first, second, third))));

    assertThat(three).containsExactly(8, 4, 2);
    assertThat(threads.<Integer>call(alone -> alone)).isEqualTo(8);
  }

  @Test
  void aCallThatFailsGivesItsThreadsBackAndEachHasAtLeastOne() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                threads.call(
                    all -> {
                      throw new IllegalStateException("failed");
                    }));
    assertThat(threads.<Integer>call(alone -> alone)).isEqualTo(8);
    var one = new SharedThreads(1);
    assertThat(one.<Integer>call(first -> one.call(second -> second))).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new SharedThreads(0));
  }
}
