package ai.stt.model.whisper;

/**
 * A word on its way to its final times.
 *
 * @param text as it will be shown
 * @param startMs from the start of the window
 * @param endMs from the start of the window
 * @param confidence 0..1
 */
record TimedWord(String text, long startMs, long endMs, double confidence) {
  TimedWord at(long newStartMs, long newEndMs) {
    return new TimedWord(text, newStartMs, newEndMs, confidence);
  }
}
