package ai.stt.plugin.embedding;

import ai.stt.plugin.Model;
import java.util.List;

/**
 * Turns texts into vectors whose dot product tells how alike the texts mean. Calls that come at the
 * same time may be computed together.
 */
public interface Embedder extends Model {
  /** The length of every vector. */
  int dimensions();

  /**
   * The vectors of texts. Of a text longer than the model takes, the beginning counts.
   *
   * @param texts any number, of any language and length
   * @return {@code [texts][dimensions]}, finite, each of unit length, in the order of the texts;
   *     what else is in the list changes a vector by no more than rounding
   * @throws InterruptedException when interrupted; what is not computed yet is dropped
   */
  float[][] embed(List<String> texts) throws InterruptedException;
}
