package ai.stt.plugin.speaker;

import ai.stt.plugin.Model;

/** Tells what a voice sounds like. Several threads may ask at once. */
public interface SpeakerEmbedder extends Model {
  /**
   * The voice of one speaker as a vector.
   *
   * @param samples mono, 16 kHz, -1..1; not changed. One second tells something, three tell a lot
   * @return of length 1, always of as many numbers; the scalar product of two is near 1 for one
   *     voice and near 0 for two people. Empty when there is too little sound to tell
   */
  float[] embed(float[] samples);
}
