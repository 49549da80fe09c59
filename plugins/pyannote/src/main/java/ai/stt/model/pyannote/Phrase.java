package ai.stt.model.pyannote;

/**
 * A stretch in which one voice of a window speaks alone, and what it sounds like.
 *
 * @param window index of the window
 * @param voice in that window
 * @param from first frame in the window
 * @param to frame behind the last
 * @param start first frame in the recording
 * @param print of length 1
 */
@SuppressWarnings("ArrayRecordComponent") // compact plain data; equality is never asked for
record Phrase(int window, int voice, int from, int to, int start, float[] print) {
  double seconds() {
    return (to - from) * (double) Window.FRAME_SAMPLES / 16_000;
  }

  int end() {
    return start + to - from;
  }
}
