package ai.stt.inference.engine.whisper;

import java.lang.foreign.Arena;

/**
 * One window that was heard before it has a seat. Touched by the decoder's thread only.
 *
 * @param sound a single row
 * @param arena that it lies in
 */
record HeardWindow(HeardSound sound, Arena arena) {
  void free() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
