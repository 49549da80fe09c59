package ai.stt.inference.engine.whispercpp;

import ai.stt.inference.foreign.Struct;
import ai.stt.plugin.engine.WhisperSegment;
import ai.stt.plugin.engine.WhisperToken;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Reads the result of the last call out of a {@code whisper_state}. */
final class Segments {
  private static final long MS_PER_TICK = 10;

  private final WhisperFunctions functions;
  private final MemorySegment context;
  private final MemorySegment state;
  private final boolean aligned;

  Segments(NativeWeights weights, MemorySegment state) {
    this.functions = weights.library().functions();
    this.context = weights.context();
    this.aligned = weights.aligned();
    this.state = state;
  }

  List<WhisperSegment> read() {
    List<WhisperSegment> segments = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      int count = functions.segments(state);
      for (int i = 0; i < count; i++) {
        segments.add(
            new WhisperSegment(
                functions.segmentStart(state, i) * MS_PER_TICK,
                functions.segmentEnd(state, i) * MS_PER_TICK,
                functions.noSpeech(state, i),
                tokens(arena, i)));
      }
    }
    return segments;
  }

  private List<WhisperToken> tokens(Arena arena, int segment) {
    int endOfText = functions.endOfText(context);
    int count = functions.tokens(state, segment);
    List<WhisperToken> tokens = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Struct data = functions.tokenData(arena, state, segment, i);
      int id = data.getInt("id");
      if (id < endOfText) {
        tokens.add(
            new WhisperToken(
                functions.tokenText(context, id),
                data.getFloat("p"),
                data.getLong("t0") * MS_PER_TICK,
                data.getLong("t1") * MS_PER_TICK,
                aligned ? Math.max(-1, data.getLong("t_dtw") * MS_PER_TICK) : -1));
      }
    }
    return tokens;
  }
}
