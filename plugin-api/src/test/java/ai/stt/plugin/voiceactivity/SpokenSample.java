package ai.stt.plugin.voiceactivity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Objects;

/** The first three seconds of {@code samples/jfk.flac}: "And so, my fellow Americans". */
public final class SpokenSample {
  private SpokenSample() {}

  /** 48000 samples, mono, 16 kHz. */
  public static float[] read() {
    try (InputStream in =
        Objects.requireNonNull(SpokenSample.class.getResourceAsStream("jfk-3s.s16"))) {
      ShortBuffer shorts =
          ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
      float[] samples = new float[shorts.remaining()];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = shorts.get(i) / 32768f;
      }
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
