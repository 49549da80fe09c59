package ai.stt.inference.onnx;

/** Types of numbers, with their codes in {@code TensorProto.DataType} of onnx.proto. */
public enum OnnxType {
  FLOAT32(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  INT32(6, 4),
  INT64(7, 8),
  BOOL(9, 1),
  FLOAT16(10, 2),
  BFLOAT16(16, 2);

  private final int code;
  private final int bytes;

  OnnxType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  int code() {
    return code;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }
}
