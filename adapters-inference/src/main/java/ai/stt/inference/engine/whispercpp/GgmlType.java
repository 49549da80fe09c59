package ai.stt.inference.engine.whispercpp;

/**
 * How ggml stores a tensor's elements, from ggml-common.h: {@code blockBytes} for each {@code
 * blockElements}. Those that Whisper files come in.
 */
enum GgmlType {
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

  private final int code;
  private final int blockElements;
  private final int blockBytes;

  GgmlType(int code, int blockElements, int blockBytes) {
    this.code = code;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
  }

  /**
   * The type of a code.
   *
   * @throws WeightsException when there is none
   */
  static GgmlType of(int code) throws WeightsException {
    for (GgmlType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new WeightsException("a tensor of it has the unknown type " + code);
  }

  /** The size of a tensor's data. */
  long bytes(long elements) {
    return elements / blockElements * blockBytes;
  }
}
