package ai.stt.app.speech;

import ai.stt.app.speech.SidedSource.Sides;
import java.util.Arrays;

/**
 * Two lines of one recording, left and right, each of which may leak into the other.
 *
 * @param leftLeakDb up to so many decibels below the right side, what the left one holds is leaked
 * @param rightLeakDb the same of the right side, below the left one
 */
record Lines(int leftLeakDb, int rightLeakDb) {
  /**
   * The sides without what one leaks into the other; what is alike on both is kept where it is
   * louder.
   */
  Sides apart(Sides sides) {
    float[] l = sides.left().clone();
    float[] r = sides.right().clone();
    for (int at = 0; at < l.length; at += SideVoices.BLOCK) {
      int length = Math.min(SideVoices.BLOCK, l.length - at);
      int right = SideVoices.level(sides.right(), at, length);
      int left = SideVoices.level(sides.left(), at, length);
      boolean alike = SideVoices.likeness(sides, at, length) != 0;
      boolean leaks = right - left >= SideVoices.LOUDER_DB;
      if (right - left <= rightLeakDb || (alike && !leaks)) {
        Arrays.fill(r, at, at + length, 0);
      } else if (left - right <= leftLeakDb || alike) {
        Arrays.fill(l, at, at + length, 0);
      }
    }
    return new Sides(l, r);
  }
}
