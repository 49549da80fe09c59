package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.stt.inference.foreign.ZeroedMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rows of numbers side by side, of which any run can be lent to ONNX Runtime in place. Valid as
 * long as its arena is open. One thread at a time.
 */
final class Block {
  private final MemorySegment memory;
  private final OnnxJavaType type;
  private final long[] rowShape;
  private final long rowBytes;

  /** Rows of 32-bit real numbers or, of type INT8, of bytes. */
  Block(Arena arena, int rows, OnnxJavaType type, long... rowShape) {
    this.type = type;
    this.rowShape = rowShape.clone();
    long bytes = type.size;
    for (long dimension : rowShape) {
      bytes *= dimension;
    }
    this.rowBytes = bytes;
    this.memory = ZeroedMemory.allocate(arena, rows * rowBytes, 64);
  }

  /** The rows as a tensor that shares their memory; closed by the caller. */
  OnnxTensor lend(OrtEnvironment environment, int from, int rows) throws OrtException {
    long[] shape = new long[rowShape.length + 1];
    shape[0] = rows;
    System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
    return OnnxTensor.createTensor(environment, buffer(from, rows), shape, type);
  }

  /** Copies a row of a block of the same row shape. */
  void copyRow(Block source, int from, int to) {
    MemorySegment.copy(source.memory, from * rowBytes, memory, to * rowBytes, rowBytes);
  }

  /** Copies the start of each of the row's outermost parts: {@code count} numbers of each. */
  void copyStarts(int from, int to, long count) {
    long parts = rowShape[0];
    long partBytes = rowBytes / parts;
    for (long part = 0; part < parts; part++) {
      MemorySegment.copy(
          memory,
          from * rowBytes + part * partBytes,
          memory,
          to * rowBytes + part * partBytes,
          count * type.size);
    }
  }

  private ByteBuffer buffer(int from, int rows) {
    return memory
        .asSlice(from * rowBytes, rows * rowBytes)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }
}
