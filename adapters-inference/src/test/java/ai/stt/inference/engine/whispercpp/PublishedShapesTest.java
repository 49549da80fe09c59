package ai.stt.inference.engine.whispercpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.inference.engine.whisper.PublishedShape;
import ai.stt.inference.engine.whisper.SmallWhisper;
import ai.stt.inference.foreign.Symbols;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files that we write are what whisper.cpp takes them for, number for number. */
@Timeout(300)
final class PublishedShapesTest {
  private static final int THREADS = 2;

  @TempDir private Path folder;

  /**
   * It rounds to 16 bits on the way, which the tolerance allows for; without what is quicker than
   * exact.
   */
  @ParameterizedTest
  @EnumSource
  void theLogitsAreTheOriginalsTokenByToken(PublishedShape shape) throws Exception {
    Path weights = shape.write(folder.resolve("weights.bin"));

    assertThat(shape.difference(logits(shape, weights))).isLessThan(3e-2f);
  }

  @Test
  void eachPublishedSizeHasItsOwnHeadsThatFollowTheSound() {
    assertThat(AlignmentHeads.values())
        .extracting(AlignmentHeads::preset)
        .containsExactly(0, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14);
  }

  /** Its convolutions would end the process. */
  @Test
  void weightsOf32BitsAreRefusedInWords() throws Exception {
    Path weights = new SmallWhisper().write(folder.resolve("weights.bin"));
    WhisperCppEngine engine = RealWhisper.engine();

    assertThatThrownBy(() -> engine.load(weights))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE))
        .hasMessageContaining("32 bits")
        .hasMessageContaining("whisper.engine: onnx");
  }

  private float[] logits(PublishedShape shape, Path weights) throws Exception {
    WhisperFunctions functions = WhisperCppLibrary.load(RealWhisper.libraryFolder()).functions();
    try (Arena arena = Arena.ofConfined()) {
      var params =
          functions.contextDefaultParams(arena).set("use_gpu", false).set("flash_attn", false);
      MemorySegment context =
          functions.initFromFile(arena.allocateFrom(weights.toString()), params);
      assertThat(context.address()).isNotZero();
      MemorySegment state = functions.initState(context);
      assertThat(state.address()).isNotZero();
      try {
        return logits(shape, arena, context, state);
      } finally {
        functions.freeState(state);
        functions.free(context);
      }
    }
  }

  private float[] logits(
      PublishedShape shape, Arena arena, MemorySegment context, MemorySegment state)
      throws Exception {
    float[] mel = shape.mel();
    int frames = mel.length / shape.mels();
    MemorySegment heard = arena.allocateFrom(JAVA_FLOAT, mel);
    assertThat(call("whisper_set_mel_with_state", context, state, heard, frames, shape.mels()))
        .isZero();
    assertThat(call("whisper_encode_with_state", context, state, 0, THREADS)).isZero();
    int[] tokens = PublishedShape.tokens();
    float[] all = new float[tokens.length * shape.vocabulary()];
    for (int i = 0; i < tokens.length; i++) {
      MemorySegment token = arena.allocateFrom(JAVA_INT, tokens[i]);
      assertThat(call("whisper_decode_with_state", context, state, token, 1, i, THREADS)).isZero();
      var row =
          (MemorySegment)
              Symbols.call(
                  symbols().find("whisper_get_logits_from_state", ADDRESS, ADDRESS), state);
      MemorySegment.copy(
          row.reinterpret((long) shape.vocabulary() * Float.BYTES),
          JAVA_FLOAT,
          0,
          all,
          i * shape.vocabulary(),
          shape.vocabulary());
    }
    return all;
  }

  private static int call(String name, Object... arguments) throws Exception {
    var types = new MemoryLayout[arguments.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = arguments[i] instanceof Integer ? JAVA_INT : ADDRESS;
    }
    MethodHandle function = symbols().find(name, JAVA_INT, types);
    return (int) Symbols.call(function, arguments);
  }

  private static Symbols symbols() throws Exception {
    try (var files = Files.list(RealWhisper.libraryFolder())) {
      Path library =
          files
              .filter(file -> String.valueOf(file.getFileName()).startsWith("libwhisper"))
              .min(Comparator.naturalOrder())
              .orElseThrow();
      return new Symbols(SymbolLookup.libraryLookup(library, Arena.global()));
    }
  }
}
