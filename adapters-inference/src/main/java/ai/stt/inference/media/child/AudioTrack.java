package ai.stt.inference.media.child;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_ENCRYPTION_INFO;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import ai.stt.inference.media.wire.MediaHeader;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/**
 * The best audio track of a file, pulled frame by frame. Damaged packets are skipped and counted.
 * One thread.
 */
final class AudioTrack implements AutoCloseable {
  /** Errors in a row after which the rest of the file is taken for lost. */
  private static final int MAX_ERRORS_IN_A_ROW = 256;

  private final AVFormatContext format;
  private final AVCodecContext codec;
  private final int stream;
  private final MediaHeader header;
  private final Gaps gaps;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private boolean draining;
  private int damaged;
  private int errorsInARow;

  AudioTrack(AVFormatContext format, AVCodecContext codec, int stream, MediaHeader header) {
    this.format = format;
    this.codec = codec;
    this.stream = stream;
    this.header = header;
    this.gaps = new Gaps(format, format.streams(stream).time_base());
  }

  MediaHeader header() {
    return header;
  }

  /** Packets so far that could not be read or decoded. */
  int damaged() {
    return damaged;
  }

  /**
   * Decodes the next frame.
   *
   * @param stopped asked between packets; true ends the track early
   * @return the frame, valid until the next call, or null at the end of the track
   */
  @Nullable AVFrame next(BooleanSupplier stopped) throws Refusal {
    while (!stopped.getAsBoolean() && errorsInARow < MAX_ERRORS_IN_A_ROW) {
      int got = avcodec_receive_frame(codec, frame);
      if (got >= 0) {
        errorsInARow = 0;
        return frame;
      }
      if (got == AVERROR_EOF) {
        return null;
      }
      if (got != AVERROR_EAGAIN()) {
        countDamage();
      }
      if (!draining) {
        feed();
      }
    }
    return null;
  }

  /** Seconds of silence before the frame that came last; asked once for each. */
  double silenceBefore() {
    return gaps.before(frame);
  }

  /** Reads one packet of any track and gives it to the decoder when it is ours. */
  private void feed() throws Refusal {
    int read = av_read_frame(format, packet);
    if (read == AVERROR_EOF) {
      draining = true;
      avcodec_send_packet(codec, null);
      return;
    }
    if (read < 0) {
      countDamage();
      return;
    }
    try {
      if (packet.stream_index() == stream) {
        refuseEncrypted();
        if (avcodec_send_packet(codec, packet) < 0) {
          countDamage();
        }
      }
    } finally {
      av_packet_unref(packet);
    }
  }

  private void refuseEncrypted() throws Refusal {
    if (packet.side_data_elems() > 0
        && av_packet_get_side_data(packet, AV_PKT_DATA_ENCRYPTION_INFO, (SizeTPointer) null)
            != null) {
      throw new Refusal(OpenTrack.ENCRYPTED);
    }
  }

  private void countDamage() {
    damaged++;
    errorsInARow++;
  }

  @Override
  public void close() throws IOException {
    av_frame_free(frame);
    av_packet_free(packet);
    avcodec_free_context(codec);
    avformat_close_input(format);
  }
}
