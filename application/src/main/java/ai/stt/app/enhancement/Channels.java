package ai.stt.app.enhancement;

import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.EnhancementStream;
import ai.stt.plugin.enhancement.Enhancer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The channels of a sound, each on its own way through a model and up to 48 kHz. One thread. */
final class Channels implements AutoCloseable {
  private final int factor;
  private final List<EnhancementStream> streams = new ArrayList<>();
  private final List<Interpolator> interpolators = new ArrayList<>();

  /** Frames at the front that belong to the time before the first sample. */
  private int toDrop;

  Channels(Enhancer enhancer, EnhancementOptions options, int count) {
    this.factor = EnhancedSound.SAMPLE_RATE_HZ / enhancer.sampleRateHz();
    this.toDrop = factor == 1 ? 0 : Interpolator.DELAY * factor;
    for (int c = 0; c < count; c++) {
      streams.add(enhancer.open(options));
      interpolators.add(new Interpolator(factor));
    }
  }

  /** Takes whole frames, the channels in turn, and gives those that are ready at 48 kHz. */
  float[] feed(float[] frames) {
    int count = streams.size();
    List<float[]> enhanced = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      float[] channel = new float[frames.length / count];
      for (int i = 0; i < channel.length; i++) {
        channel[i] = frames[i * count + c];
      }
      enhanced.add(streams.get(c).feed(channel));
    }
    return interleaved(enhanced);
  }

  /** Gives the rest. */
  float[] finish() {
    List<float[]> enhanced = new ArrayList<>();
    for (EnhancementStream stream : streams) {
      float[] rest = stream.finish();
      enhanced.add(factor == 1 ? rest : Arrays.copyOf(rest, rest.length + Interpolator.DELAY));
    }
    return interleaved(enhanced);
  }

  private float[] interleaved(List<float[]> channels) {
    int count = channels.size();
    float[] out = new float[channels.getFirst().length * factor * count];
    for (int c = 0; c < count; c++) {
      float[] channel = channels.get(c);
      for (int i = 0; i < channel.length; i++) {
        if (factor == 1) {
          out[i * count + c] = channel[i];
        } else {
          interpolators.get(c).next(channel[i], out, i * factor * count + c, count);
        }
      }
    }
    int dropped = Math.min(toDrop, out.length / count);
    toDrop -= dropped;
    return Arrays.copyOfRange(out, dropped * count, out.length);
  }

  @Override
  public void close() {
    streams.forEach(EnhancementStream::close);
  }
}
