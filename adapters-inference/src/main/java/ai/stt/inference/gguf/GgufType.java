package ai.stt.inference.gguf;

import java.util.Map;

/** How many bytes tensors take, for the types that models are published in. */
final class GgufType {
  /**
   * A type.
   *
   * @param block numbers that are stored together
   * @param bytes that they take
   */
  private record Block(int block, int bytes) {}

  private static final Map<Integer, Block> BLOCKS =
      Map.ofEntries(
          Map.entry(0, new Block(1, 4)), // f32
          Map.entry(1, new Block(1, 2)), // f16
          Map.entry(2, new Block(32, 18)), // q4_0
          Map.entry(3, new Block(32, 20)), // q4_1
          Map.entry(6, new Block(32, 22)), // q5_0
          Map.entry(7, new Block(32, 24)), // q5_1
          Map.entry(8, new Block(32, 34)), // q8_0
          Map.entry(10, new Block(256, 84)), // q2_k
          Map.entry(11, new Block(256, 110)), // q3_k
          Map.entry(12, new Block(256, 144)), // q4_k
          Map.entry(13, new Block(256, 176)), // q5_k
          Map.entry(14, new Block(256, 210)), // q6_k
          Map.entry(30, new Block(1, 2))); // bf16

  private GgufType() {}

  /** The size of a tensor; of a type that we do not know at least one byte. */
  static long bytes(int type, long elements) {
    Block block = BLOCKS.get(type);
    return block == null ? 1 : elements / block.block() * block.bytes();
  }
}
