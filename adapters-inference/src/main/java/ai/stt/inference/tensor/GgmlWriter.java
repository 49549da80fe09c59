package ai.stt.inference.tensor;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the parts of an old-style ggml file, little-endian. Tensors are widened to f32 exactly,
 * and rounded from f32 or bf16 to f16 to the nearest even, as numpy does. One thread at a time; the
 * stream stays open.
 */
public final class GgmlWriter {
  private static final int CHUNK_ELEMENTS = 1 << 14;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final OutputStream out;
  private final ByteBuffer chunk =
      ByteBuffer.allocate(CHUNK_ELEMENTS * 4).order(ByteOrder.LITTLE_ENDIAN);

  /** A writer onto the stream. */
  public GgmlWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes numbers of 32 bits. */
  public void ints(int... values) throws IOException {
    for (int value : values) {
      chunk.clear().putInt(value);
      flush();
    }
  }

  /** Writes numbers of 32 bits. */
  public void floats(float[] values) throws IOException {
    for (float value : values) {
      chunk.clear().putFloat(value);
      flush();
    }
  }

  /** Writes a length and the bytes. */
  public void block(byte[] bytes) throws IOException {
    ints(bytes.length);
    out.write(bytes);
  }

  /**
   * Writes a tensor's record.
   *
   * @param name in the written file
   * @param type {@code F16} or {@code F32}
   * @param shape outermost dimension first; as many numbers as {@code tensor} has
   * @param tensor of type {@code F16}, {@code BF16} or {@code F32}
   * @throws UnreadableFileException when a number is too large for f16, or the type is another
   */
  public void tensor(String name, GgmlType type, List<Integer> shape, Tensor tensor)
      throws IOException {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    ints(shape.size(), utf8.length, type.id());
    for (int dimension : shape.reversed()) {
      ints(dimension);
    }
    out.write(utf8);
    long elements = tensor.elements();
    for (long at = 0; at < elements; at += CHUNK_ELEMENTS) {
      chunk.clear();
      put(tensor, type == GgmlType.F16, at, Math.min(elements, at + CHUNK_ELEMENTS));
      flush();
    }
  }

  private void put(Tensor tensor, boolean halfOut, long from, long to)
      throws UnreadableFileException {
    boolean same = halfOut && tensor.type() == TensorType.F16;
    for (long i = from; i < to; i++) {
      if (same) {
        chunk.putShort(tensor.data().get(SHORT, 2 * i));
      } else if (halfOut) {
        chunk.putShort(half(number(tensor, i), tensor.name()));
      } else {
        chunk.putFloat(number(tensor, i));
      }
    }
  }

  private static float number(Tensor tensor, long at) throws UnreadableFileException {
    MemorySegment data = tensor.data();
    return switch (tensor.type()) {
      case F32 -> data.get(FLOAT, 4 * at);
      case F16 -> Float.float16ToFloat(data.get(SHORT, 2 * at));
      case BF16 -> Float.intBitsToFloat(data.get(SHORT, 2 * at) << 16); // the upper half of it
      default ->
          throw new UnreadableFileException("'%s' is %s".formatted(tensor.name(), tensor.type()));
    };
  }

  private static short half(float value, String name) throws UnreadableFileException {
    short half = Float.floatToFloat16(value);
    if (Float.isFinite(value) && !Float.isFinite(Float.float16ToFloat(half))) {
      throw new UnreadableFileException("'%s' holds a number too large for f16".formatted(name));
    }
    return half;
  }

  private void flush() throws IOException {
    out.write(chunk.array(), 0, chunk.position());
  }
}
