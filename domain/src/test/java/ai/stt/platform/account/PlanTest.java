package ai.stt.platform.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlanTest {
  @Test
  void aPlanSaysWhichModelsItIncludes() {
    assertThat(Plan.FREE.allows("large-v3")).isTrue();
    assertThat(Plan.FREE.allows("stt-ai-enhanced")).isFalse();
    assertThat(Plan.PAID.allows("stt-ai-enhanced")).isTrue();
    var few = new Plan("few", "Few", 0, 1, 1, 1, Set.of("base", "tiny"), Set.of("tiny"), 0, false);
    assertThat(few.allows("base")).isTrue();
    assertThat(few.allows("tiny")).isFalse();
    assertThat(few.allows("large-v3")).isFalse();
  }

  @Test
  void aPlanLetsSomethingThrough() {
    assertThatThrownBy(() -> new Plan("p", "P", -1, 1, 1, 1, Set.of(), Set.of(), 0, false))
        .hasMessageContaining("minutes_per_month");
    assertThatThrownBy(() -> new Plan("p", "P", 0, 1, 0, 1, Set.of(), Set.of(), 0, false))
        .hasMessageContaining("concurrent");
    assertThatThrownBy(() -> new Plan("A b", "P", 0, 1, 1, 1, Set.of(), Set.of(), 0, false))
        .hasMessageContaining("id");
  }
}
