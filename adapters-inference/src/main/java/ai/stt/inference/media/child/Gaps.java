package ai.stt.inference.media.child;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;

import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * What a track leaves out: it begins after the picture, its microphone was muted, packets were
 * lost. Its time stamps tell, in containers that have real ones; without the silence in between all
 * later words would be early. A jump that the file's length has no room for is the recorder's clock
 * being set, and no gap. One thread.
 */
final class Gaps {
  private static final Set<String> STAMPED =
      Set.of("matroska", "webm", "mov", "mp4", "asf", "flv", "ogg", "mpegts", "mpeg");

  /** Broadcasts, whose clocks are set in the middle. */
  private static final Set<String> SET_OFTEN = Set.of("mpegts", "mpeg");

  /** Less is rounding of the stamps, or a recorder whose clock is a little off. */
  private static final double LEAST_SECONDS = 0.1;

  /** The longest where a file does not say how long it is. */
  private static final double MOST_SECONDS = 3_600;

  private static final double MOST_IN_BROADCASTS = 60;

  private static final double SET_BACK_SECONDS = -1;

  private final boolean stamped;
  private final boolean broadcast;
  private final double tick;
  private final double length;
  private double start;

  /** Seconds of the track so far, with the silence in its gaps. */
  private double told;

  Gaps(AVFormatContext format, AVRational timeBase) {
    Set<String> names = Set.of(format.iformat().name().getString().split(",", -1));
    this.stamped =
        format.start_time() != AV_NOPTS_VALUE && names.stream().anyMatch(STAMPED::contains);
    this.broadcast = names.stream().anyMatch(SET_OFTEN::contains);
    this.tick = (double) timeBase.num() / timeBase.den();
    this.start = (double) format.start_time() / AV_TIME_BASE;
    this.length =
        format.duration() != AV_NOPTS_VALUE && format.duration() > 0
            ? (double) format.duration() / AV_TIME_BASE
            : Double.NaN;
  }

  /** Seconds of silence that belong before this frame, the next of the track. */
  double before(AVFrame frame) {
    double gap = 0;
    long stamp = frame.best_effort_timestamp();
    double lasts = (double) frame.nb_samples() / Math.max(1, frame.sample_rate());
    if (stamped && stamp != AV_NOPTS_VALUE) {
      double ahead = stamp * tick - start - told;
      if (ahead < SET_BACK_SECONDS || ahead > mostBefore(lasts)) {
        start += ahead;
      } else if (ahead > LEAST_SECONDS) {
        gap = ahead;
      }
    }
    told += gap + lasts;
    return gap;
  }

  private double mostBefore(double lasts) {
    if (broadcast) {
      return MOST_IN_BROADCASTS;
    }
    return Double.isNaN(length) ? MOST_SECONDS : length - told - lasts + LEAST_SECONDS;
  }
}
