package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.engine.whisper.search.TokenScores;
import ai.stt.inference.engine.whisper.text.Tokens;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Memory into which a step writes the logits of its rows' picked places. Valid as long as its arena
 * is open, until the next step. One thread at a time.
 */
final class StepScores {
  private final int end;
  private final int others;
  private final int count;
  private final MemorySegment text;
  private final MemorySegment textSum;
  private final MemorySegment likely;
  private final MemorySegment likelyTokens;
  private final MemorySegment other;

  /**
   * Room for some rows.
   *
   * @param rows the most rows, times the most places that are picked of each
   * @param count how many likely texts are wanted
   */
  StepScores(Arena arena, WhisperShape shape, int rows, int count) {
    this.end = new Tokens(shape.vocabulary()).end();
    this.others = shape.vocabulary() - end;
    this.count = count;
    this.text = arena.allocate((long) rows * end * Float.BYTES, Long.BYTES);
    this.textSum = arena.allocate((long) rows * Float.BYTES, Long.BYTES);
    this.likely = arena.allocate((long) rows * count * Float.BYTES, Long.BYTES);
    this.likelyTokens = arena.allocate((long) rows * count * Long.BYTES, Long.BYTES);
    this.other = arena.allocate((long) rows * others * Float.BYTES, Long.BYTES);
  }

  int count() {
    return count;
  }

  /** Adds tensors by the graph's names; closed by the caller. */
  void lend(OrtEnvironment environment, int rows, int picks, Map<String, OnnxTensor> to)
      throws OrtException {
    to.put("text", tensor(environment, text, OnnxJavaType.FLOAT, rows, picks, end));
    to.put("textSum", tensor(environment, textSum, OnnxJavaType.FLOAT, rows, picks));
    to.put("likely", tensor(environment, likely, OnnxJavaType.FLOAT, rows, picks, count));
    to.put(
        "likelyTokens", tensor(environment, likelyTokens, OnnxJavaType.INT64, rows, picks, count));
    to.put("other", tensor(environment, other, OnnxJavaType.FLOAT, rows, picks, others));
  }

  /** What the step wrote of a row's place, both counted together. */
  TokenScores at(int place) {
    int[] tokens = new int[count];
    for (int i = 0; i < count; i++) {
      tokens[i] =
          Math.toIntExact(likelyTokens.getAtIndex(ValueLayout.JAVA_LONG, (long) place * count + i));
    }
    return new TokenScores(
        tokens,
        floats(likely, place, count),
        textSum.getAtIndex(ValueLayout.JAVA_FLOAT, place),
        () -> floats(text, place, end),
        floats(other, place, others));
  }

  private static float[] floats(MemorySegment memory, int place, int count) {
    long bytes = (long) count * Float.BYTES;
    return memory.asSlice(place * bytes, bytes).toArray(ValueLayout.JAVA_FLOAT);
  }

  private static OnnxTensor tensor(
      OrtEnvironment environment, MemorySegment memory, OnnxJavaType type, long... shape)
      throws OrtException {
    long bytes = type.size;
    for (long dimension : shape) {
      bytes *= dimension;
    }
    var buffer = memory.asSlice(0, bytes).asByteBuffer().order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(environment, buffer, shape, type);
  }
}
