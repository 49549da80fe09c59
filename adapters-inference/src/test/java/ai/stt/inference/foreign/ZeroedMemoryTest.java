package ai.stt.inference.foreign;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

final class ZeroedMemoryTest {
  @Test
  void itIsZeroAndAlignedAndEndsWithItsArena() {
    MemorySegment memory;
    try (Arena arena = Arena.ofShared()) {
      memory = ZeroedMemory.allocate(arena, 1_000_003, 64);

      assertThat(memory.byteSize()).isEqualTo(1_000_003);
      assertThat(memory.address() % 64).isZero();
      for (long at = 0; at < memory.byteSize(); at++) {
        assertThat(memory.get(JAVA_BYTE, at)).isZero();
      }
      memory.set(JAVA_BYTE, memory.byteSize() - 1, (byte) 7);
    }
    assertThatIllegalStateException().isThrownBy(() -> memory.get(JAVA_BYTE, 0));
  }

  @Test
  void moreThanThereIsIsNoMemory() {
    try (Arena arena = Arena.ofShared()) {
      assertThatThrownBy(() -> ZeroedMemory.allocate(arena, 1L << 60, 64))
          .isInstanceOf(OutOfMemoryError.class);
    }
  }
}
