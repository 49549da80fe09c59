package ai.stt.inference.engine.whispercpp;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.stt.inference.foreign.CLayout;
import ai.stt.inference.foreign.Struct;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The library's true defaults, and what another version would make of them. */
@Timeout(300)
final class DefaultsCheckTest {
  private static final int GREEDY = 0;

  /** Of a field that was added or taken away: a number, or an address. */
  private static final List<Integer> FIELD_BYTES = List.of(4, 8);

  @Test
  void theDefaultsOfThePackagedLibraryAreAsKnown() throws Exception {
    WhisperFunctions functions = functions();

    assertThatCode(() -> DefaultsCheck.check(functions)).doesNotThrowAnyException();
  }

  @Test
  void aFieldMoreOrLessAnywhereIsNoticed() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      Struct full = functions().fullDefaultParams(arena, GREEDY);
      Struct context = functions().contextDefaultParams(arena);

      everyShiftIsNoticed(arena, full, params -> new DefaultsCheck(params).full(GREEDY));
      everyShiftIsNoticed(arena, context, params -> new DefaultsCheck(params).context());
    }
  }

  @Test
  void theFirstFieldThatIsOtherwiseIsNamed() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      Struct params = functions().fullDefaultParams(arena, GREEDY).set("entropy_thold", 2.5f);

      assertThatIllegalStateException()
          .isThrownBy(() -> new DefaultsCheck(params).full(GREEDY))
          .withMessageContaining("laid out otherwise, at entropy_thold");
    }
  }

  private static void everyShiftIsNoticed(Arena arena, Struct params, Consumer<Struct> check) {
    for (String field : fields(params.layout())) {
      for (int bytes : FIELD_BYTES) {
        for (Struct other :
            List.of(more(arena, params, field, bytes), less(arena, params, field, bytes))) {
          assertThatIllegalStateException()
              .as("%d bytes at %s", bytes, field)
              .isThrownBy(() -> check.accept(other))
              .withMessageContaining("laid out otherwise");
        }
      }
    }
  }

  /** As if a field stood in front of this one that we know nothing of. */
  private static Struct more(Arena arena, Struct params, String field, int bytes) {
    long at = CLayout.offset(params.layout(), field);
    MemorySegment old = params.memory();
    MemorySegment memory = arena.allocate(params.layout());
    MemorySegment.copy(old, 0, memory, 0, at);
    long rest = Math.max(0, old.byteSize() - at - bytes);
    MemorySegment.copy(old, at, memory, old.byteSize() - rest, rest);
    return new Struct(params.layout(), memory);
  }

  /** As if what stands here were gone. */
  private static Struct less(Arena arena, Struct params, String field, int bytes) {
    long at = CLayout.offset(params.layout(), field);
    MemorySegment old = params.memory();
    MemorySegment memory = arena.allocate(params.layout());
    MemorySegment.copy(old, 0, memory, 0, at);
    long rest = Math.max(0, old.byteSize() - at - bytes);
    MemorySegment.copy(old, old.byteSize() - rest, memory, at, rest);
    return new Struct(params.layout(), memory);
  }

  private static List<String> fields(StructLayout layout) {
    return layout.memberLayouts().stream()
        .map(MemoryLayout::name)
        .flatMap(Optional::stream)
        .toList();
  }

  private static WhisperFunctions functions() throws InterruptedException {
    return WhisperCppLibrary.load(RealWhisper.libraryFolder()).functions();
  }
}
