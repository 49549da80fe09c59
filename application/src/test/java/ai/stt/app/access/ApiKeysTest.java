package ai.stt.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ApiKeysTest {
  @Test
  void aListedKeyIsKnownAndNoOther() {
    var keys = new ApiKeys(List.of("stt_one", "stt_two"));
    assertThat(keys.knows("stt_one")).isTrue();
    assertThat(keys.knows("stt_two")).isTrue();
    assertThat(keys.knows("stt_three")).isFalse();
    assertThat(keys.knows("STT_ONE")).isFalse();
    assertThat(keys.knows("")).isFalse();
  }

  @Test
  void withoutKeysEveryKeyIsUnknown() {
    assertThat(new ApiKeys(List.of()).knows("anything")).isFalse();
  }

  @Test
  void aKeyThatNoHeaderCouldCarryIsRefusedAtStart() {
    assertThatThrownBy(() -> new ApiKeys(List.of("ok", " ")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ApiKeys(List.of("spaced ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("spaced");
  }
}
