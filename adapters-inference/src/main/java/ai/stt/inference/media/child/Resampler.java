package ai.stt.inference.media.child;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_compare;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_double;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;
import static org.bytedeco.ffmpeg.global.swresample.swr_set_matrix;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Frames of any rate, layout and sample format to float at one rate, mono or stereo. Mixing down is
 * normalised, so that what did not clip before does not clip after; a track that changes its format
 * in the middle goes on in the new one. One thread.
 */
final class Resampler implements AutoCloseable {
  private static final int MIN_RATE_HZ = 1_000;
  private static final int MAX_RATE_HZ = 768_000;
  private static final int MAX_CHANNELS = 64;
  private static final int FIRST_BUFFER = 16_000;

  private final Answer answer;
  private final int rateOut;
  private final int channelsOut;
  private final AVChannelLayout layoutOut = new AVChannelLayout();
  private final AVChannelLayout layout = new AVChannelLayout();
  private final PointerPointer<FloatPointer> planes = new PointerPointer<>(1);
  private @Nullable SwrContext swr;
  private int rate;
  private int sampleFormat;
  private FloatPointer buffer = new FloatPointer(FIRST_BUFFER);
  private float[] samples = new float[FIRST_BUFFER];

  Resampler(int rateOut, int channelsOut, Answer answer) {
    this.rateOut = rateOut;
    this.channelsOut = channelsOut;
    this.answer = answer;
    av_channel_layout_default(layoutOut, channelsOut);
  }

  /** Converts a frame and passes on what comes out. */
  void accept(AVFrame frame) throws Refusal {
    boolean same =
        swr != null
            && frame.sample_rate() == rate
            && frame.format() == sampleFormat
            && av_channel_layout_compare(frame.ch_layout(), layout) == 0;
    if (!same) {
      finish();
      open(frame);
    }
    convert(frame.extended_data(), frame.nb_samples());
  }

  /** Passes on that many seconds of silence, behind what the filter still holds. */
  void silence(double seconds) {
    if (seconds > 0) {
      finish();
      answer.silence(Math.round(seconds * rateOut) * channelsOut);
    }
  }

  /** Passes on what the filter still holds. */
  void finish() {
    if (swr != null) {
      convert(null, 0);
      swr_free(swr);
      swr = null;
    }
  }

  private void convert(@Nullable PointerPointer<?> data, int count) {
    reserve(swr_get_out_samples(swr, count) * channelsOut);
    int room = (int) buffer.capacity() / channelsOut;
    int out = swr_convert(swr, planes.put(0, buffer), room, data, count) * channelsOut;
    if (out > 0) {
      buffer.position(0).get(samples, 0, out);
      answer.samples(samples, out);
    }
  }

  private void reserve(int count) {
    if (count > samples.length) {
      buffer.close();
      buffer = new FloatPointer(count);
      samples = new float[count];
    }
  }

  private void open(AVFrame frame) throws Refusal {
    rate = frame.sample_rate();
    sampleFormat = frame.format();
    av_channel_layout_copy(layout, frame.ch_layout());
    int channels = layout.nb_channels();
    if (rate < MIN_RATE_HZ || rate > MAX_RATE_HZ || channels < 1 || channels > MAX_CHANNELS) {
      throw new Refusal(
          "audio with %d channels at %d Hz is not supported; convert the file to 16 kHz mono and try again"
              .formatted(channels, rate));
    }
    swr = configured();
    if (swr_init(swr) < 0) { // a layout without known positions: mix all channels alike
      swr_free(swr);
      swr = configured();
      double[] alike = new double[channels * channelsOut];
      Arrays.fill(alike, 1.0 / channels);
      swr_set_matrix(swr, alike, channels);
      if (swr_init(swr) < 0) {
        swr_free(swr);
        swr = null;
        throw new Refusal("the channel layout is not supported; convert the file to mono");
      }
    }
  }

  private SwrContext configured() {
    var context = new SwrContext(null);
    swr_alloc_set_opts2(
        context, layoutOut, AV_SAMPLE_FMT_FLT, rateOut, layout, sampleFormat, rate, 0, null);
    av_opt_set_double(context, "rematrix_maxval", 1.0, 0);
    return context;
  }

  @Override
  public void close() {
    if (swr != null) {
      swr_free(swr);
    }
    av_channel_layout_uninit(layout);
    buffer.close();
    planes.close();
    layout.close();
    layoutOut.close();
  }
}
