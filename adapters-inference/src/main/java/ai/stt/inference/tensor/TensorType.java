package ai.stt.inference.tensor;

/** How one number of a tensor is stored, always little-endian. */
public enum TensorType {
  F32(4),
  I8(1),
  I16(2),
  I32(4),
  F16(2),
  BF16(2),
  I64(8);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }
}
