package ai.stt.model.whisper;

import ai.stt.speech.audio.PcmChunk;

/** What the probabilities of speech, one for each {@link PcmChunk#FRAME_SAMPLES}, say. */
final class SpeechMarks {
  /** From here on a frame may be speech; words are lost more easily than silence is borne. */
  static final float SPEECH = 0.35f;

  private SpeechMarks() {}

  /** In how many frames there may be speech. */
  static int count(float[] speech) {
    int frames = 0;
    for (float probability : speech) {
      if (probability >= SPEECH) {
        frames++;
      }
    }
    return frames;
  }

  /** Whether there may be speech in [from, to); always when nobody has looked. */
  static boolean anyBetween(float[] speech, int from, int to) {
    if (speech.length == 0) {
      return true;
    }
    int first = Math.clamp(from / PcmChunk.FRAME_SAMPLES, 0, speech.length - 1);
    int end = Math.clamp(Math.ceilDiv(to, PcmChunk.FRAME_SAMPLES), first + 1, speech.length);
    for (int i = first; i < end; i++) {
      if (speech[i] >= SPEECH) {
        return true;
      }
    }
    return false;
  }
}
