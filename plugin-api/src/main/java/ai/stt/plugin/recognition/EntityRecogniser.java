package ai.stt.plugin.recognition;

import ai.stt.plugin.Model;
import java.util.List;

/** Finds where a text names things of kinds that the caller words freely. */
public interface EntityRecogniser extends Model {
  /**
   * Finds things. Time grows with the length of the text; memory beyond the text and what is found
   * does not.
   *
   * @param text of any language and length; halves of surrogate pairs count as unknown characters
   * @param kinds what is looked for, in English and in lower case, such as {@code person}; at most
   *     16
   * @param least only what is more likely counts, 0 to 1
   * @return the places in the order of the text, none overlapping another; of two that would, the
   *     more likely
   * @throws IllegalArgumentException when {@code kinds} are too many or too long, or {@code least}
   *     is not in 0..1
   * @throws InterruptedException when interrupted, within seconds
   */
  List<FoundEntity> recognise(String text, List<String> kinds, float least)
      throws InterruptedException;
}
