package ai.stt.inference.media;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.app.transcription.MediaDecoder;
import ai.stt.speech.audio.PcmChunk;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads decoded audio as a test wants it. */
final class Decoded {
  private Decoded() {}

  /** All samples of a file; checks on the way that the chunks have no gaps. */
  static float[] all(MediaDecoder decoder, Path file) throws InterruptedException {
    try (DecodedAudio audio = decoder.open(file)) {
      return rest(audio, new float[0]);
    }
  }

  /** What is left of some audio, behind the samples that were read before. */
  static float[] rest(DecodedAudio audio, float[] before) throws InterruptedException {
    float[] all = before;
    PcmChunk chunk;
    while ((chunk = audio.read()) != null) {
      if (chunk.startSample() != all.length) {
        throw new AssertionError("a gap: " + chunk.startSample() + " after " + all.length);
      }
      all = Arrays.copyOf(all, all.length + chunk.samples().length);
      System.arraycopy(chunk.samples(), 0, all, (int) chunk.startSample(), chunk.samples().length);
    }
    return all;
  }
}
