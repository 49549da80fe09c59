package ai.stt.app.speech;

import ai.stt.plugin.voiceactivity.VoiceActivityStream;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A recording whose chunks say where somebody speaks. They hold whole frames, except the last one.
 * Closes neither the recording nor the stream.
 */
final class MarkedAudio implements PcmSource {
  private static final int FRAME = PcmChunk.FRAME_SAMPLES;

  private final PcmSource audio;
  private final VoiceActivityStream voice;
  private final SpeechTrack track;
  private float[] rest = new float[0];
  private long at;

  MarkedAudio(PcmSource audio, VoiceActivityStream voice, SpeechTrack track) {
    this.audio = audio;
    this.voice = voice;
    this.track = track;
  }

  @Override
  public @Nullable PcmChunk read() throws InterruptedException {
    while (true) {
      PcmChunk chunk = audio.read();
      if (chunk == null) {
        return rest.length == 0 ? null : marked(take(rest.length));
      }
      int before = rest.length;
      rest = Arrays.copyOf(rest, before + chunk.samples().length);
      System.arraycopy(chunk.samples(), 0, rest, before, chunk.samples().length);
      if (rest.length >= FRAME) {
        return marked(take(rest.length / FRAME * FRAME));
      }
    }
  }

  private float[] take(int count) {
    float[] taken = Arrays.copyOf(rest, count);
    rest = Arrays.copyOfRange(rest, count, rest.length);
    return taken;
  }

  private PcmChunk marked(float[] samples) {
    float[] speech = voice.feed(samples);
    track.add(speech);
    var chunk = new PcmChunk(at, samples, speech);
    at = chunk.endSample();
    return chunk;
  }

  @Override
  public void close() {}
}
