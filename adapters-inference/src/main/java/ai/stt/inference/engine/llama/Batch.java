package ai.stt.inference.engine.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import ai.stt.inference.foreign.Struct;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** What is computed at once: some tokens of several seats. Belongs to the loop's thread. */
final class Batch {
  /**
   * A seat's part.
   *
   * @param place of its last token in the batch
   */
  @SuppressWarnings("ArrayRecordComponent") // plain data; equality is never asked for
  record Part(Seat seat, Run run, int[] tokens, int place, boolean chooses) {}

  private final Struct struct;
  private final MemorySegment token;
  private final MemorySegment position;
  private final MemorySegment sequences;
  private final MemorySegment chooses;
  private final int most;
  private final List<Part> parts = new ArrayList<>();
  private int size;

  Batch(Arena arena, int most) {
    this.most = most;
    token = arena.allocate(JAVA_INT, most);
    position = arena.allocate(JAVA_INT, most);
    sequences = arena.allocate(JAVA_INT, most);
    chooses = arena.allocate(JAVA_BYTE, most);
    MemorySegment one = arena.allocate(JAVA_INT, most);
    MemorySegment pointers = arena.allocate(ADDRESS, most);
    for (int i = 0; i < most; i++) {
      one.setAtIndex(JAVA_INT, i, 1);
      pointers.setAtIndex(ADDRESS, i, sequences.asSlice((long) i * Integer.BYTES));
    }
    struct =
        new Struct(LlamaLayouts.BATCH, arena.allocate(LlamaLayouts.BATCH))
            .set("token", token)
            .set("pos", position)
            .set("n_seq_id", one)
            .set("seq_id", pointers)
            .set("logits", chooses);
  }

  void clear() {
    parts.clear();
    size = 0;
  }

  int room() {
    return most - size;
  }

  int size() {
    return size;
  }

  List<Part> parts() {
    return parts;
  }

  /** Adds what a seat needs next, as far as there is room. */
  void add(Seat seat, Run run, int atMost) {
    int[] tokens = seat.next(Math.min(atMost, room()));
    if (tokens.length == 0) {
      return;
    }
    boolean last = seat.choosesAfter(tokens.length);
    for (int i = 0; i < tokens.length; i++) {
      token.setAtIndex(JAVA_INT, size, tokens[i]);
      position.setAtIndex(JAVA_INT, size, seat.length() + i);
      sequences.setAtIndex(JAVA_INT, size, seat.sequence);
      chooses.set(JAVA_BYTE, size, (byte) (last && i == tokens.length - 1 ? 1 : 0));
      size++;
    }
    parts.add(new Part(seat, run, tokens, size - 1, last));
  }

  /** The struct for the call. */
  Struct ready() {
    return struct.set("n_tokens", size);
  }

  /** Tokens of runs whose callers have left. */
  int canceled() {
    return parts.stream()
        .filter(part -> part.run().canceled())
        .mapToInt(part -> part.tokens().length)
        .sum();
  }
}
