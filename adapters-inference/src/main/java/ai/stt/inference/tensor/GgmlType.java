package ai.stt.inference.tensor;

/** How ggml stores a tensor: blocks of so many numbers in so many bytes (ggml.h, ggml-common.h). */
public enum GgmlType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  Q4_0(2, 32, 18),
  Q4_1(3, 32, 20),
  Q5_0(6, 32, 22),
  Q5_1(7, 32, 24),
  Q8_0(8, 32, 34),
  Q2_K(10, 256, 84),
  Q3_K(11, 256, 110),
  Q4_K(12, 256, 144),
  Q5_K(13, 256, 176),
  Q6_K(14, 256, 210);

  private final int id;
  private final int blockElements;
  private final int blockBytes;

  GgmlType(int id, int blockElements, int blockBytes) {
    this.id = id;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
  }

  /** The number in files. */
  public int id() {
    return id;
  }

  /** Bytes of a tensor of so many numbers. */
  public long bytes(long elements) {
    return elements / blockElements * blockBytes;
  }

  /** The type with this number. */
  static GgmlType of(int id) throws UnreadableFileException {
    for (GgmlType type : values()) {
      if (type.id == id) {
        return type;
      }
    }
    throw new UnreadableFileException("it holds a tensor of the unknown type " + id);
  }
}
