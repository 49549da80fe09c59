package ai.stt.inference.media.child;

import ai.stt.inference.media.wire.Frame;
import ai.stt.inference.media.wire.MediaHeader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * The answer to one request while it is being sent. Samples are gathered into frames of up to a
 * second. A host that is slow to read makes the sender wait; one that is gone ends it with an
 * {@link UncheckedIOException}. One thread.
 */
final class Answer {
  private final DataOutputStream out;
  private final BooleanSupplier stopped;

  /** Even, so that a frame of two channels is never cut. */
  private static final int SAMPLES = 16_000;

  private float[] gathered = new float[SAMPLES];
  private int size;
  private boolean heard;

  Answer(DataOutputStream out, BooleanSupplier stopped) {
    this.out = out;
    this.stopped = stopped;
  }

  /** Whether the host wants no more of this file. */
  boolean stopped() {
    return stopped.getAsBoolean();
  }

  /** Whether there was any sample. */
  boolean heard() {
    return heard;
  }

  void header(MediaHeader media) {
    send(new Frame.Header(media));
  }

  /** Takes the first {@code count} samples; the array stays the caller's. */
  void samples(float[] samples, int count) {
    heard |= count > 0;
    int from = 0;
    while (from < count) {
      int taken = Math.min(count - from, gathered.length - size);
      System.arraycopy(samples, from, gathered, size, taken);
      from += taken;
      size += taken;
      if (size == gathered.length) {
        flush();
      }
    }
  }

  /** Takes that many zeros, which are nothing heard. */
  void silence(long count) {
    float[] zeros = new float[SAMPLES];
    boolean before = heard;
    for (long left = count; left > 0 && !stopped(); left -= zeros.length) {
      samples(zeros, (int) Math.min(left, zeros.length));
    }
    heard = before;
  }

  void end(int damagedPackets) {
    flush();
    send(new Frame.End(damagedPackets));
  }

  void refused(String sentence) {
    flush();
    send(new Frame.Refused(sentence));
  }

  /** Sends what has been gathered. */
  void flush() {
    if (size > 0) {
      send(new Frame.Pcm(Arrays.copyOf(gathered, size)));
      size = 0;
    }
  }

  private void send(Frame frame) {
    try {
      frame.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the host is gone", e);
    }
  }
}
